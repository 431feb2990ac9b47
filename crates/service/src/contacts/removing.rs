//! Removes a recovery contact, unless the account needs them (S46).

use super::{Contacts, about, called};
use crate::readiness::ways_that_count;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Letter, Op};
use regain_domain::{ContactId, ContactNews, ContactsNeeded, Loss, Refusal, policy};
use regain_vault::{ContactRow, Holdings};

impl Contacts {
    /// Removes a recovery contact and tells them, unless the mail budget of their address is spent (S115).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::ContactStays`] while two of three have to help;
    /// [`Refusal::ContactLast`] if another way back is to be added first (S46).
    pub async fn remove_contact(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        contact: ContactId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let row = holdings
            .contacts
            .iter()
            .find(|row| row.id == contact)
            .cloned()
            .ok_or(Refusal::MethodUnknown)?;

        if row.agrees() && holdings.contacts_needed() == ContactsNeeded::TwoOfThree {
            return Err(Refusal::ContactStays.into());
        }

        if self.is_last_way(&mut op, &holdings, &row).await? {
            return Err(Refusal::ContactLast.into());
        }

        if !self
            .vault
            .remove_contact(&mut op, proofs, &row, &crate::circumstances(visitor))
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        if row.declined_at.is_none() && self.base.may_mail_to(&mut op, &row.address).await? {
            let letter = Letter::ContactRemoved {
                owner: called(person),
            };
            let expires_at = op.now().plus(policy::CONTACT_INVITATION_LIFETIME);
            op.enqueue_for(&about(person), Some(&row.address), letter, expires_at)
                .await?;
        }

        self.contacts_changed(op, person, ContactNews::Removed, Some(&row.name))
            .await
    }

    /// Whether the account could no longer be recovered without this contact (S46).
    async fn is_last_way(
        &self,
        op: &mut dyn Op,
        holdings: &Holdings,
        contact: &ContactRow,
    ) -> Outcome<bool> {
        let now = op.now();
        let ways = ways_that_count(holdings, &op.policy().await?, now);
        let left = if contact.counts(now) {
            ways.after(Loss::Contact)
        } else {
            ways
        };

        Ok(ways.opens().is_some() && left.opens().is_none())
    }
}
