//! The second factor: at sign-in, and before changes.

use crate::answer::Answer;
use leptos::prelude::*;

/// Signs in with an authenticator app's code.
#[server(prefix = "/api", endpoint = "verify_authenticator")]
pub async fn verify_authenticator(
    #[server(default)] code: String,
    #[server(default)] remember: String,
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::regain;

    verified("", &return_to, async |token, from| {
        regain()
            .sign_in
            .verify_with_authenticator(from, token, &code, !remember.is_empty())
            .await
    })
    .await
}

/// Signs in with a saved code.
#[server(prefix = "/api", endpoint = "verify_saved_code")]
pub async fn verify_saved_code(
    #[server(default)] code: String,
    #[server(default)] remember: String,
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::regain;

    verified("saved", &return_to, async |token, from| {
        regain()
            .sign_in
            .verify_with_saved_code(from, token, &code, !remember.is_empty())
            .await
    })
    .await
}

#[cfg(feature = "ssr")]
pub(super) async fn verified(
    way: &str,
    return_to: &str,
    act: impl AsyncFnOnce(
        &regain_service::VerifyToken,
        &regain_service::Requester,
    ) -> regain_service::Outcome<regain_service::NewSession>,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{
        continue_at, lead, page_after_sign_in, refuse, returning, with_parameter,
    };
    use crate::paths;
    use crate::request::{Cookies, forget_verification, set_signed_in};
    use regain_domain::{Refusal, ReturnTo};
    use regain_service::Failure;

    let return_to = ReturnTo::parse(Some(return_to)).path();
    let cookies = Cookies::present();
    let outcome = match cookies.verification() {
        Some(token) => act(&token, &crate::request::requester("")).await,
        None => Err(Refusal::VerifyNone.into()),
    };

    match outcome {
        Ok(new_session) => {
            forget_verification();
            set_signed_in(&new_session);
            Ok(continue_at(&page_after_sign_in(&new_session, &return_to)))
        }
        Err(Failure::Refused(refusal @ (Refusal::VerifyNone | Refusal::VerifyExpired))) => {
            forget_verification();
            Ok(lead(
                refusal,
                &format!("{}?problem={}", paths::SIGN_IN, refusal.code()),
            ))
        }
        Err(failure) => refuse(
            &failure,
            &with_parameter(&returning(paths::VERIFY, &return_to), "way", way),
        ),
    }
}

/// Gives a fresh proof, which allows changes for five minutes. The user name is there for password managers.
#[server(prefix = "/api", endpoint = "confirm")]
pub async fn confirm(
    #[server(default)] user_name: String,
    #[server(default)] password: String,
    #[server(default)] code: String,
    #[server(default)] with: String,
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::{Cookies, regain, visitor};
    use regain_service::{ConfirmWith, Confirming};

    drop(user_name);

    // Nothing that was typed may end up in a URL.
    let by_saved_code = with == "saved";
    let device = Cookies::present().device();
    let way = if by_saved_code { "saved" } else { "" };

    confirmed(way, &return_to, async |signed_in| {
        let with = if by_saved_code {
            ConfirmWith::SavedCode
        } else {
            regain().confirmation.view(signed_in).await?.with
        };

        let given = Confirming {
            password: &password,
            with,
            code: &code,
        };
        regain()
            .confirmation
            .confirm(&visitor(), signed_in, given, device.as_ref())
            .await
    })
    .await
}

/// Confirms, and returns to the page, where changes are now allowed.
#[cfg(feature = "ssr")]
pub(super) async fn confirmed(
    way: &str,
    return_to: &str,
    act: impl AsyncFnOnce(
        &regain_service::SignedIn,
    ) -> regain_service::Outcome<regain_service::SessionToken>,
) -> Result<Answer, ServerFnError> {
    use super::own::signed_in_or_away;
    use crate::answering::{
        continue_at, continue_keeping_draft, refuse, returning, with_parameter,
    };
    use crate::paths;
    use crate::request::set_session;
    use regain_domain::{Refusal, ReturnTo};
    use regain_service::Failure;

    let return_to = ReturnTo::parse(Some(return_to)).path();
    let page = with_parameter(&returning(paths::CONFIRM, &return_to), "way", way);
    let Some(signed_in) = signed_in_or_away(&return_to).await? else {
        return Ok(Answer::Refused(Refusal::SignedOut));
    };

    match act(&signed_in).await {
        Ok(token) => {
            set_session(&token, signed_in.is_kept());
            Ok(continue_keeping_draft(&with_parameter(
                &return_to,
                "notice",
                "confirmed",
            )))
        }
        Err(Failure::Refused(Refusal::SignedOut)) => {
            crate::request::forget_session();
            Ok(continue_at(&with_parameter(
                &returning(paths::SIGN_IN, &return_to),
                "notice",
                "ended",
            )))
        }
        Err(failure) => refuse(&failure, &page),
    }
}
