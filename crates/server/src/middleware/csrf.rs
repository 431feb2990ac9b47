//! Requests that change something must come from one of our pages, as a form (S87).
//!
//! Browsers report where a request comes from in `Sec-Fetch-Site` or, where that isn't sent (old browsers, plain
//! http), in `Origin`; a page can't forge either. Accepting only the content type that forms and server functions
//! send closes the remaining gaps.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{HeaderMap, HeaderName, Method, StatusCode};

use super::settings::HttpSettings;
use crate::client_ip::ClientIp;
use crate::page::origin_hidden;
use crate::public_url::PublicUrl;

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses requests that change something and come from another origin, or aren't forms.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }

    let refused = if is_same_origin(request.headers(), &settings.public_url) {
        content_type_refusal(request.headers())
    } else {
        Some(StatusCode::FORBIDDEN)
    };

    match refused {
        Some(status) => {
            tell(&request, status);
            if status == StatusCode::FORBIDDEN && hides_its_origin(request.headers()) {
                origin_hidden(request.headers(), settings.stylesheet.as_deref())
            } else {
                settings.refuse(status)
            }
        }
        None => next.run(request).await,
    }
}

/// Logs the refusal by the names of OWASP's logging vocabulary (S101): origin and route, nothing of the content.
fn tell(request: &Request, status: StatusCode) {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str);
    let source = request
        .extensions()
        .get::<ClientIp>()
        .map(|client| client.source().to_string());
    let status_code = status.as_u16();

    match status {
        StatusCode::FORBIDDEN => {
            let event = "malicious_cors";
            tracing::warn!(
                event,
                route,
                source,
                status = status_code,
                "a request from another site was refused"
            );
        }
        _ => {
            let event = "input_validation_fail";
            tracing::warn!(
                event,
                route,
                source,
                status = status_code,
                "a request that is no form was refused"
            );
        }
    }
}

fn is_same_origin(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    match single(headers, &SEC_FETCH_SITE) {
        OnceHeader::One(site) => site == "same-origin",
        OnceHeader::None => {
            matches!(single(headers, &ORIGIN), OnceHeader::One(origin) if public_url.is_origin(origin))
        }
        OnceHeader::Unclear => false,
    }
}

/// Whether the request says nothing about its origin: the browser, or something in it, hides it, so starting
/// again from the sign-in page wouldn't help.
fn hides_its_origin(headers: &HeaderMap) -> bool {
    let says_nothing = |name, nothing: &[&str]| match single(headers, name) {
        OnceHeader::None => true,
        OnceHeader::One(value) => nothing.contains(&value.trim()),
        OnceHeader::Unclear => false,
    };
    says_nothing(&SEC_FETCH_SITE, &["", "none"]) && says_nothing(&ORIGIN, &["", "null"])
}

fn content_type_refusal(headers: &HeaderMap) -> Option<StatusCode> {
    match single(headers, &CONTENT_TYPE) {
        OnceHeader::One(value) if is_form(value) => None,
        // A foreign page could send this without a preflight, had it passed the origin check.
        OnceHeader::One(value) if is_simple(value) => Some(StatusCode::FORBIDDEN),
        _ => Some(StatusCode::BAD_REQUEST),
    }
}

/// Browsers add the character set when a script sends a form.
fn is_form(value: &str) -> bool {
    let (essence, parameter) = essence_and_parameter(value);
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && parameter.is_none_or(|parameter| parameter.eq_ignore_ascii_case("charset=utf-8"))
}

fn is_simple(value: &str) -> bool {
    let (essence, _) = essence_and_parameter(value);
    essence.eq_ignore_ascii_case("text/plain")
        || essence.eq_ignore_ascii_case("multipart/form-data")
}

fn essence_and_parameter(value: &str) -> (&str, Option<&str>) {
    match value.split_once(';') {
        Some((essence, parameter)) => (essence.trim(), Some(parameter.trim())),
        None => (value.trim(), None),
    }
}

/// A header that is valid only if it occurs once.
enum OnceHeader<'a> {
    None,
    One(&'a str),
    Unclear,
}

fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> OnceHeader<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next().map(|value| value.to_str()), values.next()) {
        (None, _) => OnceHeader::None,
        (Some(Ok(value)), None) => OnceHeader::One(value),
        (Some(_), _) => OnceHeader::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, form, get, send};
    use super::*;

    async fn status(headers: &[(&'static str, &'static str)]) -> StatusCode {
        let mut request = form("/form", "a=b");
        for name in ["sec-fetch-site", "origin", "content-type"] {
            request.headers_mut().remove(name);
        }

        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().unwrap());
        }

        let response = send(request).await;
        assert_safe_headers(&response);

        response.status()
    }

    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
    const SAME: (&str, &str) = ("sec-fetch-site", "same-origin");
    const OURS: (&str, &str) = ("origin", "https://id.example.org");

    #[tokio::test]
    async fn s87_forms_of_our_own_pages_pass() {
        assert_eq!(status(&[FORM, SAME]).await, 200);
        assert_eq!(status(&[FORM, SAME, OURS]).await, 200);
        assert_eq!(
            status(&[FORM, OURS]).await,
            200,
            "a browser without Sec-Fetch-Site"
        );
        assert_eq!(
            status(&[
                SAME,
                (
                    "content-type",
                    "application/x-www-form-urlencoded; charset=UTF-8"
                )
            ])
            .await,
            200
        );
    }

    #[tokio::test]
    async fn s87_other_sites_and_unknown_origins_are_refused() {
        for site in [
            "cross-site",
            "same-site",
            "none",
            "",
            "same-origin, cross-site",
        ] {
            assert_eq!(
                status(&[FORM, OURS, ("sec-fetch-site", site)]).await,
                403,
                "{site}"
            );
        }

        for origin in [
            "https://evil.example",
            "http://id.example.org",
            "https://id.example.org:8443",
            "null",
            "",
        ] {
            assert_eq!(status(&[FORM, ("origin", origin)]).await, 403, "{origin}");
        }

        assert_eq!(status(&[FORM]).await, 403, "neither header");
        assert_eq!(
            status(&[FORM, SAME, ("sec-fetch-site", "cross-site")]).await,
            403,
            "two of them"
        );
        assert_eq!(
            status(&[FORM, OURS, ("origin", "https://evil.example")]).await,
            403,
            "two of them"
        );
    }

    #[test]
    fn s87_only_where_nothing_is_said_is_the_origin_hidden() {
        for (given, hidden) in [
            (&[][..], true),
            (&[("origin", "null")], true),
            (&[("sec-fetch-site", "none"), ("origin", "null")], true),
            (&[("sec-fetch-site", "")], true),
            (&[("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null"), ("origin", "null")], false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in given {
                headers.append(*name, value.parse().unwrap());
            }

            assert_eq!(hides_its_origin(&headers), hidden, "{given:?}");
        }
    }

    #[tokio::test]
    async fn s87_one_content_type() {
        for (value, expected) in [
            ("text/plain", 403),
            ("text/plain;charset=utf-8", 403),
            ("multipart/form-data; boundary=x", 403),
            ("application/json", 400),
            ("application/cbor", 400),
            ("", 400),
            ("application/x-www-form-urlencoded; charset=big5", 400),
            ("application/x-www-form-urlencoded, application/json", 400),
        ] {
            assert_eq!(
                status(&[SAME, ("content-type", value)]).await,
                expected,
                "{value}"
            );
        }

        assert_eq!(status(&[SAME]).await, 400);
        assert_eq!(
            status(&[SAME, FORM, ("content-type", "application/json")]).await,
            400,
            "S8: a second content type"
        );
    }

    #[tokio::test]
    async fn s87_the_origin_is_judged_before_the_body_is_read() {
        let mut request = form("/form", "a=1&a=2");
        request
            .headers_mut()
            .insert(&SEC_FETCH_SITE, "cross-site".parse().unwrap());
        assert_eq!(send(request).await.status(), 403);
    }

    #[tokio::test]
    async fn reading_needs_no_origin() {
        let mut request = get("/");
        request
            .headers_mut()
            .insert(&SEC_FETCH_SITE, "cross-site".parse().unwrap());
        assert_eq!(send(request).await.status(), 200, "a link from elsewhere");
    }
}
