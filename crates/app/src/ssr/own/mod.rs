//! Builds the screens of a person's own methods and of the second factor from use cases, texts and blocks.

mod addresses;
mod check_up;
mod closing;
mod confirm;
mod contacts;
mod devices;
mod history;
mod methods;
mod object;
mod passkeys;
mod readiness;
mod setup;
mod verify;

pub use closing::closing;
pub use object::object;
pub use readiness::readiness;
pub use setup::{enrol, replace};
pub use verify::verify;

use crate::blocks::{Link, Note, Screen};
use crate::figures::figured;
use crate::paths;
use crate::request::Query;
use crate::texts::Texts;
use regain_domain::{Language, Timestamp};
use regain_service::{Failure, Regain, SignedIn};
use std::sync::Arc;

/// A request for a screen: the reader, the screen and the texts.
struct ScreenRequest<'a> {
    regain: Arc<Regain>,
    signed_in: &'a SignedIn,
    words: &'static Texts,
    query: Query,
}

/// The screen at a URL; `None` if the answer leads elsewhere.
pub async fn compose_own(
    signed_in: &SignedIn,
    address: &str,
    language: Language,
) -> Result<Option<Screen>, Failure> {
    let path = address.split('?').next().unwrap_or_default();
    let asked = ScreenRequest {
        regain: crate::request::regain(),
        signed_in,
        words: Texts::of(language),
        query: Query::of_address(address),
    };
    match path.trim_end_matches('/') {
        paths::METHODS => asked.methods().await.map(Some),
        paths::METHODS_AUTHENTICATOR => asked.add_authenticator().await,
        paths::METHODS_PASSKEY => asked.add_passkey().await,
        paths::METHODS_CONTACTS => asked.contacts().await.map(Some),
        paths::METHODS_ADDRESS => asked.address().await,
        paths::METHODS_CODES => asked.new_codes().map(Some),
        paths::CLOSE => asked.close().await.map(Some),
        paths::CHECK_UP => asked.check_up().await.map(Some),
        paths::DEVICES => asked.devices().await.map(Some),
        paths::HISTORY => asked.history().await.map(Some),
        _ => asked.confirm().await.map(Some),
    }
}

impl ScreenRequest<'_> {
    fn moment(&self, at: Timestamp) -> String {
        crate::request::moment(at).date_and_time(self.words.language)
    }

    fn back(&self) -> Vec<Link> {
        vec![super::parts::link(self.words.methods.back, paths::ACCOUNT)]
    }

    /// The notice about what just happened, from the URL.
    fn notice(&self) -> Option<Note> {
        let words = &self.words.methods;
        let text = match self.query.get("notice") {
            "added" => words.done_added,
            "passkey-added" => words.done_passkey,
            "renamed" => words.done_renamed,
            "put-back" => words.done_put_back,
            "gone" => words.done_gone,
            "removed" => words.done_removed,
            "sent" => self.words.addresses.done_sent,
            "address-added" => figured(self.words.addresses.done_added),
            "address-removed" => self.words.addresses.done_removed,
            "confirmed" => words.done_confirmed,
            "contact-added" => self.words.contacts.done_added,
            "contact-resent" => self.words.contacts.done_resent,
            "contact-removed" => self.words.contacts.done_removed,
            "contact-needed" => self.words.contacts.done_needed,
            "ended" => words.done_ended,
            "others-ended" => words.done_others,
            "forgotten" => words.done_forgotten,
            "closing" => self.words.closing.done_asked,
            "kept" => self.words.closing.done_kept,
            "checked" => self.words.check_up.checked,
            _ => return None,
        };

        Some(Note {
            text: text.to_owned(),
            wrong: false,
        })
    }
}
