//! Choosing a language.

use crate::answer::Answer;
use leptos::prelude::*;

/// Stores a language in this browser, and in the account of the signed-in person.
#[server(prefix = "/api", endpoint = "choose_language")]
pub async fn choose_language(#[server(default)] language: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{refuse, stay};
    use crate::request::{Cookies, regain};
    use regain_domain::{Language, Refusal};

    let Some(language) = Language::from_tag(&language) else {
        return refuse(&Refusal::Form.into(), crate::paths::SIGN_IN);
    };

    crate::request::set_language(language);

    // A page of another account changes the browser's language only.
    let of_another = crate::request::shown::is_of_somebody_else();
    if let Some(token) = Cookies::present().session().filter(|_| !of_another) {
        let regain = regain();
        let chosen = async {
            match regain.sessions.signed_in(&token).await? {
                Some(signed_in) => {
                    regain
                        .own_account
                        .choose_language(&signed_in, language)
                        .await
                }
                None => Ok(()),
            }
        };
        if let Err(failure) = chosen.await {
            return refuse(&failure, crate::paths::SIGN_IN);
        }
    }

    Ok(stay(crate::paths::SIGN_IN))
}
