//! Screens that the server sends as blocks.

use crate::blocks::Screen;
use leptos::prelude::*;

/// A screen of blocks; `None` leads elsewhere, usually to the sign-in page.
#[server(prefix = "/api", endpoint = "read_screen")]
pub async fn read_screen(
    #[server(default)] address: String,
    #[server(default)] language: String,
    #[server(default)] table: String,
) -> Result<Option<Screen>, ServerFnError> {
    use crate::actions::own::signed_in_or_away;
    use crate::answering::broken;
    use crate::paths;
    use crate::ssr::{self};
    use regain_domain::Language;

    let path = address.split('?').next().unwrap_or_default();

    // Our own paths contain no other characters, and the path may end up in a header.
    if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(None);
    }

    let language = Language::from_tag(&language).unwrap_or_default();
    let screen = match path.trim_end_matches('/') {
        paths::VERIFY => ssr::verify(&address, language).await,
        paths::OTHER_TAB => Ok(Some(ssr::other_tab(&address, language).await)),
        paths::OBJECT => Ok(Some(ssr::object(&address, language))),
        paths::RECOVER_AUTHENTICATOR => super::recovery::replacement(language).await,
        paths::CONTACT => ssr::contact(&address, language).await,
        paths::CONTACT_PASS_ON => ssr::pass_on(&address, language).await,
        own if own.starts_with(paths::ACCOUNT) => {
            let Some(signed_in) = signed_in_or_away(own).await? else {
                return Ok(None);
            };

            ssr::compose_own(&signed_in, &address, language).await
        }
        admin => {
            // While leaving these screens, a browser may request a page that isn't one of them.
            if !admin.starts_with(paths::ADMIN) {
                return Ok(None);
            }

            let Some(signed_in) = signed_in_or_away(admin).await? else {
                return Ok(None);
            };

            ssr::compose(&signed_in, &address, language, &table)
                .await
                .map(Some)
        }
    };

    let said = said(&address, language);
    screen
        .map(|screen| screen.map(|screen| Screen { said, ..screen }))
        .map_err(|failure| broken(&failure))
}

/// The text for the problem in a screen's URL, if the bundle doesn't contain it.
#[cfg(feature = "ssr")]
fn said(
    address: &str,
    language: regain_domain::Language,
) -> Option<(regain_domain::Refusal, String)> {
    use crate::request::Query;
    use crate::texts::{Texts, is_sent};
    use regain_domain::Refusal;

    let query = Query::of_address(address);
    let refusal = Refusal::from_code(query.get("problem")).filter(|refusal| is_sent(*refusal))?;
    Some((refusal, Texts::of(language).refusal(refusal).to_owned()))
}
