//! Addresses have a length that people could have typed (S94).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;

use super::stack::HttpSettings;

/// The longest path and query, in bytes.
const MAX: usize = 2048;

/// Refuses longer ones.
pub async fn layer(State(settings): State<Arc<HttpSettings>>, request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if length > MAX {
        return settings.refuse(StatusCode::URI_TOO_LONG);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, get, send};

    #[tokio::test]
    async fn s94_long_addresses_are_refused() {
        let longest = format!("/?{}", "a".repeat(2046));
        assert_eq!(send(get(&longest)).await.status(), 200);
        let response = send(get(&format!("{longest}a"))).await;
        assert_eq!(response.status(), 414);
        assert_safe_headers(&response);
    }
}
