//! Requests, creates and uses passkeys. The browser's half is `components/passkey.rs`.

use crate::answer::Answer;
use leptos::prelude::*;
use regain_domain::Refusal;
use serde::{Deserialize, Serialize};

/// A request to the browser, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasskeyAsked {
    /// The request.
    Asked {
        /// The options of `navigator.credentials`, as JSON.
        options: String,
        /// To be sent back with the answer.
        state: String,
    },
    /// There is no request.
    Refused(Refusal),
}

/// Requests a passkey, for one of the purposes `sign-in`, `verify`, `confirm`, `recover`, `add` and `enrol`.
#[server(prefix = "/api", endpoint = "ask_for_passkey")]
pub async fn ask_for_passkey(
    #[server(default)] purpose: String,
) -> Result<PasskeyAsked, ServerFnError> {
    use super::own::signed_in_or_away;
    use crate::answering::{broken, confirm_first};
    use crate::paths::METHODS_PASSKEY;
    use crate::request::{Cookies, regain};
    use regain_service::Failure;

    let regain = regain();
    let cookies = Cookies::present();
    let asked = match purpose.as_str() {
        "sign-in" => regain.sign_in.passkey_to_sign_in(),
        "verify" => match cookies.verification() {
            Some(token) => regain.sign_in.passkey_to_verify(&token).await,
            None => Err(Refusal::VerifyNone.into()),
        },
        "recover" => match cookies.recovery() {
            Some(token) => regain.recovery.passkey_to_recover(&token).await,
            None => Err(Refusal::FlowNone.into()),
        },
        "enrol" => match cookies.invitation() {
            Some(code) => regain.enrolment.passkey_to_enrol(&code).await,
            None => Err(Refusal::InvitationStep.into()),
        },
        "confirm" | "add" => {
            let Some(signed_in) = signed_in_or_away(METHODS_PASSKEY).await? else {
                return Ok(PasskeyAsked::Refused(Refusal::SignedOut));
            };

            match purpose.as_str() {
                "add" => regain.ways_back.passkey_to_add(&signed_in).await,
                _ => regain.confirmation.passkey_to_confirm(&signed_in),
            }
        }
        _ => Err(Refusal::Form.into()),
    };

    match asked {
        Ok(question) => Ok(PasskeyAsked::Asked {
            options: question.options,
            state: question.state,
        }),
        Err(Failure::Refused(Refusal::ConfirmNeeded)) => {
            let _ = confirm_first(METHODS_PASSKEY);
            Ok(PasskeyAsked::Refused(Refusal::ConfirmNeeded))
        }
        Err(Failure::Refused(refusal)) => Ok(PasskeyAsked::Refused(refusal)),
        Err(failure) => Err(broken(&failure)),
    }
}

/// Signs in with a passkey.
#[server(prefix = "/api", endpoint = "sign_in_with_passkey")]
pub async fn sign_in_with_passkey(
    #[server(default)] credential: String,
    #[server(default)] state: String,
    #[server(default)] keep: String,
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, page_after_sign_in, refuse, returning};
    use crate::paths::SIGN_IN;
    use crate::request::{regain, set_signed_in};
    use regain_domain::ReturnTo;

    let return_to = ReturnTo::parse(Some(&return_to)).path();
    let answer = answer(&credential, &state);
    let from = crate::request::requester("");

    match regain()
        .sign_in
        .by_passkey(&from, &answer, !keep.is_empty())
        .await
    {
        Ok(new_session) => {
            set_signed_in(&new_session);
            Ok(continue_at(&page_after_sign_in(&new_session, &return_to)))
        }
        Err(failure) => refuse(&failure, &returning(SIGN_IN, &return_to)),
    }
}

/// Uses a passkey as the second factor.
#[server(prefix = "/api", endpoint = "verify_with_passkey")]
pub async fn verify_with_passkey(
    #[server(default)] credential: String,
    #[server(default)] state: String,
    #[server(default)] remember: String,
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::regain;

    let answer = answer(&credential, &state);
    super::second::verified("", &return_to, async |token, from| {
        regain()
            .sign_in
            .verify_with_passkey(from, token, &answer, !remember.is_empty())
            .await
    })
    .await
}

/// Uses a passkey as the fresh proof before changes.
#[server(prefix = "/api", endpoint = "confirm_with_passkey")]
pub async fn confirm_with_passkey(
    #[server(default)] credential: String,
    #[server(default)] state: String,
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::{regain, visitor};

    let answer = answer(&credential, &state);
    super::second::confirmed("", &return_to, async |signed_in| {
        regain()
            .confirmation
            .confirm_with_passkey(&visitor(), signed_in, &answer)
            .await
    })
    .await
}

/// Uses a passkey as both steps of a recovery.
#[server(prefix = "/api", endpoint = "enter_passkey")]
pub async fn enter_passkey(
    #[server(default)] credential: String,
    #[server(default)] state: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::{regain, visitor};

    let answer = answer(&credential, &state);
    super::recovery::step(async |token| {
        regain()
            .recovery
            .enter_passkey(&visitor(), token, &answer)
            .await
    })
    .await
}

/// Adds the passkey that the browser created.
#[server(prefix = "/api", endpoint = "add_passkey")]
pub async fn add_passkey(
    #[server(default)] name: String,
    #[server(default)] credential: String,
    #[server(default)] state: String,
) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::{METHODS, METHODS_PASSKEY};
    use crate::request::{regain, visitor};

    let answer = answer(&credential, &state);
    let typed = [("name", name.as_str())];
    let done = own(METHODS_PASSKEY, &typed, async |signed_in| {
        regain()
            .ways_back
            .add_passkey(&visitor(), signed_in, &name, &answer)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=passkey-added")))
}

/// Completes an enrolment with a passkey.
#[server(prefix = "/api", endpoint = "enrol_passkey")]
pub async fn enrol_passkey(
    #[server(default)] name: String,
    #[server(default)] credential: String,
    #[server(default)] state: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::{Cookies, regain, set_device, visitor};

    let answer = answer(&credential, &state);
    super::invite::step(&[("name", &name)], async |invitation| {
        let device = Cookies::present().device();
        let device = regain()
            .enrolment
            .enrol_passkey(&visitor(), invitation, &name, &answer, device.as_ref())
            .await?;
        set_device(&device);
        Ok(())
    })
    .await
}

#[cfg(feature = "ssr")]
const fn answer<'a>(credential: &'a str, state: &'a str) -> regain_service::PasskeyAnswer<'a> {
    regain_service::PasskeyAnswer { credential, state }
}
