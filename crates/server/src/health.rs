//! Is it alive, can it serve; and the well-known addresses (S39, S100).
//!
//! Alive means that the process answers; a database that is gone is no reason to restart it. Ready means that the
//! database answers and can be written.

use regain_app::paths;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use http::StatusCode;
use regain_service::Regain;
use regain_storage::Store;

/// Says whether requests can be served.
pub type ReadyCheck = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// A check that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(3);

/// Ready while the database answers and can be written (S99).
#[must_use]
pub fn store_check(store: Arc<dyn Store>) -> ReadyCheck {
    Arc::new(move || {
        let store = Arc::clone(&store);
        Box::pin(async move {
            let checked = store.check().await;
            if let Err(error) = &checked {
                tracing::warn!(%error, "the database can't be used");
            }
            checked.is_ok()
        })
    })
}

/// `/healthz`, `/readyz`, `/.well-known/…`.
///
/// Whoever asks whether it is ready also hears how many new passwords weren't compared with breached ones, so that this isn't
/// skipped silently (S36), and whether the clock was set back.
pub fn routes(check: ReadyCheck, origin: &str, regain: Option<Arc<Regain>>) -> Router {
    // Where passkeys are made and managed (W3C, passkey-endpoints): absolute addresses, from the configuration (S24).
    let passkeys = serde_json::json!({
        "enroll": format!("{origin}{}", paths::METHODS_PASSKEY),
        "manage": format!("{origin}{}", paths::METHODS),
    });
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .route("/.well-known/change-password", get(async || Redirect::to("/account")))
        .route("/.well-known/passkey-endpoints", get(async || Json(passkeys)))
        // Clients probe for addresses that must not exist: the pages' fallback may not answer here.
        .route("/.well-known", any(StatusCode::NOT_FOUND))
        .route("/.well-known/", any(StatusCode::NOT_FOUND))
        .route("/.well-known/{*rest}", any(StatusCode::NOT_FOUND))
        .with_state((check, regain))
}

async fn ready(State((check, regain)): State<(ReadyCheck, Option<Arc<Regain>>)>) -> Response {
    let ready = tokio::time::timeout(PATIENCE, check()).await.unwrap_or(false);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let mut answer = serde_json::json!({ "ready": ready });
    if let Some(regain) = regain.as_ref().filter(|_| ready)
        && regain.clock_is_behind().await.unwrap_or(false)
    {
        tracing::error!(event = "clock", "this machine's clock is behind the newest entry of the history: set it");
        answer["clock_is_behind"] = true.into();
    }
    if let Some(counts) = regain.and_then(|regain| regain.breach_counts()) {
        answer["breach_checks_missed"] = counts.missed.into();
    }
    (status, Json(answer)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use http::Request;
    use tower::ServiceExt as _;

    fn check_of(ready: bool) -> ReadyCheck {
        Arc::new(move || Box::pin(async move { ready }))
    }

    async fn ask(check: ReadyCheck, path: &str) -> (u16, String, Option<String>) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = routes(check, "https://id.example.org", None).oneshot(request).await.unwrap();
        let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap(), location)
    }

    #[tokio::test]
    async fn s100_alive_and_ready_are_two_things() {
        assert_eq!(ask(check_of(false), "/healthz").await, (200, "ok".to_owned(), None));
        assert_eq!(ask(check_of(true), "/readyz").await, (200, "{\"ready\":true}".to_owned(), None));
        assert_eq!(ask(check_of(false), "/readyz").await, (503, "{\"ready\":false}".to_owned(), None));
    }

    #[tokio::test(start_paused = true)]
    async fn s99_a_check_that_hangs_has_failed() {
        let check: ReadyCheck = Arc::new(|| Box::pin(std::future::pending()));
        assert_eq!(ask(check, "/readyz").await.0, 503);
    }

    #[tokio::test]
    async fn s39_well_known_addresses() {
        let (status, _, location) = ask(check_of(true), "/.well-known/change-password").await;
        assert_eq!((status, location.as_deref()), (303, Some("/account")));
        let (status, endpoints, location) = ask(check_of(true), "/.well-known/passkey-endpoints").await;
        assert_eq!((status, location), (200, None));
        let endpoints: serde_json::Value = serde_json::from_str(&endpoints).unwrap();
        assert_eq!(endpoints["enroll"], "https://id.example.org/account/methods/passkey");
        assert_eq!(endpoints["manage"], "https://id.example.org/account/methods");
        for path in [
            "/.well-known",
            "/.well-known/",
            "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200",
            "/.well-known/a/b",
        ] {
            assert_eq!(ask(check_of(true), path).await.0, 404, "{path}");
        }
    }
}
