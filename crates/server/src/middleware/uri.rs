//! Requires a path, and limits its length to what people could have typed (S94).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;

use super::settings::HttpSettings;

/// The longest path and query, in bytes.
const MAX: usize = 2048;

/// Refuses longer URIs, and a host or an asterisk in place of a path: those are for CONNECT and OPTIONS only (RFC
/// 9112, 3.2.3 and 3.2.4), and the pages rely on a path.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    let target = request
        .uri()
        .path_and_query()
        .filter(|target| target.path().starts_with('/'));
    let Some(target) = target else {
        return settings.refuse(StatusCode::BAD_REQUEST);
    };

    if target.as_str().len() > MAX {
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

    #[tokio::test]
    async fn s94_a_host_or_an_asterisk_is_no_address() {
        for (method, target) in ["GET", "HEAD", "POST"]
            .iter()
            .flat_map(|method| [(method, "id.example.org"), (method, "*")])
        {
            let mut request = get("/");
            *request.method_mut() = method.parse().unwrap();
            *request.uri_mut() = target.parse().unwrap();
            let response = send(request).await;
            assert_eq!(response.status(), 400, "{method} {target}");
            assert_safe_headers(&response);
        }
    }
}
