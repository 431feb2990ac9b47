//! Signing in and out.

use crate::answer::Answer;
use leptos::prelude::*;

/// Number of refusals in one browser after which more ways in are offered.
pub(crate) const OFTEN: u32 = 3;

/// Signs in, and goes to the page that requested it.
#[server(prefix = "/api", endpoint = "sign_in")]
pub async fn sign_in(
    #[server(default)] identifier: String,
    #[server(default)] password: String,
    #[server(default)] keep: String,
    #[server(default)] return_to: String,
    #[server(default)] proof: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{
        continue_at, page_after_sign_in, refuse_proving, returning, with_parameter,
    };
    use crate::paths;
    use crate::request::regain;
    use regain_domain::{GivenPassword, Identifier, PasswordError, Refusal, ReturnTo};
    use regain_service::{EffortPurpose, Failure, SignedInOrAsked};

    let keep = !keep.is_empty();
    let regain = regain();
    let attempt = async {
        let who = Identifier::parse(&identifier)?;
        let password = GivenPassword::parse(&password).map_err(|error| match error {
            PasswordError::Empty => Failure::from(Refusal::PasswordEmpty),
            _ => Failure::from(Refusal::SignIn),
        })?;
        regain
            .sign_in
            .by_password(&crate::request::requester(&proof), &who, &password, keep)
            .await
    };

    match attempt.await {
        Ok(SignedInOrAsked::SignedIn(new_session)) => {
            crate::request::set_signed_in(&new_session);
            Ok(continue_at(&page_after_sign_in(
                &new_session,
                &ReturnTo::parse(Some(&return_to)).path(),
            )))
        }
        Ok(SignedInOrAsked::Asked(token)) => {
            crate::request::set_verification(&token);
            Ok(continue_at(&returning(
                paths::VERIFY,
                &ReturnTo::parse(Some(&return_to)).path(),
            )))
        }
        Err(failure) => {
            let kept = if keep { "on" } else { "" };
            let page = match ReturnTo::parse(Some(&return_to)).path() {
                path if path == return_to => returning(paths::SIGN_IN, &path),
                _ => paths::SIGN_IN.to_owned(),
            };

            // Counted per browser, whichever account it is about: it only decides what is offered (S1).
            let earlier = crate::request::draft("refused")
                .and_then(|count| count.parse::<u32>().ok())
                .unwrap_or(0);
            let refused = match &failure {
                Failure::Refused(Refusal::SignIn) => earlier.saturating_add(1),
                _ => earlier,
            };

            let page = if refused >= OFTEN {
                with_parameter(&page, "again", &OFTEN.to_string())
            } else {
                page
            };

            let refused = refused.to_string();
            let typed = [
                ("identifier", identifier.as_str()),
                ("keep", kept),
                ("refused", refused.as_str()),
            ];

            refuse_proving(&failure, EffortPurpose::SignIn, &proof, &page, &typed)
        }
    }
}

/// Signs out (S52).
#[server(prefix = "/api", endpoint = "sign_out")]
pub async fn sign_out() -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse};
    use crate::paths;
    use crate::request::{Cookies, regain, visitor};

    if let Some(token) = Cookies::present().session()
        && let Err(failure) = regain().sessions.sign_out(&visitor(), &token).await
    {
        return refuse(&failure, paths::ACCOUNT);
    }

    crate::request::forget_signed_in();
    crate::request::clear_site_data();

    Ok(continue_at(&format!(
        "{}?notice=signed-out",
        paths::SIGN_IN
    )))
}
