//! A panic ends one request, not the server (S100).

use std::any::Any;
use std::sync::Arc;

use axum::body::Body;
use http::{Response, StatusCode};
use tower_http::catch_panic::ResponseForPanic;

use super::settings::HttpSettings;

/// Answers a panic with a plain page. The panic message isn't shown: it may hold what a person typed.
#[derive(Debug, Clone)]
pub struct PanicPage(pub(super) Arc<HttpSettings>);

impl ResponseForPanic for PanicPage {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, _message: Box<dyn Any + Send + 'static>) -> Response<Body> {
        self.0.refuse(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, body_of, get, router, settings};
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn s100_a_panic_is_a_plain_page_and_the_next_request_works() {
        let app = super::super::wrap(router(), &settings());
        let response = app.clone().oneshot(get("/panic")).await.unwrap();
        assert_eq!(response.status(), 500);
        assert_safe_headers(&response);
        let page = body_of(response).await;
        assert!(
            page.contains("Something went wrong") && !page.contains("canary"),
            "{page}"
        );
        assert_eq!(app.oneshot(get("/")).await.unwrap().status(), 200);
    }
}
