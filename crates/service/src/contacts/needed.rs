//! Sets how many contacts have to help.

use super::Contacts;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{ContactNews, ContactsNeeded, Refusal, policy};

impl Contacts {
    /// Sets whether two of three have to help.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::ContactsFew`] unless three contacts count.
    pub async fn set_contacts_needed(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        needed: ContactsNeeded,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        if holdings.contacts_needed() == needed {
            return Ok(());
        }

        let counting = holdings.contacts_that_count(op.now()).count();
        let (news, enough) = match needed {
            ContactsNeeded::One => (ContactNews::OneNeeded, true),
            ContactsNeeded::TwoOfThree => {
                (ContactNews::TwoNeeded, counting >= policy::CONTACTS_MAX)
            }
        };

        if !enough {
            return Err(Refusal::ContactsFew.into());
        }

        self.vault
            .set_contacts_needed(&mut op, proofs, needed, &crate::circumstances(visitor))
            .await?;

        self.contacts_changed(op, person, news, None).await
    }
}
