//! What a signed-in person does.

use crate::answer::Answer;
use crate::screens::AccountScreen;
use leptos::prelude::*;

/// The account page; `None` leads to the sign-in page.
///
/// # Errors
/// If the server has a problem.
#[server(prefix = "/api", endpoint = "read_account")]
pub async fn read_account() -> Result<Option<AccountScreen>, ServerFnError> {
    use crate::paths;
    use crate::screens::InLanguages;

    let Some(signed_in) = signed_in_or_away(paths::ACCOUNT).await? else {
        return Ok(None);
    };
    let person = &signed_in.person;
    let closes_at = crate::ssr::regain()
        .closing(&signed_in)
        .await
        .map_err(|failure| crate::ssr::broken(&failure))?
        .until;
    Ok(Some(AccountScreen {
        name: person
            .name
            .as_ref()
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default(),
        user_name: person
            .user_name
            .as_ref()
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default(),
        addresses: signed_in
            .addresses
            .iter()
            .map(regain_domain::EmailAddress::shown)
            .collect(),
        saved_codes_left: signed_in.saved_codes_left,
        confirm_first: !crate::ssr::regain()
            .password_may_change(&signed_in)
            .await
            .map_err(|failure| crate::ssr::broken(&failure))?,
        administers: person.role.is_privileged(),
        closes: closes_at.is_some(),
        closing: InLanguages::of(|language| crate::ssr::closing(closes_at, language)),
        readiness: InLanguages::of(|language| crate::ssr::readiness(&signed_in, language)),
    }))
}

/// Changes the password, with the current one, after a fresh proof. The user name is there for password managers.
///
/// # Errors
/// If the server has a problem.
#[server(prefix = "/api", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] user_name: String,
    #[server(default)] current: String,
    #[server(default)] new: String,
) -> Result<Answer, ServerFnError> {
    use crate::paths;
    use crate::ssr::{Cookies, confirm_first, go, refuse, regain, visitor};
    use regain_domain::Refusal;

    drop(user_name);
    let regain = regain();
    let attempt = async {
        let token = Cookies::present().session().ok_or(Refusal::SignedOut)?;
        let signed_in = regain.signed_in(&token).await?.ok_or(Refusal::SignedOut)?;
        let kept = signed_in.is_kept();
        Ok((
            regain
                .change_password(&visitor(), &signed_in, &current, &new)
                .await?,
            kept,
        ))
    };
    match attempt.await {
        Ok((token, kept)) => {
            crate::ssr::set_session(&token, kept);
            Ok(go(&format!("{}?notice=changed", paths::ACCOUNT)))
        }
        Err(regain_service::Failure::Refused(Refusal::SignedOut)) => {
            crate::ssr::forget_session();
            Ok(go(&format!(
                "{}?notice=ended&return_to={}",
                paths::SIGN_IN,
                paths::ACCOUNT
            )))
        }
        // What was typed are secrets: nothing of it goes along.
        Err(regain_service::Failure::Refused(Refusal::ConfirmNeeded)) => {
            Ok(confirm_first(paths::ACCOUNT))
        }
        Err(failure) => refuse(&failure, paths::ACCOUNT),
    }
}

/// Freezes one's own account.
///
/// # Errors
/// If the server has a problem.
#[server(prefix = "/api", endpoint = "freeze_own")]
pub async fn freeze_own() -> Result<Answer, ServerFnError> {
    use crate::paths;
    use crate::ssr::{go, refuse, regain, visitor};

    let Some(signed_in) = signed_in_or_away(paths::FREEZE_OWN).await? else {
        return Ok(Answer::Done);
    };
    match regain().freeze_own(&visitor(), &signed_in).await {
        Ok(()) => {
            crate::ssr::leave();
            crate::ssr::clear_site_data();
            Ok(go(&format!("{}?notice=frozen", paths::SIGN_IN)))
        }
        Err(failure) => refuse(&failure, paths::FREEZE_OWN),
    }
}

/// Asks for one's own account to be closed, after a fresh proof.
///
/// # Errors
/// If the server has a problem.
#[server(prefix = "/api", endpoint = "ask_to_close")]
pub async fn ask_to_close() -> Result<Answer, ServerFnError> {
    use super::methods::{onwards, own};
    use crate::paths::CLOSE;
    use crate::ssr::{regain, visitor};

    let done = own(CLOSE, &[], async |signed_in| {
        regain().ask_to_close(&visitor(), signed_in).await
    });
    done.await
        .map(|answer| onwards(answer, &format!("{CLOSE}?notice=closing")))
}

/// Keeps one's own account after all; goes on to where they were going.
///
/// # Errors
/// If the server has a problem.
#[server(prefix = "/api", endpoint = "take_closing_back")]
pub async fn take_closing_back(
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use super::methods::{onwards, own};
    use crate::paths::CLOSE;
    use crate::ssr::{regain, returning, visitor, with_parameter};
    use regain_domain::ReturnTo;

    let to = ReturnTo::parse(Some(&return_to)).path();
    let page = if to == return_to {
        returning(CLOSE, &to)
    } else {
        CLOSE.to_owned()
    };
    let page = with_parameter(&page, "notice", "kept");
    let done = own(CLOSE, &[], async |signed_in| {
        regain().take_closing_back(&visitor(), signed_in).await
    });
    done.await.map(|answer| onwards(answer, &page))
}

/// "This wasn't me": freezes the account that a notice was about, by the notice's code.
///
/// # Errors
/// If the server has a problem.
#[server(prefix = "/api", endpoint = "freeze_by_code")]
pub async fn freeze_by_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::paths;
    use crate::ssr::{go, refuse_keeping, regain, visitor};

    match regain().freeze_by_code(&visitor(), &code).await {
        Ok(()) => Ok(go(&format!("{}?notice=frozen", paths::FREEZE))),
        // It can only freeze, so that it may stand there again.
        Err(failure) => refuse_keeping(&failure, paths::FREEZE, &[("code", &code)]),
    }
}

/// Who is signed in; if nobody is, the answer leads to the sign-in page, and from there back to `page`.
#[cfg(feature = "ssr")]
pub(super) async fn signed_in_or_away(
    page: &str,
) -> Result<Option<regain_service::SignedIn>, ServerFnError> {
    use crate::paths;
    use crate::ssr::{Cookies, broken, go, regain};
    use regain_domain::Refusal;

    let token = Cookies::present().session();
    let signed_in = match &token {
        Some(token) => regain()
            .signed_in(token)
            .await
            .map_err(|failure| broken(&failure))?,
        None => None,
    };
    if signed_in.is_none() {
        if crate::ssr::keeps_no_cookies(&[paths::SIGN_IN, paths::VERIFY]) {
            let _ = go(&format!(
                "{}?problem={}",
                paths::SIGN_IN,
                Refusal::CookiesRefused.code()
            ));
            return Ok(None);
        }
        let notice = if token.is_some() { "ended" } else { "needed" };
        crate::ssr::forget_session();
        let _ = go(&format!(
            "{}?notice={notice}&return_to={}",
            paths::SIGN_IN,
            page.replace('&', "%26")
        ));
    }
    Ok(signed_in)
}
