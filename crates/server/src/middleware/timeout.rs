//! Limits the time a request may take (S94).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};

use super::settings::HttpSettings;

/// Gives up when the request's time is over; uncommitted work of the handler is rolled back.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    match tokio::time::timeout(settings.request_time, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let mut response = settings.refuse(StatusCode::SERVICE_UNAVAILABLE);
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("5"));
            response
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, get, send};

    #[tokio::test(start_paused = true)]
    async fn s94_a_handler_that_hangs_is_given_up() {
        let start = tokio::time::Instant::now();
        let response = send(get("/hang")).await;
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "5");
        assert_eq!(start.elapsed().as_secs(), 15);
        assert_safe_headers(&response);
    }
}
