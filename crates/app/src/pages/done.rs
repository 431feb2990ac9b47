//! `/recover/done`: what happened, what was signed out, who was told.

use super::Refresh;
use super::screened::{Ask, screened};
use super::verify::gone;
use crate::components::{Card, Loading, Notice, Tone};
use crate::language::{t, texts};
use crate::paths;
use crate::screens::RecoveryScreen;
use leptos::prelude::*;
use regain_domain::Trouble;

/// The last page of a recovery.
#[component]
pub(crate) fn DonePage() -> impl IntoView {
    screened(
        || Ask::Recovery(paths::RECOVER_DONE),
        Refresh::new(),
        |screen| match screen {
            RecoveryScreen::Done(trouble) => view! { <Done trouble/> }.into_any(),
            RecoveryScreen::Gone(refusal) => gone(refusal),
            RecoveryScreen::Proof { .. } | RecoveryScreen::Password { .. } | RecoveryScreen::Authenticator => {
                view! { <Loading/> }.into_any()
            }
        },
    )
}

#[component]
fn Done(trouble: Trouble) -> impl IntoView {
    let (heading, text) = match trouble {
        Trouble::ForgotPassword => (t(|t| t.done.new_heading), t(|t| t.done.new_text)),
        Trouble::KnowPassword => (t(|t| t.done.kept_heading), t(|t| t.done.kept_text)),
        Trouble::LostAuthenticator => (t(|t| t.done.authenticator_heading), t(|t| t.done.authenticator_text)),
        Trouble::ForgotUserName => (t(|t| t.done.user_name_heading), t(|t| t.done.user_name_text)),
    };
    let tone = if trouble == Trouble::ForgotUserName { Tone::Info } else { Tone::Done };
    let facts = match trouble {
        Trouble::ForgotPassword | Trouble::LostAuthenticator => {
            vec![t(|t| t.done.all_signed_out), t(|t| t.done.saved_code_spent), t(|t| t.done.told)]
        }
        Trouble::KnowPassword => vec![t(|t| t.done.saved_code_spent), t(|t| t.done.told)],
        Trouble::ForgotUserName => Vec::new(),
    };
    view! {
        <Card title=heading>
            <Notice tone>{text}</Notice>
            {(!facts.is_empty())
                .then(|| {
                    view! {
                        <h2 class="card__subtitle">{move || texts().done.what_happened}</h2>
                        <ul class="facts-list">
                            {facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view()}
                        </ul>
                    }
                })}
            <a class="button button--primary" href=paths::SIGN_IN>{t(|t| t.done.sign_in)}</a>
        </Card>
    }
}
