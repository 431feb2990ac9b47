//! The end of a recovery; it never signs the person in (S29).

use crate::answer::Answer;
use leptos::prelude::*;

/// Ends with a new password.
#[server(prefix = "/api", endpoint = "new_password")]
pub async fn new_password(#[server(default)] password: String) -> Result<Answer, ServerFnError> {
    use crate::request::{forget_session, regain, visitor};

    let ended = end(async |token| {
        regain()
            .recovery
            .finish_with_new_password(&visitor(), token, &password)
            .await
    })
    .await;
    if let Ok(Answer::Done) = ended {
        forget_session();
    }

    ended
}

/// Ends with the existing password.
#[server(prefix = "/api", endpoint = "keep_password")]
pub async fn keep_password(#[server(default)] password: String) -> Result<Answer, ServerFnError> {
    use crate::request::{regain, visitor};

    end(async |token| {
        regain()
            .recovery
            .finish_with_kept_password(&visitor(), token, &password)
            .await
    })
    .await
}

/// Switches between a new password and the existing one (`keep` not empty).
#[server(prefix = "/api", endpoint = "end_with")]
pub async fn end_with(#[server(default)] keep: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{refuse, stay};
    use crate::paths::RECOVER_PASSWORD;
    use crate::request::{Cookies, regain};
    use regain_domain::Refusal;

    let outcome = match Cookies::present().recovery() {
        Some(token) => regain().recovery.end_with(&token, !keep.is_empty()).await,
        None => Err(Refusal::FlowNone.into()),
    };

    match outcome {
        Ok(()) => Ok(stay(RECOVER_PASSWORD)),
        Err(failure) if is_gone(&failure) => Ok(stay(RECOVER_PASSWORD)),
        Err(failure) => refuse(&failure, RECOVER_PASSWORD),
    }
}

#[cfg(feature = "ssr")]
async fn end(
    act: impl AsyncFnOnce(&regain_service::FlowToken) -> regain_service::Outcome<()>,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse, stay};
    use crate::paths::{RECOVER_DONE, RECOVER_PASSWORD};
    use crate::request::Cookies;
    use regain_domain::Refusal;

    let outcome = match Cookies::present().recovery() {
        Some(token) => act(&token).await,
        None => Err(Refusal::FlowNone.into()),
    };

    match outcome {
        Ok(()) => Ok(continue_at(RECOVER_DONE)),
        Err(failure) if is_gone(&failure) => {
            let _ = stay(RECOVER_PASSWORD);
            Ok(Answer::Refused(Refusal::FlowStep))
        }
        Err(failure) => refuse(&failure, RECOVER_PASSWORD),
    }
}

/// Whether the recovery itself can't continue; its page says so.
#[cfg(feature = "ssr")]
const fn is_gone(failure: &regain_service::Failure) -> bool {
    use regain_domain::Refusal as R;
    use regain_service::Failure;

    matches!(
        failure,
        Failure::Refused(R::FlowNone | R::FlowExpired | R::FlowCancelled | R::FlowStep)
    )
}
