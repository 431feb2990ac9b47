//! Actions of a signed-in person.

use crate::answer::Answer;
use leptos::prelude::*;

/// Changes the password, given the current one and a fresh proof. The user name is there for password managers.
#[server(prefix = "/api", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] user_name: String,
    #[server(default)] current: String,
    #[server(default)] new: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{confirm_first, continue_at, refuse};
    use crate::paths;
    use crate::request::{Cookies, regain, visitor};
    use regain_domain::Refusal;

    drop(user_name);
    let regain = regain();
    let attempt = async {
        let token = Cookies::present().session().ok_or(Refusal::SignedOut)?;
        let signed_in = regain
            .sessions
            .signed_in(&token)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let kept = signed_in.is_kept();

        Ok((
            regain
                .own_account
                .change_password(&visitor(), &signed_in, &current, &new)
                .await?,
            kept,
        ))
    };

    match attempt.await {
        Ok((token, kept)) => {
            crate::request::set_session(&token, kept);
            Ok(continue_at(&format!("{}?notice=changed", paths::ACCOUNT)))
        }
        Err(regain_service::Failure::Refused(Refusal::SignedOut)) => {
            crate::request::forget_session();
            Ok(continue_at(&format!(
                "{}?notice=ended&return_to={}",
                paths::SIGN_IN,
                paths::ACCOUNT
            )))
        }
        // Everything typed here is secret, so none of it is carried along.
        Err(regain_service::Failure::Refused(Refusal::ConfirmNeeded)) => {
            Ok(confirm_first(paths::ACCOUNT))
        }
        Err(failure) => refuse(&failure, paths::ACCOUNT),
    }
}

/// Freezes the person's own account.
#[server(prefix = "/api", endpoint = "freeze_own")]
pub async fn freeze_own() -> Result<Answer, ServerFnError> {
    use super::own::signed_in_or_away;
    use crate::answering::{continue_at, refuse};
    use crate::paths;
    use crate::request::{regain, visitor};

    let Some(signed_in) = signed_in_or_away(paths::FREEZE_OWN).await? else {
        return Ok(Answer::Done);
    };

    match regain().freeze.own(&visitor(), &signed_in).await {
        Ok(()) => {
            crate::request::forget_signed_in();
            crate::request::clear_site_data();
            Ok(continue_at(&format!("{}?notice=frozen", paths::SIGN_IN)))
        }
        Err(failure) => refuse(&failure, paths::FREEZE_OWN),
    }
}

/// Requests the closing of the person's own account, after a fresh proof.
#[server(prefix = "/api", endpoint = "ask_to_close")]
pub async fn ask_to_close() -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::CLOSE;
    use crate::request::{regain, visitor};

    let done = own(CLOSE, &[], async |signed_in| {
        regain()
            .own_account
            .ask_to_close(&visitor(), signed_in)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{CLOSE}?notice=closing")))
}

/// Keeps the person's own account after all; continues to the page they wanted.
#[server(prefix = "/api", endpoint = "take_closing_back")]
pub async fn take_closing_back(
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::answering::{returning, with_parameter};
    use crate::paths::CLOSE;
    use crate::request::{regain, visitor};
    use regain_domain::ReturnTo;

    let to = ReturnTo::parse(Some(&return_to)).path();
    let page = if to == return_to {
        returning(CLOSE, &to)
    } else {
        CLOSE.to_owned()
    };

    let page = with_parameter(&page, "notice", "kept");
    let done = own(CLOSE, &[], async |signed_in| {
        regain()
            .own_account
            .take_closing_back(&visitor(), signed_in)
            .await
    });

    done.await.map(|answer| onwards(answer, &page))
}

/// "This wasn't me": freezes the account that a notice was about, given the notice's code.
#[server(prefix = "/api", endpoint = "freeze_by_code")]
pub async fn freeze_by_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse_keeping};
    use crate::paths;
    use crate::request::{regain, visitor};

    match regain().freeze.by_code(&visitor(), &code).await {
        Ok(()) => Ok(continue_at(&format!("{}?notice=frozen", paths::FREEZE))),
        // The code can only freeze, so it may be shown again.
        Err(failure) => refuse_keeping(&failure, paths::FREEZE, &[("code", &code)]),
    }
}
