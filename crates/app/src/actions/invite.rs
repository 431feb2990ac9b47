//! Accepting an invitation.

use crate::answer::Answer;
use leptos::prelude::*;

/// Opens an invitation by its code, from the link's fragment or typed.
#[server(prefix = "/api", endpoint = "open_invitation")]
pub async fn open_invitation(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{refuse, stay};
    use crate::paths::INVITE;
    use crate::request::{Cookies, regain};
    use regain_domain::{InvitationCode, Refusal};

    let attempt = async {
        let code = InvitationCode::parse(&code)?;
        match regain().enrolment.view(&code).await?.step {
            Some(_) => Ok(code),
            None => Err(Refusal::InvitationUsed.into()),
        }
    };

    match attempt.await {
        Ok(code) => {
            if Cookies::present()
                .invitation()
                .is_some_and(|earlier| earlier != code)
            {
                crate::request::forget_codes();
            }

            crate::request::set_invitation(&code);
            Ok(stay(INVITE))
        }
        Err(failure) => refuse(&failure, INVITE),
    }
}

/// The page when there is no invitation because it was left or lost, not because the browser kept no cookie.
#[cfg(feature = "ssr")]
const LEFT: &str = "/invite?notice=left";

/// Leads to the page for a step without an invitation. If the page was made for one, the browser did have the
/// cookie.
#[cfg(feature = "ssr")]
fn without_invitation() -> Answer {
    use crate::request::shown::{Kind, page_was_of};

    crate::answering::stay(if page_was_of(Kind::Invitation) {
        LEFT
    } else {
        crate::paths::INVITE
    })
}

/// Removes the invitation from this browser, so that another one can be entered.
///
/// # Errors
/// Never.
#[server(prefix = "/api", endpoint = "leave_invitation")]
pub async fn leave_invitation() -> Result<Answer, ServerFnError> {
    crate::request::forget_invitation();
    Ok(crate::answering::stay(LEFT))
}

/// Step 1.
#[server(prefix = "/api", endpoint = "enrol_names")]
pub async fn enrol_names(
    #[server(default)] name: String,
    #[server(default)] user_name: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::{regain, visitor};
    use regain_domain::{PersonName, UserName};

    let typed = [("name", name.as_str()), ("user_name", user_name.as_str())];
    step(&typed, async |code| {
        let name = PersonName::parse(&name)?;
        let user_name = UserName::parse(&user_name)?;
        regain()
            .enrolment
            .enrol_names(&visitor(), code, &name, &user_name)
            .await
    })
    .await
}

/// Step 2; it also creates the codes of step 3. The user name is there for password managers.
#[server(prefix = "/api", endpoint = "enrol_password")]
pub async fn enrol_password(
    #[server(default)] user_name: String,
    #[server(default)] password: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::{CodesOf, regain, set_codes};

    drop(user_name);
    step(&[], async |code| {
        let codes = regain()
            .enrolment
            .enrol_password(&crate::request::visitor(), code, &password)
            .await?;
        set_codes(
            &codes.0,
            regain().keys(),
            CodesOf::Invitation(code),
            regain().now(),
        );
        Ok(())
    })
    .await
}

/// Creates new codes to replace those that can't be shown any more.
#[server(prefix = "/api", endpoint = "new_saved_codes")]
pub async fn new_saved_codes() -> Result<Answer, ServerFnError> {
    use crate::request::{CodesOf, regain, set_codes};

    step(&[], async |code| {
        let codes = regain()
            .enrolment
            .new_saved_codes(&crate::request::visitor(), code)
            .await?;
        set_codes(
            &codes.0,
            regain().keys(),
            CodesOf::Invitation(code),
            regain().now(),
        );
        Ok(())
    })
    .await
}

/// Step 4; if there is no fifth step, the account becomes active.
#[server(prefix = "/api", endpoint = "confirm_saved_code")]
pub async fn confirm_saved_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse, stay};
    use crate::paths::INVITE;
    use crate::request::{Cookies, forget_codes, regain, visitor};

    let Some(invitation) = Cookies::present().invitation() else {
        return Ok(without_invitation());
    };

    let device = Cookies::present().device();
    match regain()
        .enrolment
        .enrol_confirm(&visitor(), &invitation, &code, device.as_ref())
        .await
    {
        Ok(device) => {
            forget_codes();
            if let Some(device) = &device {
                crate::request::set_device(device);
            }

            Ok(continue_at(INVITE))
        }
        Err(failure) if is_gone(&failure) => Ok(stay(INVITE)),
        Err(failure) => refuse(&failure, &format!("{INVITE}?step=confirm")),
    }
}

/// Step 5: the account becomes active.
#[server(prefix = "/api", endpoint = "enrol_authenticator")]
pub async fn enrol_authenticator(
    #[server(default)] name: String,
    #[server(default)] code: String,
) -> Result<Answer, ServerFnError> {
    use crate::request::{Cookies, regain, set_device, visitor};

    step(&[("name", &name)], async |invitation| {
        let device = Cookies::present().device();
        let device = regain()
            .enrolment
            .enrol_authenticator(&visitor(), invitation, &name, &code, device.as_ref())
            .await?;
        set_device(&device);
        Ok(())
    })
    .await
}

/// Runs a step. If the invitation itself is gone, the page says so.
#[cfg(feature = "ssr")]
pub(super) async fn step(
    typed: &[(&str, &str)],
    act: impl AsyncFnOnce(&regain_domain::InvitationCode) -> regain_service::Outcome<()>,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{refuse_keeping, stay};
    use crate::paths::INVITE;
    use crate::request::Cookies;

    let Some(code) = Cookies::present().invitation() else {
        return Ok(without_invitation());
    };

    match act(&code).await {
        Ok(()) => Ok(stay(INVITE)),
        Err(failure) if is_gone(&failure) => Ok(stay(INVITE)),
        Err(failure) => refuse_keeping(&failure, INVITE, typed),
    }
}

/// Whether the enrolment can't continue here; its page says so.
#[cfg(feature = "ssr")]
const fn is_gone(failure: &regain_service::Failure) -> bool {
    use regain_domain::Refusal as R;
    use regain_service::Failure;

    matches!(
        failure,
        Failure::Refused(
            R::InvitationUnknown
                | R::InvitationExpired
                | R::InvitationUsed
                | R::InvitationReplaced
                | R::InvitationStep
        )
    )
}
