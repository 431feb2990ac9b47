//! An enrolment.

use crate::screens::InviteScreen;
use leptos::prelude::*;

/// The state of the enrolment; `confirm` (not empty) requests the last step rather than the codes.
#[server(prefix = "/api", endpoint = "read_invite")]
pub async fn read_invite(
    #[server(default)] confirm: String,
) -> Result<InviteScreen, ServerFnError> {
    use crate::answering::broken;
    use crate::request::{CodesOf, Cookies, regain};
    use crate::screens::InLanguages;
    use regain_domain::{EnrolmentStep, Refusal};
    use regain_service::Failure;

    let regain = regain();
    let cookies = Cookies::present();
    let Some(code) = cookies.invitation() else {
        let refused = crate::request::keeps_no_cookies(&[crate::paths::INVITE]);
        return Ok(if refused {
            InviteScreen::Gone(Refusal::CookiesRefused)
        } else {
            InviteScreen::Code
        });
    };

    let view = match regain.enrolment.view(&code).await {
        Ok(view) => view,
        Err(Failure::Refused(refusal)) => return Ok(InviteScreen::Gone(refusal)),
        Err(failure) => return Err(broken(&failure)),
    };

    let step = match view.step {
        None => return Ok(InviteScreen::Ready),
        Some(EnrolmentStep::Authenticator) => {
            return Ok(InviteScreen::Setup(InLanguages::of(|language| {
                crate::ssr::enrol(&view, language)
            })));
        }
        Some(EnrolmentStep::ConfirmCode) if confirm.is_empty() => EnrolmentStep::SaveCodes,
        Some(step) => step,
    };

    // The page for typing one of the codes doesn't contain them.
    let codes = match step {
        EnrolmentStep::SaveCodes => {
            cookies.codes(regain.keys(), CodesOf::Invitation(&code), regain.now())
        }
        _ => Vec::new(),
    };

    Ok(InviteScreen::Step {
        step,
        steps: view.steps,
        address: view.address.shown(),
        name: view
            .name
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default(),
        user_name: view
            .user_name
            .map(|name| name.as_str().to_owned())
            .unwrap_or_default(),
        codes: codes.iter().map(|code| code.shown()).collect(),
        organisation: regain.settings().organisation.clone(),
    })
}
