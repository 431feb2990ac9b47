//! Never sends an empty page: errors that routes and extractors return without a body get the plain page of their
//! status.

use std::sync::Arc;

use axum::body::HttpBody as _;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method};

use super::settings::HttpSettings;

/// Adds the plain page to an error without a body. Scripts ask for JSON and read only the status, so they don't
/// get it.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    let shown = *request.method() != Method::HEAD && !asks_for_json(request.headers());
    let mut response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();

    if shown && is_error && response.body().size_hint().exact() == Some(0) {
        let (head, body) = settings.refuse(status).into_parts();
        response.headers_mut().remove(CONTENT_LENGTH);
        if let Some(kind) = head.headers.get(CONTENT_TYPE) {
            response.headers_mut().insert(CONTENT_TYPE, kind.clone());
        }

        *response.body_mut() = body;
    }

    response
}

fn asks_for_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body_of, form, get, send};
    use super::*;

    #[tokio::test]
    async fn an_error_without_words_gets_them_and_keeps_its_headers() {
        let response = send(form("/only-get", "a=b")).await;
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "GET,HEAD");
        assert!(body_of(response).await.contains("/sign-in"));
        assert!(
            body_of(send(get("/nowhere")).await)
                .await
                .contains("/sign-in")
        );
    }

    #[tokio::test]
    async fn script_and_head_get_the_status_alone() {
        let mut script = get("/nowhere");
        script
            .headers_mut()
            .insert(ACCEPT, "application/json".parse().unwrap());
        let mut head = get("/nowhere");
        *head.method_mut() = Method::HEAD;

        for request in [script, head] {
            let response = send(request).await;
            assert_eq!(response.status(), 404);
            assert_eq!(body_of(response).await, "");
        }
    }
}
