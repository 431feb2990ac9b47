//! Actions on a person's own account: finding the signed-in person, asking for a missing proof, and going on.

use crate::answer::Answer;
use leptos::prelude::ServerFnError;

/// The signed-in person; otherwise the answer leads to the sign-in page, and from there back to `page`.
pub(crate) async fn signed_in_or_away(
    page: &str,
) -> Result<Option<regain_service::SignedIn>, ServerFnError> {
    use crate::answering::{broken, continue_at};
    use crate::paths;
    use crate::request::{Cookies, regain};
    use regain_domain::Refusal;

    let token = Cookies::present().session();
    let signed_in = match &token {
        Some(token) => regain()
            .sessions
            .signed_in(token)
            .await
            .map_err(|failure| broken(&failure))?,
        None => None,
    };

    if signed_in.is_none() {
        if crate::request::keeps_no_cookies(&[paths::SIGN_IN, paths::VERIFY]) {
            let _ = continue_at(&format!(
                "{}?problem={}",
                paths::SIGN_IN,
                Refusal::CookiesRefused.code()
            ));
            return Ok(None);
        }

        let notice = if token.is_some() { "ended" } else { "needed" };
        crate::request::forget_session();
        let _ = continue_at(&format!(
            "{}?notice={notice}&return_to={}",
            paths::SIGN_IN,
            page.replace('&', "%26")
        ));
    }

    Ok(signed_in)
}

/// Changes the person's own account; if a fresh proof is missing, leads to it, and from there back to `page`.
pub(super) async fn own(
    page: &str,
    typed: &[(&str, &str)],
    act: impl AsyncFnOnce(&regain_service::SignedIn) -> regain_service::Outcome<()>,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{confirm_first, lead, refuse_keeping};
    use regain_domain::Refusal as R;
    use regain_service::Failure;

    let Some(signed_in) = signed_in_or_away(page).await? else {
        return Ok(Answer::Refused(R::SignedOut));
    };

    match act(&signed_in).await {
        Ok(()) => Ok(Answer::Done),
        Err(Failure::Refused(R::ConfirmNeeded)) => Ok(confirm_first(page)),
        // The page is out of date: show it again.
        Err(Failure::Refused(
            refusal @ (R::MethodUnknown
            | R::SessionUnknown
            | R::MethodLast
            | R::EndNeedsTwo
            | R::AddressNone
            | R::AddressFirst
            | R::ContactStays
            | R::ContactLast
            | R::ContactsFew
            | R::ContactsMany),
        )) => {
            let page = page.split('?').next().unwrap_or(page);
            Ok(lead(refusal, &format!("{page}?problem={}", refusal.code())))
        }
        Err(failure) => refuse_keeping(&failure, page, typed),
    }
}

/// Leads on to `to` when the action is done.
pub(super) fn onwards(answer: Answer, to: &str) -> Answer {
    match answer {
        Answer::Done => crate::answering::continue_at(to),
        Answer::Refused(_) => answer,
    }
}
