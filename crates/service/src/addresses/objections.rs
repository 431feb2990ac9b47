//! An objection by an address that was changed or removed: it is put back, and the account is frozen. It opens
//! nothing (S28, S71).

use crate::accounts::Accounts;
use crate::addresses::{Addresses, gone_by};
use crate::{Outcome, Visitor};
use regain_base::{Base, Letter, Op};
use regain_domain::{AddressesChange, LinkToken, Refusal};
use regain_storage::Work;
use regain_vault::{Vault, VaultStore, VaultWork};
use std::sync::Arc;

/// Objections by addresses that were changed or removed.
pub struct Objections {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) addresses: Arc<Addresses>,
}

impl Objections {
    /// Undoes the change that removed an address, by the code mailed to that address. Puts it back in its place,
    /// removes its replacement, ends every session, recovery and remembered device, and freezes the account.
    ///
    /// # Errors
    /// What is wrong with the code's form; [`Refusal::ObjectionUnknown`], [`Refusal::ObjectionExpired`],
    /// [`Refusal::ObjectionUsed`].
    pub async fn by_code(&self, visitor: &Visitor, typed: &str) -> Outcome<()> {
        let code = LinkToken::parse(typed)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let found = self.vault.objecting(&mut op, &code).await?;
        let (person, ended_by) = found.ok_or(Refusal::ObjectionUnknown)?;
        let person = op
            .people()
            .by_id(person)
            .await?
            .ok_or(Refusal::ObjectionUnknown)?;
        let Some(holdings) = self.accounts.genuine(&mut op, &person).await? else {
            drop(op);
            self.accounts.close(person.id).await?;
            return Err(Refusal::ObjectionUnknown.into());
        };

        let former = holdings
            .former_addresses
            .into_iter()
            .find(|former| former.ended_by == ended_by);
        let former = former.ok_or(Refusal::ObjectionUnknown)?;
        if former.objected_at.is_some() {
            return Err(Refusal::ObjectionUsed.into());
        }

        if former.objectable_until.is_none_or(|until| now >= until) {
            return Err(Refusal::ObjectionExpired.into());
        }

        let objection = self
            .vault
            .by_objection(&mut op, &person, ended_by, &code, now)
            .await?;
        let objection = objection.ok_or(Refusal::ObjectionUnknown)?;
        let gone = self
            .vault
            .restore_address(&mut op, objection, &crate::circumstances(visitor))
            .await?;
        op.sessions().end_all_of(person.id).await?;
        op.recovery().cancel_open_of(person.id, None).await?;
        op.addresses().replace_claims(person.id, now).await?;
        self.accounts.forget_trust(&mut op, person.id).await?;
        let change = AddressesChange::Restored;
        op.notify(&person, &Letter::AddressesChanged { change })
            .await?;

        if let Some(gone) = &gone {
            // Reveals nothing about the objector.
            let reader = Visitor {
                language: person.language,
                ..Visitor::default()
            };
            self.addresses
                .tell_gone(&mut op, &reader, gone, gone_by(&former, &person, change))
                .await?;
        }

        self.accounts.freeze(&mut op, &person, false).await?;
        op.commit().await
    }

    /// Releases addresses that were given up long ago, in one unit of work each. Returns their number.
    pub(crate) async fn release_addresses(&self) -> Outcome<u64> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let due = op.rows().releasable(now).await?;
        drop(op);
        let mut released = 0;
        for (person, address) in due {
            let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
            let now = op.now();
            if self
                .vault
                .release_address(&mut op, person, &address, now)
                .await?
            {
                op.commit().await?;
                released += 1;
            }
        }

        Ok(released)
    }
}
