//! An id for every request, for the log and for people who report a problem.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use uuid::Uuid;

use super::settings::HttpSettings;

static X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of this request, as a request extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

/// Assigns the request its id and returns it in the response. An id sent by the client is ignored, because it
/// would end up in the log.
pub async fn layer(
    State(settings): State<Arc<HttpSettings>>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = RequestId(settings.request_ids.next());
    request.extensions_mut().insert(id);
    let mut response = next.run(request).await;
    let value = HeaderValue::try_from(id.0.to_string()).expect("a UUID is a header value");
    response.headers_mut().insert(&X_REQUEST_ID, value);
    response
}

#[cfg(test)]
mod tests {
    use super::super::testing::{body_of, get, router, send, settings};
    use super::*;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn s101_every_request_has_its_own_id_which_the_handler_sees() {
        let app = super::super::wrap(router(), &settings());
        let mut ids = Vec::new();
        for _ in 0..3 {
            let response = app.clone().oneshot(get("/request-id")).await.unwrap();
            let id = response.headers()[&X_REQUEST_ID]
                .to_str()
                .unwrap()
                .to_owned();
            assert_eq!(body_of(response).await, id);
            assert_eq!(Uuid::parse_str(&id).unwrap().get_version_num(), 4);
            ids.push(id);
        }

        ids.dedup();
        assert_eq!(ids.len(), 3);
    }

    #[tokio::test]
    async fn s102_a_clients_id_is_ignored() {
        let mut request = get("/request-id");
        request
            .headers_mut()
            .insert(&X_REQUEST_ID, HeaderValue::from_static("mine"));
        assert_ne!(body_of(send(request).await).await, "mine");
    }
}
