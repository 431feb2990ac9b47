//! The account page.

use crate::screens::AccountScreen;
use leptos::prelude::*;

/// The account page; `None` leads to the sign-in page.
#[server(prefix = "/api", endpoint = "read_account")]
pub async fn read_account() -> Result<Option<AccountScreen>, ServerFnError> {
    use crate::actions::own::signed_in_or_away;
    use crate::paths;
    use crate::screens::InLanguages;

    let Some(signed_in) = signed_in_or_away(paths::ACCOUNT).await? else {
        return Ok(None);
    };

    let person = &signed_in.person;
    let closes_at = crate::request::regain()
        .own_account
        .closing(&signed_in)
        .await
        .map_err(|failure| crate::answering::broken(&failure))?
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
        confirm_first: !crate::request::regain()
            .own_account
            .password_may_change(&signed_in)
            .await
            .map_err(|failure| crate::answering::broken(&failure))?,
        administers: person.role.is_privileged(),
        closes: closes_at.is_some(),
        closing: InLanguages::of(|language| crate::ssr::closing(closes_at, language)),
        readiness: InLanguages::of(|language| crate::ssr::readiness(&signed_in, language)),
    }))
}
