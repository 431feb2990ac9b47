//! A person's ways to prove who they are: shown, added, renamed and removed, each change with a fresh proof (S45,
//! S46).

mod authenticator;
pub(crate) mod former;
mod passkeys;
mod removing;
mod renaming;
mod saved_codes;
mod view;

pub use view::{MethodView, MethodsView};

use crate::Outcome;
use crate::accounts::Accounts;
use crate::addresses::Addresses;
use crate::confirmation::Confirmation;
use crate::factors::Factors;
use crate::passwords::Passwords;
use regain_base::{Base, Letter, Op};
use regain_domain::MethodsChange;
use regain_storage::{Person, Work};
use regain_vault::{Vault, VaultOperation, VaultStore};
use std::sync::Arc;

/// A person's own apps, passkeys and saved codes.
pub struct WaysBack {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) confirmation: Arc<Confirmation>,
    pub(crate) factors: Arc<Factors>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) addresses: Arc<Addresses>,
}

impl WaysBack {
    /// Finishes every change of methods: cancels open recoveries (S21) and notifies every address (S30).
    pub(crate) async fn methods_changed(
        &self,
        mut op: VaultOperation<'_>,
        person: &Person,
        change: MethodsChange,
    ) -> Outcome<()> {
        op.recovery().cancel_open_of(person.id, None).await?;
        op.notify(person, &Letter::MethodsChanged { change })
            .await?;
        op.commit().await
    }
}
