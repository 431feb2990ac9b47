//! Global administrators' changes to the policy.

use crate::answer::Answer;
use leptos::prelude::*;

/// Saves a policy after its preview.
#[server(prefix = "/api", endpoint = "save_policy")]
pub async fn save_policy(
    #[server(default)] policy: String,
    #[server(default)] seen: String,
) -> Result<Answer, ServerFnError> {
    use super::admin::proven_or_away;
    use crate::answering::{continue_at, lead, refuse};
    use crate::paths;
    use crate::request::{AppState, preview_address, read_policy, visitor};
    use regain_admin::SaveOutcome;
    use regain_domain::Refusal;
    use regain_service::Failure;

    let typed = read_policy(&policy);

    // The preview shows the problem with each value.
    let preview = preview_address(&typed);
    let actor = match proven_or_away(paths::ADMIN_POLICY, &preview, &[]).await? {
        Ok(actor) => actor,
        Err(answer) => return Ok(answer),
    };

    let Ok(policy) = regain_domain::Policy::parse(&typed) else {
        return Ok(lead(Refusal::Form, &preview));
    };

    let admin = expect_context::<AppState>().admin_for(&actor);
    match admin
        .save_policy(&visitor(), actor.person(), &policy, &seen)
        .await
    {
        Ok(saved) => {
            let notice = match saved {
                SaveOutcome::AtOnce => "policy-saved",
                SaveOutcome::From(_) => "policy-later",
                SaveOutcome::Asked => "policy-asked",
            };

            Ok(continue_at(&format!(
                "{}?notice={notice}",
                paths::ADMIN_POLICY
            )))
        }
        Err(Failure::Refused(
            refusal @ (Refusal::PolicyStale | Refusal::PolicyStrands | Refusal::PolicyUnchanged),
        )) => Ok(lead(
            refusal,
            &format!("{preview}&problem={}", refusal.code()),
        )),
        Err(Failure::Refused(refusal @ Refusal::PolicyWaiting)) => Ok(lead(
            refusal,
            &format!("{}?problem={}", paths::ADMIN_POLICY, refusal.code()),
        )),
        Err(failure) => refuse(&failure, paths::ADMIN_POLICY),
    }
}

/// Confirms a policy that another administrator requested, or rejects it.
#[server(prefix = "/api", endpoint = "decide_policy")]
pub async fn decide_policy(
    #[server(default)] request: String,
    #[server(default)] decision: String,
    #[server(default)] seen: String,
) -> Result<Answer, ServerFnError> {
    use super::admin::proven_or_away;
    use crate::answering::{continue_at, lead, refuse};
    use crate::paths;
    use crate::request::{AppState, visitor};
    use regain_admin::{DecisionOutcome, SaveOutcome};
    use regain_domain::{Refusal, RequestId};
    use regain_service::Failure;

    let actor = match proven_or_away(paths::ADMIN_POLICY, paths::ADMIN_POLICY, &[]).await? {
        Ok(actor) => actor,
        Err(answer) => return Ok(answer),
    };

    // Anything but a clear yes is a no.
    let decided = if decision == "confirm" {
        DecisionOutcome::Confirmed
    } else {
        DecisionOutcome::Refused
    };

    let admin = expect_context::<AppState>().admin_for(&actor);
    let attempt = async {
        let request = RequestId::from_hex(&request).ok_or(Refusal::RequestOver)?;
        admin
            .decide_policy(&visitor(), actor.person(), request, decided, &seen)
            .await
    };

    match attempt.await {
        Ok(saved) => {
            let notice = match saved {
                Some(SaveOutcome::From(_)) => "policy-later",
                Some(_) => "policy-saved",
                None => "policy-refused",
            };

            Ok(continue_at(&format!(
                "{}?notice={notice}",
                paths::ADMIN_POLICY
            )))
        }
        Err(Failure::Refused(
            refusal @ (Refusal::PolicyStale | Refusal::PolicyStrands | Refusal::RequestOver),
        )) => Ok(lead(
            refusal,
            &format!("{}?problem={}", paths::ADMIN_POLICY, refusal.code()),
        )),
        Err(failure) => refuse(&failure, paths::ADMIN_POLICY),
    }
}

/// Cancels a policy that hasn't taken effect yet.
#[server(prefix = "/api", endpoint = "call_off_policy")]
pub async fn call_off_policy() -> Result<Answer, ServerFnError> {
    use super::admin::proven_or_away;
    use crate::answering::{continue_at, refuse};
    use crate::paths;
    use crate::request::{AppState, visitor};

    let actor = match proven_or_away(paths::ADMIN_POLICY, paths::ADMIN_POLICY, &[]).await? {
        Ok(actor) => actor,
        Err(answer) => return Ok(answer),
    };

    let admin = expect_context::<AppState>().admin_for(&actor);
    match admin.call_off_policy(&visitor(), actor.person()).await {
        Ok(()) => Ok(continue_at(&format!(
            "{}?notice=policy-called-off",
            paths::ADMIN_POLICY
        ))),
        Err(failure) => refuse(&failure, paths::ADMIN_POLICY),
    }
}
