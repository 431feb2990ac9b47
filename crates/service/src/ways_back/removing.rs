//! Removes an authenticator app or a passkey, unless the account needs it (S46).

use super::WaysBack;
use crate::readiness::ways_that_count;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{MethodId, MethodsChange, Policy, Refusal, Timestamp};
use regain_vault::{Holdings, MethodRow};

impl WaysBack {
    /// Removes an authenticator app or a passkey. If it counted, it still counts for a while, in a recovery and for
    /// opening a frozen account (S109).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::MethodLast`] if another must be added
    /// first.
    pub async fn remove_method(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        method: MethodId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let row = holdings
            .methods
            .iter()
            .find(|row| row.id == method)
            .ok_or(Refusal::MethodUnknown)?;
        let policy = op.policy().await?;
        let last_to_sign_in = holdings.methods.len() == 1 && policy.second_factor();

        if last_to_sign_in || is_last_way(&holdings, row, &policy, op.now()) {
            return Err(Refusal::MethodLast.into());
        }

        let change = MethodsChange::removed(row.kind);
        let row = (row, Some(policy.former_counts()));
        if !self
            .vault
            .remove_method(&mut op, proofs, row, &crate::circumstances(visitor))
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        self.methods_changed(op, person, change).await
    }
}

/// Whether the account could no longer be recovered without this credential. A replacement may not count for days,
/// and until then only mail would be left (S28, S46).
fn is_last_way(holdings: &Holdings, method: &MethodRow, policy: &Policy, now: Timestamp) -> bool {
    let mut left = holdings.clone();
    left.methods.retain(|row| row.id != method.id);
    let opens = |holdings: &Holdings| ways_that_count(holdings, policy, now).opens().is_some();
    opens(holdings) && !opens(&left)
}
