//! Security headers on every answer (S85, S86).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, SERVER, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::settings::HttpSettings;

/// For responses that run no script.
const PLAIN_CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// Two years, as browsers' preload lists require.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// Features that none of our pages uses. Writing to the clipboard stays allowed: it copies saved codes.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), display-capture=(), \
     encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), picture-in-picture=(), publickey-credentials-create=(self), publickey-credentials-get=(self), \
     screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

/// The same on every response; handlers can't change them.
const FIXED: [(HeaderName, &str); 8] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    // Without JavaScript, a refused form is redirected to the page it was on, so the browser must name that page.
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    // The endpoint that `report-to csp` refers to.
    (
        HeaderName::from_static("reporting-endpoints"),
        "csp=\"/csp-reports\"",
    ),
];

/// The policy of a page that hydrates: its scripts carry the nonce, WebAssembly may be compiled, nothing else
/// runs.
#[must_use]
pub fn page_csp(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; report-to csp"
    )
}

/// Adds the headers to every response. A handler may set its own Content-Security-Policy and Cache-Control.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    set_headers(response.headers_mut(), settings.public_url.is_https());
    response
}

fn set_headers(headers: &mut HeaderMap, https: bool) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }

    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }

    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(PLAIN_CSP));
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers.remove(SERVER);
    headers.remove("x-powered-by");
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, get, send, settings};
    use super::*;

    #[tokio::test]
    async fn s86_an_ordinary_answer_has_every_header() {
        let response = send(get("/")).await;
        assert_eq!(response.status(), 200);
        assert_safe_headers(&response);
        assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
        assert_eq!(response.headers()[CONTENT_SECURITY_POLICY], PLAIN_CSP);
        assert!(!response.headers().contains_key(SERVER));
    }

    #[tokio::test]
    async fn s86_unknown_paths_and_wrong_methods_have_them_too() {
        for (request, status) in [
            (get("/nowhere"), 404),
            (super::super::testing::form("/only-get", "a=b"), 405),
        ] {
            let response = send(request).await;
            assert_eq!(response.status(), status);
            assert_safe_headers(&response);
        }
    }

    #[tokio::test]
    async fn s85_a_handler_may_set_its_own_policy_and_caching() {
        let response = send(get("/own-headers")).await;
        assert_eq!(
            response.headers()[CONTENT_SECURITY_POLICY],
            "default-src 'self'"
        );
        assert_eq!(response.headers()[CACHE_CONTROL], "public, max-age=60");
        assert!(
            !response.headers().contains_key(SERVER),
            "a handler's Server header is taken away"
        );
    }

    #[tokio::test]
    async fn s86_hsts_is_sent_over_https_only() {
        assert!(
            send(get("/")).await.headers()[STRICT_TRANSPORT_SECURITY]
                .to_str()
                .unwrap()
                .contains("includeSubDomains")
        );
        let mut plain = settings();
        plain.public_url = crate::public_url::PublicUrl::parse("http://id.example.org").unwrap();
        let response = super::super::testing::send_with(&plain, get("/")).await;
        assert!(!response.headers().contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn s85_the_policy_of_pages_allows_nothing_inline() {
        let policy = page_csp("abc");
        for part in [
            "default-src 'none'",
            "script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'",
            "object-src 'none'",
            "require-trusted-types-for 'script'",
            "report-to csp",
        ] {
            assert!(
                policy.split("; ").any(|directive| directive == part),
                "{part}"
            );
        }

        let endpoint = format!("csp=\"{}\"", super::super::reports::PATH);
        assert!(FIXED.contains(&(
            HeaderName::from_static("reporting-endpoints"),
            endpoint.as_str()
        )));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }
}
