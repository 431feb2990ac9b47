//! The progress of this browser's recovery, for the waiting tab. Reading it changes nothing (S22).

use crate::request::{AppState, Cookies};
use crate::screens::RecoveryProgress;
use axum::{Json, http::request::Parts};
use regain_service::Stage;

/// Answers [`RecoveryProgress`] for the browser's cookie.
pub async fn progress(state: AppState, parts: &Parts) -> Json<RecoveryProgress> {
    let Some(token) = Cookies::of(parts).recovery() else {
        return Json(RecoveryProgress { step: 0 });
    };

    let step = match state
        .regain
        .recovery
        .view(&token)
        .await
        .map(|view| view.stage)
    {
        Ok(Stage::Proof { passed: None, .. }) => 1,
        Ok(Stage::Proof {
            passed: Some(_), ..
        }) => 2,
        Ok(Stage::Password { .. } | Stage::Authenticator) => 3,
        Ok(Stage::Done) => 4,
        Err(_) => 0,
    };

    Json(RecoveryProgress { step })
}
