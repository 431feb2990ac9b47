//! Liveness, readiness, and the well-known addresses (S39, S100).
//!
//! Alive means that the process answers; a missing database is no reason to restart it. Ready means that the
//! database answers and can be written. Degraded means ready, but with something that an operator should fix: no load
//! balancer should turn people away because mail is waiting, since most of what they do needs none.
//!
//! Anybody may ask, and an answer takes a write that waits for the disk, in the same queue as every sign-in. So
//! only one check runs at a time, requests that arrive meanwhile share its result, and a good result is kept for a
//! moment.

use crate::client_ip::ClientIp;
use regain_app::paths;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{any, get};
use axum::{Extension, Json, Router};
use http::StatusCode;
use regain_domain::{Source, Timestamp};
use regain_service::heads::WalkProgress;
use regain_service::{Regain, RelayState};
use regain_storage::Store;
use tokio::sync::watch;

/// Returns whether requests can be served.
pub type ReadyCheck = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// Time limit for a check; after it, the check has failed.
const PATIENCE: Duration = Duration::from_secs(3);

/// Time that a good result is kept. A bad one isn't kept: recovery is reported at once, and while the database
/// can't be written, nobody is signing in who could be held up by another check.
const KEPT: Duration = Duration::from_millis(250);

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

/// Routes for `/healthz`, `/readyz`, `/.well-known/…`.
///
/// `/readyz` also reports how many new passwords weren't compared with breached ones, so that this check isn't
/// skipped silently (S36), whether the clock was set back and, to this machine only, whether mail can't be sent. The
/// reasons go to the log and to `regain doctor`, because anybody may ask here.
pub fn routes(
    check: ReadyCheck,
    origin: &str,
    regain: Option<Arc<Regain>>,
    relay: Option<Arc<RelayState>>,
) -> Router {
    // The pages for creating and managing passkeys (W3C, passkey-endpoints): absolute URLs, from the configuration
    // (S24).
    let passkeys = serde_json::json!({
        "enroll": format!("{origin}{}", paths::METHODS_PASSKEY),
        "manage": format!("{origin}{}", paths::METHODS),
    });
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .route(
            "/.well-known/change-password",
            get(async || Redirect::to("/account")),
        )
        .route(
            "/.well-known/passkey-endpoints",
            get(async || Json(passkeys)),
        )
        // Clients probe for addresses that must not exist, so the pages' fallback mustn't answer here.
        .route("/.well-known", any(StatusCode::NOT_FOUND))
        .route("/.well-known/", any(StatusCode::NOT_FOUND))
        .route("/.well-known/{*rest}", any(StatusCode::NOT_FOUND))
        .with_state(Arc::new(Readiness {
            check,
            regain,
            relay,
            latest: Mutex::default(),
        }))
}

/// A check's result and time; `None` while it runs.
type Found = Option<(bool, Option<Timestamp>)>;

/// The latest check, shared by all requests.
struct Readiness {
    check: ReadyCheck,
    regain: Option<Arc<Regain>>,
    relay: Option<Arc<RelayState>>,
    latest: Mutex<Option<watch::Receiver<Found>>>,
}

impl Readiness {
    async fn is_ready(&self) -> bool {
        let mut check = self.latest();

        // A check that panicked counts as failed.
        check
            .wait_for(Option::is_some)
            .await
            .is_ok_and(|found| found.is_some_and(|(ready, _)| ready))
    }

    /// The check that is running or whose result is still good; otherwise starts a new one.
    fn latest(&self) -> watch::Receiver<Found> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(check) = latest.as_ref().filter(|check| self.counts(check)) {
            return check.clone();
        }

        let (found, check) = watch::channel(None);
        let work = (self.check)();
        let regain = self.regain.clone();

        // A separate task: a client that hangs up doesn't end a check that others wait for, and can't start a
        // second one by asking again.
        tokio::spawn(async move {
            let ready = tokio::time::timeout(PATIENCE, work).await.unwrap_or(false);
            found.send_replace(Some((ready, regain.map(|regain| regain.now()))));
        });
        *latest = Some(check.clone());

        check
    }

    fn counts(&self, check: &watch::Receiver<Found>) -> bool {
        let found = *check.borrow();
        match found {
            None => check.has_changed().is_ok(),
            Some((true, Some(at))) => {
                // If the clock was set back, the result's age is unknown.
                self.regain
                    .as_ref()
                    .is_some_and(|regain| (at..at.plus(KEPT)).contains(&regain.now()))
            }
            Some(_) => false,
        }
    }
}

