//! Signing in and out.

use crate::answer::Answer;
use leptos::prelude::*;

/// Number of refusals in one browser after which more ways in are offered.
pub(crate) const OFTEN: u32 = 3;

/// The line of the draft that counts refusals.
#[cfg(feature = "ssr")]
const REFUSED: &str = "refused";

/// Signs in, and goes to the page that requested it.
#[server(prefix = "/api", endpoint = "sign_in")]
pub async fn sign_in(
    #[server(default)] identifier: String,
    #[server(default)] password: String,
    #[server(default)] keep: String,
    #[server(default)] return_to: String,
    #[server(default)] proof: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, page_after_sign_in, returning};
    use crate::paths;
    use crate::request::regain;
    use regain_domain::{GivenPassword, Identifier, PasswordError, Refusal, ReturnTo};
    use regain_service::{Failure, SignedInOrAsked};

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
            let return_to = ReturnTo::parse(Some(&return_to)).path();
            Ok(continue_at(&page_after_sign_in(&new_session, &return_to)))
        }
        Ok(SignedInOrAsked::Asked(token)) => {
            crate::request::set_verification(&token);
            let return_to = ReturnTo::parse(Some(&return_to)).path();
            Ok(continue_at(&returning(paths::VERIFY, &return_to)))
        }
        Err(failure) => refuse_keeping_draft(&failure, &proof, &return_to, &identifier, keep),
    }
}

/// Refuses a sign-in: the page keeps what was typed, except the password, and leads on where it did.
#[cfg(feature = "ssr")]
fn refuse_keeping_draft(
    failure: &regain_service::Failure,
    proof: &str,
    return_to: &str,
    identifier: &str,
    keep: bool,
) -> Result<Answer, ServerFnError> {
    let refused = refusals_with(failure);
    let page = page_to_try_again(return_to, refused);
    let draft = [
        ("identifier", identifier),
        ("keep", if keep { "on" } else { "" }),
        (REFUSED, &refused.to_string()),
    ];

    crate::answering::refuse_proving(
        failure,
        regain_service::EffortPurpose::SignIn,
        proof,
        &page,
        &draft,
    )
}

/// How many sign-ins this browser's draft tells were refused, this one included. Counted per browser, whichever account
/// they are about: the number only decides what is offered (S1).
#[cfg(feature = "ssr")]
fn refusals_with(failure: &regain_service::Failure) -> u32 {
    use regain_domain::Refusal;
    use regain_service::Failure;

    let earlier = crate::request::draft(REFUSED)
        .and_then(|count| count.parse::<u32>().ok())
        .unwrap_or(0);
    match failure {
        Failure::Refused(Refusal::SignIn) => earlier.saturating_add(1),
        _ => earlier,
    }
}

/// The sign-in page after a refusal: it keeps where to go from there, and offers more ways in after many refusals.
#[cfg(feature = "ssr")]
fn page_to_try_again(return_to: &str, refused: u32) -> String {
    use crate::answering::{returning, with_parameter};
    use crate::paths;
    use regain_domain::ReturnTo;

    // A page that isn't an allowed one, or none, isn't carried on.
    let page = match ReturnTo::parse(Some(return_to)).path() {
        path if path == return_to => returning(paths::SIGN_IN, &path),
        _ => paths::SIGN_IN.to_owned(),
    };

    if refused >= OFTEN {
        with_parameter(&page, "again", &OFTEN.to_string())
    } else {
        page
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
