//! The pages.

mod account;
mod block_form;
mod block_state;
mod blocks;
mod code_over;
mod done;
mod freeze;
mod invite;
mod invite_codes;
mod invite_steps;
mod link;
mod lost;
mod not_found;
mod password;
mod recover;
mod screened;
mod sign_in;
mod verify;
mod verify_code;
mod verify_parts;
mod verify_passkey;
mod waiting_tab;

pub(crate) use account::AccountPage;
pub(crate) use blocks::BlockPage;
pub(crate) use done::DonePage;
pub(crate) use freeze::{FreezeOwnPage, FreezePage};
pub(crate) use invite::InvitePage;
pub(crate) use link::LinkPage;
pub(crate) use lost::LostPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use password::PasswordPage;
pub(crate) use recover::RecoverPage;
pub(crate) use sign_in::SignInPage;
pub(crate) use verify::VerifyPage;

use crate::components::Form;
use leptos::prelude::*;
use regain_domain::Refusal;

/// Text typed in a plain form that was refused; not needed with script.
fn draft(name: &str) -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::request::draft(name);
    #[cfg(not(feature = "ssr"))]
    {
        let _ = name;
        None
    }
}

/// Judges an identifier when the person leaves its field.
fn judge_identifier(text: &str) -> Option<Refusal> {
    regain_domain::Identifier::parse(text)
        .err()
        .map(Refusal::from)
}

/// The problems of an identifier's field.
const fn is_of_identifier(refusal: Refusal) -> bool {
    use Refusal as R;

    matches!(
        refusal,
        R::IdentifierEmpty
            | R::IdentifierLong
            | R::IdentifierAddress
            | R::IdentifierUserName
            | R::AddressNeeded
    )
}

/// The problems of a new password's field.
const fn is_of_new_password(refusal: Refusal) -> bool {
    use Refusal as R;

    matches!(
        refusal,
        R::PasswordEmpty
            | R::PasswordShort
            | R::PasswordLong
            | R::PasswordContext
            | R::PasswordCommon
            | R::PasswordWeak
            | R::PasswordBreached
            | R::PasswordRepetition
            | R::PasswordUnchanged
    )
}

/// The problems of a code's field.
const fn is_of_code(refusal: Refusal) -> bool {
    use Refusal as R;

    matches!(
        refusal,
        R::CodeEmpty
            | R::CodeMalformed
            | R::CodeWrong
            | R::CodeExpired
            | R::CodeUsed
            | R::CodeReplaced
            | R::CodeTries
            | R::AuthenticatorMalformed
            | R::AuthenticatorWrong
            | R::AuthenticatorUsed
            | R::AuthenticatorTries
            | R::MethodNew
            | R::PassedExpired
            | R::PassedReplaced
    )
}

/// A parameter of the page's URL.
fn parameter(name: &'static str) -> Signal<Option<String>> {
    let query = leptos_router::hooks::use_query_map();
    Signal::derive(move || query.with(|query| query.get(name)))
}

/// Counts completed actions, so that a page reloads its data; a refusal leaves the page as it is.
#[derive(Clone, Copy)]
struct Refresh(RwSignal<u32>);

impl Refresh {
    fn new() -> Self {
        Self(RwSignal::new(0))
    }

    fn get(self) -> u32 {
        self.0.get()
    }

    fn now(self) {
        self.0.update(|count| *count += 1);
    }

    fn after(self, form: Form) {
        Effect::new(move |_| {
            if form.is_done_here() {
                self.now();
            }
        });
    }
}