async fn ready(
    State(readiness): State<Arc<Readiness>>,
    client: Option<Extension<ClientIp>>,
) -> Response {
    let ready = readiness.is_ready().await;
    let regain = readiness.regain.as_ref();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };

    let mut answer = serde_json::json!({ "ready": ready });
    if let Some(regain) = regain.filter(|_| ready)
        && regain.clock_is_behind().await.unwrap_or(false)
    {
        tracing::error!(
            event = "clock",
            "this machine's clock is behind the newest entry of the history: set it"
        );
        answer["clock_is_behind"] = true.into();
    }

    // Mail is reported to this machine only: if its state changed with a recovery, strangers would learn which
    // addresses exist (S2).
    let is_here = client.is_none_or(|Extension(client)| Source::of(client.0).is_here());
    if is_here
        && readiness
            .relay
            .as_ref()
            .is_some_and(|relay| relay.trouble().is_some())
    {
        answer["degraded"] = true.into();
        answer["mail"] = "it waits: see the log, or ask regain doctor".into();
    }

    if let Some(WalkProgress { walked, of }) = regain
        .filter(|_| is_here)
        .and_then(|regain| regain.heads().progress())
    {
        answer["history"] = format!("{walked} of {of} entries walked").into();
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
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tower::ServiceExt as _;

    fn check_of(ready: bool) -> ReadyCheck {
        Arc::new(move || Box::pin(async move { ready }))
    }

    async fn ask(check: ReadyCheck, path: &str) -> (u16, String, Option<String>) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = routes(check, "https://id.example.org", None, None)
            .oneshot(request)
            .await
            .unwrap();
        let location = response
            .headers()
            .get("location")
            .map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();

        (status, String::from_utf8(body.to_vec()).unwrap(), location)
    }

    #[tokio::test]
    async fn s100_alive_and_ready_are_two_things() {
        assert_eq!(
            ask(check_of(false), "/healthz").await,
            (200, "ok".to_owned(), None)
        );
        assert_eq!(
            ask(check_of(true), "/readyz").await,
            (200, "{\"ready\":true}".to_owned(), None)
        );
        assert_eq!(
            ask(check_of(false), "/readyz").await,
            (503, "{\"ready\":false}".to_owned(), None)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn s99_a_check_that_hangs_has_failed() {
        let check: ReadyCheck = Arc::new(|| Box::pin(std::future::pending()));
        assert_eq!(ask(check, "/readyz").await.0, 503);
    }

    #[tokio::test(start_paused = true)]
    async fn s94_who_hangs_up_ends_no_check_and_begins_no_second_one() {
        let begun = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&begun);
        let check: ReadyCheck = Arc::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Box::pin(async {
                tokio::time::sleep(PATIENCE / 2).await;
                true
            })
        });
        let routes = routes(check, "https://id.example.org", None, None);
        let asked = || {
            routes.clone().oneshot(
                Request::builder()
                    .uri("/readyz")
                    .body(Body::empty())
                    .unwrap(),
            )
        };

        for _ in 0..50 {
            let hung_up = tokio::time::timeout(Duration::from_millis(1), asked()).await;
            assert!(hung_up.is_err());
        }

        assert_eq!(asked().await.unwrap().status(), 200);
        assert_eq!(begun.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn s100_a_check_that_panics_has_failed_and_the_next_one_is_another() {
        let begun = Arc::new(AtomicUsize::new(0));
        let check: ReadyCheck = Arc::new(move || {
            let first = begun.fetch_add(1, Ordering::Relaxed) == 0;
            Box::pin(async move { if first { panic!("canary") } else { true } })
        });
        let routes = routes(check, "https://id.example.org", None, None);

        for expected in [503, 200] {
            let request = Request::builder()
                .uri("/readyz")
                .body(Body::empty())
                .unwrap();
            assert_eq!(
                routes.clone().oneshot(request).await.unwrap().status(),
                expected
            );
        }
    }

    #[tokio::test]
    async fn s39_well_known_addresses() {
        let (status, _, location) = ask(check_of(true), "/.well-known/change-password").await;
        assert_eq!((status, location.as_deref()), (303, Some("/account")));
        let (status, endpoints, location) =
            ask(check_of(true), "/.well-known/passkey-endpoints").await;
        assert_eq!((status, location), (200, None));
        let endpoints: serde_json::Value = serde_json::from_str(&endpoints).unwrap();
        assert_eq!(
            endpoints["enroll"],
            "https://id.example.org/account/methods/passkey"
        );
        assert_eq!(
            endpoints["manage"],
            "https://id.example.org/account/methods"
        );

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
