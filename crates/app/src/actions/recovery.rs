//! A recovery, from its start to its second gate.

use crate::answer::Answer;
use leptos::prelude::*;

/// Starts a recovery; the answer is the same for everybody (S2).
#[server(prefix = "/api", endpoint = "start_recovery")]
pub async fn start_recovery(
    #[server(default)] identifier: String,
    #[server(default)] trouble: String,
    #[server(default)] proof: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse_proving};
    use crate::paths;
    use crate::request::{Cookies, regain};
    use regain_domain::{Identifier, RecoveryEnd, Refusal, Trouble};
    use regain_service::EffortPurpose;

    let regain = regain();
    let attempt = async {
        let who = Identifier::parse(&identifier)?;
        let chosen = Trouble::from_code(&trouble).ok_or(Refusal::TroubleMissing)?;

        // Judged only by the text typed, the same for everybody (S2): a forgotten user name can't be mailed to a
        // user name.
        if chosen.needs_address() && !who.is_email() {
            return Err(Refusal::AddressNeeded.into());
        }

        let cookies = Cookies::present();
        let previous = cookies.recovery();
        let token = regain
            .recovery
            .start(
                &crate::request::requester(&proof),
                &who,
                chosen,
                previous.as_ref(),
            )
            .await?;

        Ok((token, chosen))
    };

    match attempt.await {
        Ok((token, chosen)) => {
            let cookies = Cookies::present();
            crate::request::set_earlier(
                &cookies
                    .recovery()
                    .into_iter()
                    .chain(cookies.earlier())
                    .collect::<Vec<_>>(),
            );
            crate::request::set_recovery(&token);

            Ok(continue_at(match chosen.ends_with() {
                RecoveryEnd::UserNameMailed => paths::RECOVER_DONE,
                RecoveryEnd::NewPassword
                | RecoveryEnd::KeptPassword
                | RecoveryEnd::NewAuthenticator => paths::RECOVER_VERIFY,
            }))
        }
        Err(failure) => {
            let typed = [
                ("identifier", identifier.as_str()),
                ("trouble", trouble.as_str()),
            ];
            refuse_proving(
                &failure,
                EffortPurpose::Recovery,
                &proof,
                paths::RECOVER,
                &typed,
            )
        }
    }
}

/// Chooses a method of proof.
#[server(prefix = "/api", endpoint = "choose_method")]
pub async fn choose_method(#[server(default)] method: String) -> Result<Answer, ServerFnError> {
    use crate::request::regain;
    use regain_domain::{Method, Refusal, policy};

    step(async |token| {
        let method = Method::from_code(&method).ok_or(Refusal::Form)?;
        regain()
            .recovery
            .choose_method(&crate::request::requester(""), token, method)
            .await?;
        if method == Method::Contact {
            crate::request::set_recovery_for(token, policy::FLOW_LONGEST);
        }

        Ok(())
    })
    .await
}

/// Returns to the list of methods.
#[server(prefix = "/api", endpoint = "choose_another_way")]
pub async fn choose_another_way() -> Result<Answer, ServerFnError> {
    step(async |token| {
        crate::request::regain()
            .recovery
            .choose_another_way(token)
            .await
    })
    .await
}

/// Mails a new code.
#[server(prefix = "/api", endpoint = "resend_code")]
pub async fn resend_code() -> Result<Answer, ServerFnError> {
    use crate::request::regain;

    step(async |token| {
        regain()
            .recovery
            .resend_code(&crate::request::requester(""), token)
            .await
    })
    .await
}

/// Enters a mailed code.
#[server(prefix = "/api", endpoint = "enter_mailed_code")]
pub async fn enter_mailed_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::request::{Cookies, regain, visitor};
    use regain_domain::Refusal;

    step(async |token| {
        if regain()
            .recovery
            .is_earlier_code(&Cookies::present().earlier(), &code)
            .await?
        {
            return Err(Refusal::CodeReplaced.into());
        }

        regain()
            .recovery
            .enter_mailed_code(&visitor(), token, &code)
            .await
    })
    .await
}

