//! An objection by an address that was changed or removed: it is put back, and the account is frozen. It opens
//! nothing (S28, S71).

use crate::accounts::Accounts;
use crate::addresses::{Addresses, gone_by};
use crate::{Outcome, Visitor};
use regain_base::{Base, Letter};
use regain_domain::{AddressesChange, LinkToken, Refusal};
use regain_vault::{Vault, VaultStore};
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
        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        let found = self.vault.objecting(work.as_mut(), &code).await?;
        let (person, ended_by) = found.ok_or(Refusal::ObjectionUnknown)?;
        let person = work
            .people()
            .by_id(person)
            .await?
            .ok_or(Refusal::ObjectionUnknown)?;
        let Some(holdings) = self.accounts.genuine(work.as_mut(), &person).await? else {
            drop(work);
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
            .by_objection(work.as_mut(), &person, ended_by, &code, now)
            .await?;
        let objection = objection.ok_or(Refusal::ObjectionUnknown)?;
        let gone = self
            .vault
            .restore_address(work.as_mut(), objection, &crate::circumstances(visitor))
            .await?;
        work.sessions().end_all_of(person.id).await?;
        work.recovery().cancel_open_of(person.id, None).await?;
        work.addresses().replace_claims(person.id, now).await?;
        self.accounts.forget_trust(work.as_mut(), person.id).await?;
        let change = AddressesChange::Restored;
        self.base
            .notify(
                work.as_mut(),
                &person,
                visitor,
                &Letter::AddressesChanged { change },
            )
            .await?;
        if let Some(gone) = &gone {
            // Reveals nothing about the objector.
            let reader = Visitor {
                language: person.language,
                ..Visitor::default()
            };
            self.addresses
                .tell_gone(
                    work.as_mut(),
                    &reader,
                    gone,
                    gone_by(&former, &person, change),
                )
                .await?;
        }
        self.accounts
            .freeze(work.as_mut(), &person, visitor, false)
            .await?;
        self.base.commit(work).await
    }

    /// Releases addresses that were given up long ago, in one unit of work each. Returns their number.
    pub(crate) async fn release_addresses(&self) -> Outcome<u64> {
        let now = self.base.now();
        let due = self
            .store
            .read_vault()
            .await?
            .rows()
            .releasable(now)
            .await?;
        let mut released = 0;
        for (person, address) in due {
            let mut work = self.store.write_vault().await?;
            if self
                .vault
                .release_address(work.as_mut(), person, &address, now)
                .await?
            {
                work.commit().await?;
                released += 1;
            }
        }
        Ok(released)
    }
}
