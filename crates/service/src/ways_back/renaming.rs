//! Renames an authenticator app or a passkey.

use super::WaysBack;
use crate::{Outcome, SignedIn, Visitor};
use regain_domain::{MethodId, MethodName, Refusal};

impl WaysBack {
    /// Renames an authenticator app or a passkey.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the name; [`Refusal::MethodUnknown`].
    pub async fn rename_method(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        method: MethodId,
        name: &str,
    ) -> Outcome<()> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let circumstances = crate::circumstances(visitor);
        let row = holdings
            .methods
            .iter()
            .find(|row| row.id == method)
            .ok_or(Refusal::MethodUnknown)?;
        let method = (row.id, row.kind);

        if !self
            .vault
            .rename_method(&mut op, proofs, method, &name, &circumstances)
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        op.commit().await
    }
}
