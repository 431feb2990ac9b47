//! Recovery contacts, as their owner manages them: each change takes a fresh proof and is reported to every address
//! (S27, S30, S45).

mod adding;
pub(crate) mod answers;
mod needed;
pub(crate) mod pass_on;
mod removing;
mod view;

pub use view::{ContactState, ContactView, ContactsView};

use crate::accounts::Accounts;
use crate::confirmation::Confirmation;
use crate::{Outcome, Visitor};
use regain_base::{Base, Letter, Op};
use regain_domain::{ContactNews, is_plain_name};
use regain_storage::{Person, Work};
use regain_vault::{Vault, VaultOperation, VaultStore};
use std::sync::Arc;

/// Recovery contacts: as their owner manages them, and what they do themselves.
pub struct Contacts {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) confirmation: Arc<Confirmation>,
}

impl Contacts {
    /// Finishes every change of contacts: cancels open recoveries (S21) and notifies every address (S30).
    async fn contacts_changed(
        &self,
        mut op: VaultOperation<'_>,
        person: &Person,
        news: ContactNews,
        contact: Option<&str>,
    ) -> Outcome<()> {
        op.recovery().cancel_open_of(person.id, None).await?;
        op.notify(person, &news_letter(news, contact)).await?;
        op.commit().await
    }
}

/// The notice to an owner about one of their contacts.
pub(crate) fn news_letter(news: ContactNews, contact: Option<&str>) -> Letter {
    Letter::ContactNews {
        news,
        contact: contact.map(str::to_owned),
    }
}

/// The name by which contacts know a person; empty if it contains more than a name, as names stored earlier could
/// (S70).
pub(crate) fn called(person: &Person) -> String {
    let called = match (&person.name, &person.user_name) {
        (Some(name), _) => Some(name.as_str()).filter(|_| name.is_for_strangers()),
        (None, user_name) => user_name
            .as_ref()
            .map(|name| name.as_str())
            .filter(|name| is_plain_name(name)),
    };

    called.unwrap_or_default().to_owned()
}

/// A visitor for mail to contacts: in the owner's language, without anybody's location (S27).
pub(crate) fn about(person: &Person) -> Visitor {
    Visitor {
        language: person.language,
        ..Visitor::default()
    }
}