/// Enters a saved recovery code.
#[server(prefix = "/api", endpoint = "enter_saved_code")]
pub async fn enter_saved_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::request::{regain, visitor};

    step(async |token| {
        regain()
            .recovery
            .enter_saved_code(&visitor(), token, &code)
            .await
    })
    .await
}

/// Enters an authenticator app's code.
#[server(prefix = "/api", endpoint = "enter_authenticator")]
pub async fn enter_authenticator(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::request::{Cookies, regain, visitor};

    let device = Cookies::present().device();
    step(async |token| {
        regain()
            .recovery
            .enter_authenticator(&visitor(), token, device.as_ref(), &code)
            .await
    })
    .await
}

/// Enters a code passed on by a recovery contact.
#[server(prefix = "/api", endpoint = "enter_contact_code")]
pub async fn enter_contact_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::request::{regain, visitor};

    step(async |token| {
        regain()
            .recovery
            .enter_contact_code(&visitor(), token, &code)
            .await
    })
    .await
}

/// Confirms a mailed link; without JavaScript, by the code beside it.
#[server(prefix = "/api", endpoint = "confirm_link")]
pub async fn confirm_link(
    #[server(default)] code: String,
    #[server(default)] token: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse};
    use crate::paths;
    use crate::request::{Cookies, regain, visitor};
    use regain_domain::Refusal;

    let regain = regain();
    let attempt = async {
        let cookies = Cookies::present();
        let flow = cookies.recovery().ok_or(Refusal::LinkElsewhere)?;
        if token.is_empty() {
            if regain
                .recovery
                .is_earlier_code(&cookies.earlier(), &code)
                .await?
            {
                return Err(Refusal::CodeReplaced.into());
            }

            regain
                .recovery
                .enter_mailed_code(&visitor(), &flow, &code)
                .await
        } else if regain
            .recovery
            .is_earlier_link(&cookies.earlier(), &token)
            .await?
        {
            Err(Refusal::LinkEarlier.into())
        } else {
            regain
                .recovery
                .confirm_link(&visitor(), &flow, &token)
                .await
        }?;

        renew(&flow).await
    };

    match attempt.await {
        Ok(()) => Ok(continue_at(&format!(
            "{}?notice=confirmed",
            paths::RECOVER_LINK
        ))),
        Err(failure) => refuse(&failure, paths::RECOVER_LINK),
    }
}

/// Cancels the recovery; the next one starts with an empty page.
#[server(prefix = "/api", endpoint = "stop_recovery")]
pub async fn stop_recovery() -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse};
    use crate::paths;
    use crate::request::{Cookies, regain};

    if let Some(token) = Cookies::present().recovery()
        && let Err(failure) = regain().recovery.stop(&token).await
    {
        return refuse(&failure, paths::RECOVER_VERIFY);
    }

    Ok(continue_at(paths::RECOVER))
}

/// Gives the browser the token of the last gate passed, if it still has an older one (S50).
#[cfg(feature = "ssr")]
pub(crate) async fn renew(token: &regain_service::FlowToken) -> regain_service::Outcome<()> {
    if let Some(newer) = crate::request::regain().recovery.newer_token(token).await? {
        crate::request::set_recovery_for(&newer, regain_domain::policy::FLOW_LONGEST);
    }

    Ok(())
}

/// Runs a step of the verification page. If the recovery itself is gone, the page says so.
#[cfg(feature = "ssr")]
pub(super) async fn step(
    act: impl AsyncFnOnce(&regain_service::FlowToken) -> regain_service::Outcome<()>,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{refuse, stay};
    use crate::paths::RECOVER_VERIFY;
    use crate::request::Cookies;
    use regain_domain::Refusal;
    use regain_service::Failure;

    let attempt = async {
        let token = Cookies::present().recovery().ok_or(Refusal::FlowNone)?;
        act(&token).await?;
        renew(&token).await
    };

    match attempt.await {
        Ok(())
        | Err(Failure::Refused(
            Refusal::FlowNone | Refusal::FlowExpired | Refusal::FlowCancelled | Refusal::FlowStep,
        )) => Ok(stay(RECOVER_VERIFY)),
        Err(failure) => refuse(&failure, RECOVER_VERIFY),
    }
}
