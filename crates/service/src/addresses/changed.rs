//! Follows every change of addresses: ends what is under way, and tells all who are concerned (S21, S30).

use super::Addresses;
use crate::{Outcome, Visitor};
use regain_base::{Letter, Op};
use regain_domain::{AddressesChange, EmailAddress, policy};
use regain_storage::{Person, Work};
use regain_vault::{FormerAddress, VaultOperation};

impl Addresses {
    /// Finishes every change of addresses: cancels open recoveries and claims (S21) and notifies every address. The
    /// removed address is also told how to object (S30).
    pub(crate) async fn addresses_changed(
        &self,
        mut op: VaultOperation<'_>,
        person: &Person,
        change: AddressesChange,
        gone: Option<&FormerAddress>,
    ) -> Outcome<()> {
        let now = op.now();
        op.recovery().cancel_open_of(person.id, None).await?;
        op.addresses().replace_claims(person.id, now).await?;
        let letter = Letter::AddressesChanged { change };
        let except = gone.map(|gone| &gone.was.address);
        op.notify_but(person, &letter, except).await?;

        if let Some(gone) = gone {
            let reader = Visitor {
                language: person.language,
                ..op.visitor().clone()
            };
            self.tell_gone(
                &mut op,
                &reader,
                &gone.was.address,
                gone_by(gone, person, change),
            )
            .await?;
        }

        op.commit().await
    }

    /// Tells an address that it no longer belongs to a person.
    pub(crate) async fn tell_gone(
        &self,
        op: &mut dyn Op,
        reader: &Visitor,
        address: &EmailAddress,
        letter: Letter,
    ) -> Outcome<()> {
        let expires_at = op.now().plus(policy::OBJECTION_LIFETIME);
        op.enqueue_for(reader, Some(address), letter, expires_at)
            .await
    }
}

/// The letter to an address that no longer belongs to a person.
pub(crate) fn gone_by(former: &FormerAddress, person: &Person, change: AddressesChange) -> Letter {
    Letter::AddressGone {
        change,
        ended_by: former.ended_by.to_hex(),
        person: person.id.to_hex(),
    }
}
