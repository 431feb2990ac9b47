//! "Can you still use these?".

use crate::answer::Answer;
use leptos::prelude::*;

/// Records the methods that the owner ticked as still usable; continues to the page they wanted, or shows this
/// page again.
#[server(prefix = "/api", endpoint = "finish_check_up")]
pub async fn finish_check_up(
    #[server(default)] addresses: String,
    #[server(default)] authenticators: String,
    #[server(default)] passkeys: String,
    #[server(default)] contacts: String,
    #[server(default)] saved_codes: String,
    #[server(default)] first_group: String,
    #[server(default)] return_to: String,
) -> Result<Answer, ServerFnError> {
    use super::own::signed_in_or_away;
    use crate::answering::{continue_at, refuse_keeping, returning};
    use crate::paths::CHECK_UP;
    use crate::request::{regain, visitor};
    use regain_domain::{Refusal, ReturnTo};
    use regain_service::StillThere;

    let onwards = ReturnTo::parse(Some(&return_to)).path();
    let asked = onwards == return_to && onwards != CHECK_UP;
    let Some(signed_in) = signed_in_or_away(CHECK_UP).await? else {
        return Ok(Answer::Refused(Refusal::SignedOut));
    };

    let there = StillThere {
        addresses: !addresses.is_empty(),
        authenticators: !authenticators.is_empty(),
        passkeys: !passkeys.is_empty(),
        contacts: !contacts.is_empty(),
        saved_codes: !saved_codes.is_empty(),
    };

    match regain()
        .check_ups
        .finish(&visitor(), &signed_in, there, &first_group)
        .await
    {
        Ok(()) if asked => Ok(continue_at(&onwards)),
        Ok(()) => Ok(continue_at(&format!("{CHECK_UP}?notice=checked"))),
        Err(failure) => {
            let page = if asked {
                returning(CHECK_UP, &onwards)
            } else {
                CHECK_UP.to_owned()
            };

            let tick = |ticked: bool| if ticked { "on" } else { "" };
            let typed = [
                ("addresses", tick(there.addresses)),
                ("authenticators", tick(there.authenticators)),
                ("passkeys", tick(there.passkeys)),
                ("contacts", tick(there.contacts)),
                ("saved_codes", tick(there.saved_codes)),
            ];

            refuse_keeping(&failure, &page, &typed)
        }
    }
}
