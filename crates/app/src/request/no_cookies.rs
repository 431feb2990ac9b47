//! Detects browsers that keep no cookies: nothing begun in them can be found again, and the page says so instead of
//! saying that nothing was begun.

use super::cookies::Cookies;
use crate::marks::GIVEN;
use axum::http::{HeaderMap, Method, header, request::Parts};
use leptos::prelude::use_context;
use url::Url;

/// Whether this request directly follows an answer that set a cookie, but brings none of ours. `from` lists the pages
/// whose forms lead here after setting one; a URL that was saved, shared or reloaded comes from no form.
pub(crate) fn keeps_no_cookies(from: &[&str]) -> bool {
    let Some(parts) = use_context::<Parts>() else {
        return false;
    };

    Cookies::present().are_none() && comes_from_a_form(&parts, from)
}

fn comes_from_a_form(parts: &Parts, from: &[&str]) -> bool {
    let headers = &parts.headers;
    if headers.contains_key(GIVEN) {
        return true;
    }

    let anew = headers.contains_key(header::CACHE_CONTROL) || headers.contains_key(header::PRAGMA);

    // If the URL already carries another message, that explains it.
    let query = parts.uri.query().unwrap_or_default();
    let says = query
        .split('&')
        .any(|pair| pair.starts_with("problem=") || pair.starts_with("notice="));
    if parts.method != Method::GET || anew || says {
        return false;
    }

    // The middleware keeps a Referer of our own.
    match value(headers, header::REFERER.as_str()).map(Url::parse) {
        Some(Ok(page)) => from.contains(&page.path()),
        Some(Err(_)) => false,
        None => value(headers, "sec-fetch-site") == Some("same-origin"),
    }
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right_from_a_form(method: Method, headers: &[(&'static str, &str)]) -> bool {
        at("/recover/verify", method, headers)
    }

    fn at(page: &str, method: Method, headers: &[(&'static str, &str)]) -> bool {
        let mut request = axum::http::Request::builder().method(method).uri(page);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }

        let (parts, ()) = request.body(()).expect("a request").into_parts();
        comes_from_a_form(&parts, &["/recover"])
    }

    #[test]
    fn only_what_comes_right_from_a_form_tells_anything() {
        let of_form = ("referer", "https://id.example.org/recover?lang=en");
        let of_origin = ("sec-fetch-site", "same-origin");
        for (headers, expected) in [
            (&[of_form][..], true),
            (&[of_form, of_origin], true),
            (&[of_origin], true),
            (&[(GIVEN, "1")], true),
            (&[], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (
                &[
                    ("referer", "https://id.example.org/recover/verify"),
                    of_origin,
                ],
                false,
            ),
            (&[("referer", "https://id.example.org/")], false),
            (&[of_form, ("cache-control", "max-age=0")], false),
            (&[of_form, ("pragma", "no-cache")], false),
        ] {
            assert_eq!(
                right_from_a_form(Method::GET, headers),
                expected,
                "{headers:?}"
            );
        }

        assert!(!right_from_a_form(Method::POST, &[of_form]));
        assert!(!at("/recover?problem=busy", Method::GET, &[of_form]));
        assert!(!at("/recover?a=b&notice=left", Method::GET, &[of_form]));
        assert!(
            right_from_a_form(Method::POST, &[(GIVEN, "1")]),
            "script says so itself"
        );
    }
}
