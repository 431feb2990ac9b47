//! Makes new saved codes in place of the earlier ones.

use super::WaysBack;
use crate::enrolment::SavedCodeSet;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{MethodsChange, Refusal, policy};
use regain_vault::{NewSavedCode, NewSavedCodes, SavedCodeRow};
use std::time::Duration;

impl WaysBack {
    /// Makes new saved codes. They sign in at once and count in a recovery later. The earlier codes no longer sign
    /// in, but count in a recovery for a while (S109, S110).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`].
    pub async fn renew_saved_codes(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
    ) -> Outcome<SavedCodeSet> {
        // Ten slow hashes are computed only for somebody who is permitted.
        let mut op = self.store.reading(&self.base).await?;
        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let taken: Vec<String> = holdings
            .all_codes()
            .map(|code| code.selector.clone())
            .collect();
        drop(op);
        let (codes, stored) = self.passwords.make_saved_codes(&taken).await?;
        let stored: [NewSavedCode; policy::SAVED_CODES] =
            stored.try_into().map_err(|_| Refusal::ConfirmNeeded)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let now = proofs.at();
        let policy = op.policy().await?;

        // If the earlier set has just let the person back in, the new one must be able to do so too (S110).
        let began = (person.id, signed_in.session.created_at);
        let waits = if self
            .vault
            .recovered_by_code(&mut op, began, &holdings, now)
            .await?
        {
            Duration::ZERO
        } else {
            crate::quarantine::of_new(&policy, &proofs, &holdings)
        };

        let counts =
            |code: &&SavedCodeRow| holdings.code_counts_from(code, policy.quarantine()) <= now;
        let earlier = holdings
            .saved_codes
            .first()
            .filter(counts)
            .map(|code| (code.change, policy.former_counts()));
        let set = NewSavedCodes {
            codes: stored,
            counts_from: Some(now.plus(waits)),
            earlier,
        };
        self.vault
            .replace_saved_codes(&mut op, proofs, &set, &crate::circumstances(visitor))
            .await?;
        self.methods_changed(op, person, MethodsChange::SavedCodesMade)
            .await?;

        Ok(SavedCodeSet(codes))
    }
}
