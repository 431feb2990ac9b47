//! Forms take the fields they know, and no others (S8, S95): the inventory is the app's.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use regain_app::marks::FIELD;
use regain_app::ssr::forms::{FORMS, PAGE_FORMS};

/// The body was bounded before (S94); this is only never to read without a bound.
pub(super) const BOUND: usize = 16 * 1024;

/// Refuses a POST to an address that isn't in the inventory, or with a field that its form doesn't have.
pub(super) async fn known_fields_only(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let Some((_, known)) = FORMS.iter().chain(PAGE_FORMS).find(|(path, _)| *path == request.uri().path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BOUND).await else { return StatusCode::BAD_REQUEST.into_response() };
    if !url::form_urlencoded::parse(&bytes).all(|(name, _)| known.contains(&name.as_ref()) || name == FIELD) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}
