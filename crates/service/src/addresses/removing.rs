//! Removes the second address.

use super::Addresses;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{AddressesChange, Refusal};

impl Addresses {
    /// Removes the second address.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::AddressNone`]; [`Refusal::AddressFirst`] if the first one doesn't count yet.
    pub async fn remove_address(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let at = |position: u8| {
            holdings
                .addresses
                .iter()
                .find(|row| row.position == position)
        };
        let second = at(2).ok_or(Refusal::AddressNone)?;

        if at(1).is_none_or(|first| first.counts_from > proofs.at()) {
            return Err(Refusal::AddressFirst.into());
        }

        let second = (&second.address, op.policy().await?.former_counts());
        let removed = self
            .vault
            .remove_address(&mut op, proofs, second, &crate::circumstances(visitor))
            .await?;
        let removed = removed.ok_or(Refusal::AddressNone)?;

        self.addresses_changed(op, person, AddressesChange::Removed, Some(&removed))
            .await
    }
}
