//! A small router behind the whole stack, for testing the layers.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request};
use axum::response::Response;
use axum::routing::{get as on_get, post as on_post};
use http::{HeaderMap, HeaderName, Method};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tower::ServiceExt as _;

use super::{HttpSettings, RequestId, RequestIds, wrap};
use crate::client_ip::ClientIp;
use crate::config::Mode;
use crate::public_url::PublicUrl;

pub(crate) fn settings() -> HttpSettings {
    HttpSettings {
        public_url: PublicUrl::parse("https://id.example.org").unwrap(),
        mode: Mode::Production,
        listen_port: 3000,
        trusted_proxies: Default::default(),
        stylesheet: Some("/pkg/regain.css".into()),
        request_ids: Arc::new(RequestIds::new(&mut StdRng::seed_from_u64(1))),
        request_time: Duration::from_secs(15),
        body_time: Duration::from_secs(10),
    }
}

pub(super) fn router() -> Router {
    Router::new()
        .route("/", on_get(async || "home"))
        .route("/healthz", on_get(async || "ok"))
        .route("/only-get", on_get(async || "x"))
        .route("/echo/{text}", on_get(async || "echo"))
        .route("/form", on_post(async |body: String| body))
        .route("/body", on_get(async |body: String| body))
        .route(
            "/panic",
            on_get(async || -> &'static str { panic!("canary") }),
        )
        .route(
            "/hang",
            on_get(async || std::future::pending::<&'static str>().await),
        )
        .route(
            "/request-id",
            on_get(async |Extension(id): Extension<RequestId>| id.0.to_string()),
        )
        .route("/referer", on_get(referer))
        .route("/client", on_get(client))
        .route(
            "/own-headers",
            on_get(async || {
                [
                    ("content-security-policy", "default-src 'self'"),
                    ("cache-control", "public, max-age=60"),
                    ("server", "x"),
                ]
            }),
        )
}

async fn referer(headers: HeaderMap) -> String {
    headers.get("referer").map_or("none".to_owned(), |value| {
        value.to_str().unwrap().to_owned()
    })
}

async fn client(Extension(client): Extension<ClientIp>, headers: HeaderMap) -> String {
    let forwarding =
        |name: &&HeaderName| name.as_str().starts_with("x-") || name.as_str() == "forwarded";
    format!(
        "{} and {} forwarding headers",
        client.0,
        headers.keys().filter(forwarding).count()
    )
}

pub(crate) fn get(target: &str) -> Request {
    Request::builder()
        .uri(target)
        .header("host", "id.example.org")
        .body(Body::empty())
        .unwrap()
}

/// A form as our own pages send it.
pub(super) fn form(target: &str, body: &str) -> Request {
    Request::builder()
        .method(Method::POST)
        .uri(target)
        .header("host", "id.example.org")
        .header("sec-fetch-site", "same-origin")
        .header("origin", "https://id.example.org")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", body.len())
        .body(Body::from(body.to_owned()))
        .unwrap()
}

pub(super) async fn send(request: Request) -> Response {
    send_with(&settings(), request).await
}

pub(super) async fn send_with(settings: &HttpSettings, request: Request) -> Response {
    wrap(router(), settings).oneshot(request).await.unwrap()
}

pub(super) async fn body_of(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Checks the headers that every response has (S86), including the ban on caching.
pub(crate) fn assert_safe_headers(response: &Response) {
    assert_headers_but_caching(response);
    assert_eq!(response.headers()["cache-control"], "no-store");
}

/// The same, whatever the caching.
pub(crate) fn assert_headers_but_caching(response: &Response) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-robots-tag", "noindex"),
        (
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        ),
    ] {
        assert_eq!(
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap()),
            Some(value),
            "{name}"
        );
    }

    for name in [
        "content-security-policy",
        "permissions-policy",
        "cache-control",
        "x-request-id",
    ] {
        assert!(response.headers().contains_key(name), "{name}");
    }

    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert!(!response.headers().contains_key(name), "{name}");
    }
}
