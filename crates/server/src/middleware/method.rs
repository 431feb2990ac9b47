//! Allows three methods only (S88).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::ALLOW;
use http::{HeaderValue, Method, StatusCode};

use super::settings::HttpSettings;

/// Refuses every method but GET, HEAD and POST: TRACE, OPTIONS (there is no CORS, S91), custom methods.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        return next.run(request).await;
    }

    let mut response = settings.refuse(StatusCode::METHOD_NOT_ALLOWED);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    response
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, form, get, send};
    use http::Method;

    #[tokio::test]
    async fn s88_other_methods_are_refused_wherever_they_go() {
        for method in [
            "TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "BREW", "get",
        ] {
            for mut request in [get("/"), form("/form", "a=b")] {
                *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
                let response = send(request).await;
                assert_eq!(response.status(), 405, "{method}");
                assert_eq!(response.headers()["allow"], "GET, HEAD, POST");
                assert_safe_headers(&response);
            }
        }
    }

    #[tokio::test]
    async fn s88_get_on_a_mutation_is_405() {
        assert_eq!(send(get("/form")).await.status(), 405);
    }
}
