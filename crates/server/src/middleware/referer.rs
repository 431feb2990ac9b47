//! Passes the `Referer` to handlers only if it is one of our own URLs (S89).
//!
//! Without JavaScript, a refused form is redirected to the page it was on, which is the `Referer`.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use http::header::REFERER;

use super::settings::HttpSettings;

/// Longer values can't be our own URLs.
const MAX: usize = 4096;

/// Removes foreign and malformed values, and normalises our own.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    mut request: Request,
    next: Next,
) -> Response {
    let own = own_referer(&request, &settings);
    request.headers_mut().remove(REFERER);
    if let Some(own) = own {
        request.headers_mut().insert(REFERER, own);
    }

    next.run(request).await
}

fn own_referer(request: &Request, settings: &HttpSettings) -> Option<HeaderValue> {
    let mut values = request.headers().get_all(REFERER).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };

    let text = value.to_str().ok().filter(|text| text.len() <= MAX)?;
    let mut url = settings.public_url.own_url(text)?;
    url.set_fragment(None);
    HeaderValue::try_from(String::from(url)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body_of, get, send};
    use super::*;

    async fn seen(referers: &[&str]) -> String {
        let mut request = get("/referer");
        for referer in referers {
            request.headers_mut().append(
                REFERER,
                HeaderValue::from_bytes(referer.as_bytes()).unwrap(),
            );
        }

        body_of(send(request).await).await
    }

    #[tokio::test]
    async fn s89_our_own_referer_stays() {
        assert_eq!(
            seen(&["https://id.example.org/recover?lang=en"]).await,
            "https://id.example.org/recover?lang=en"
        );
        assert_eq!(
            seen(&["https://ID.example.org:443\\a#x"]).await,
            "https://id.example.org/a",
            "in its normal form"
        );
    }

    #[tokio::test]
    async fn s89_foreign_missing_and_malformed_ones_do_not() {
        for referers in [
            &[][..],
            &[""],
            &["/recover"],
            &["https://evil.example/"],
            &["http://id.example.org/"],
            &["https://id.example.org@evil.example/"],
            &["https://user@id.example.org/"],
            &["https://id.example.org.evil.example/"],
            &["javascript:alert(1)"],
            &["https://id.example.org/é\u{ff}"],
            &["https://id.example.org/", "https://evil.example/"],
        ] {
            assert_eq!(seen(referers).await, "none", "{referers:?}");
        }
    }
}
