//! The whole middleware in one place, and the reason for its order.

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use super::settings::HttpSettings;
use super::{
    access_log, body, client, csrf, headers, host, method, panic, referer, reports, request_id,
    timeout, uri, wordless,
};

/// Wraps the middleware around a finished router: every route, the fallback and the 405 responses included.
///
/// From the outside in:
/// 1. *headers*: every response gets the security headers, whichever layer below sends it (S85, S86).
/// 2. *request id*, then *access log*: every response below is logged, under its id (S101).
/// 3. *panic* inside the log, so that a panic is logged as an ordinary 500 (S100).
/// 4. *wordless* around everything that may return an empty error, so that people can read the reason.
/// 5. *time-out* inside the panic handler and around everything that reads or works (S94).
/// 6. Checks that need only the request line and headers, cheapest first and before anything is parsed: *method*
///    (S88), *URI length* (S94), *Host* (S24), *announced body length* (S94).
/// 7. *client*: finds the client's address and removes the forwarding headers (S61, S24).
/// 8. *reports*: browsers' reports about a page's policy, which have no origin (S85).
/// 9. *CSRF* before the body is read, so that a foreign origin can't make us read one (S87).
/// 10. *body*: read whole, bounded, a form (S8, S94).
/// 11. *Referer* last, right before the handlers that redirect to it (S89).
pub fn wrap(router: Router, settings: &HttpSettings) -> Router {
    let settings = Arc::new(settings.clone());
    let state = || Arc::clone(&settings);
    router.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(state(), headers::layer))
            .layer(from_fn_with_state(state(), request_id::layer))
            .layer(from_fn(access_log::layer))
            .layer(CatchPanicLayer::custom(panic::PanicPage(state())))
            .layer(from_fn_with_state(state(), wordless::layer))
            .layer(from_fn_with_state(state(), timeout::layer))
            .layer(from_fn_with_state(state(), method::layer))
            .layer(from_fn_with_state(state(), uri::layer))
            .layer(from_fn_with_state((state(), Arc::default()), host::layer))
            .layer(from_fn_with_state(state(), body::length_layer))
            .layer(from_fn_with_state((state(), Arc::default()), client::layer))
            .layer(from_fn_with_state(
                (state(), Arc::default()),
                reports::layer,
            ))
            .layer(from_fn_with_state(state(), csrf::layer))
            .layer(from_fn_with_state(state(), body::read_layer))
            .layer(from_fn_with_state(state(), referer::layer)),
    )
}
