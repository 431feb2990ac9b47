//! One event per request: method, matched route, status, duration. Never the path or query as sent (S102).

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::request_id::RequestId;

/// Runs the request in a span with its id, and logs how it went.
pub async fn layer(request: Request, next: Next) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.to_string())
        .unwrap_or_default();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let span = tracing::info_span!("request", id);

    async move {
        let start = Instant::now();
        let response = next.run(request).await;
        let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
        let status = response.status().as_u16();
        let duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);

        if response.status().is_server_error() {
            tracing::warn!(%method, route, status, duration_ms, "answered");
        } else {
            tracing::info!(%method, route, status, duration_ms, "answered");
        }

        response
    }
    .instrument(span)
    .await
}

#[cfg(test)]
mod tests {
    use super::super::testing::{form, get, send};
    use crate::config::LogFormat;
    use crate::log::tests::Captured;

    #[tokio::test]
    async fn s101_every_request_is_one_event() {
        let (captured, _guard) = Captured::start("info", LogFormat::Json);
        let response = send(get("/echo/canary?token=canary")).await;
        let line: serde_json::Value = serde_json::from_str(captured.text().trim()).unwrap();
        assert_eq!(line["method"], "GET");
        assert_eq!(line["route"], "/echo/{text}");
        assert_eq!(line["status"], 200);
        assert!(line["duration_ms"].is_number());
        assert_eq!(
            line["span"]["id"],
            response.headers()["x-request-id"].to_str().unwrap()
        );
        assert!(
            !captured.text().contains("canary"),
            "S102: {}",
            captured.text()
        );
    }

    #[tokio::test]
    async fn s102_nothing_of_headers_body_path_or_query_is_logged_even_at_trace() {
        let (captured, _guard) = Captured::start("trace", LogFormat::Text);
        let mut request = form("/form?canary", "password=canary");
        for name in [
            "cookie",
            "user-agent",
            "x-request-id",
            "x-forwarded-for",
            "authorization",
        ] {
            request
                .headers_mut()
                .insert(name, "canary".parse().unwrap());
        }

        send(request).await;
        send(get("/canary")).await;
        send(get("/panic")).await;
        let text = captured.text();
        assert!(
            text.contains("unmatched") && text.contains("status=500"),
            "{text}"
        );
        assert!(!text.contains("canary"), "{text}");
    }
}
