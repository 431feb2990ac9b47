//! Activates an account at the end of its enrolment.

use super::Enrolment;
use crate::devices::KnownBy;
use crate::{DeviceToken, Outcome};
use regain_base::Letter;
use regain_domain::Refusal;
use regain_storage::Invitation;
use regain_vault::{NewMethod, VaultOp, VerifiedProofs};

impl Enrolment {
    /// Adds the credential from the last step and activates the account.
    pub(crate) async fn enrol_with(
        &self,
        op: &mut dyn VaultOp,
        invitation: &Invitation,
        method: NewMethod<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let proofs = self.right_of(op, invitation).await?;
        let circumstances = crate::circumstances(op.visitor());
        self.vault
            .add_method(op, proofs, &method, &circumstances)
            .await?;
        let proofs = self.right_of(op, invitation).await?;
        self.activate(op, invitation, proofs, device).await
    }

    pub(super) async fn activate(
        &self,
        op: &mut dyn VaultOp,
        invitation: &Invitation,
        proofs: VerifiedProofs,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let person = proofs.person().clone();
        let address = self
            .base
            .invited_address(op, invitation)
            .await?
            .ok_or(Refusal::InvitationUnknown)?;
        let circumstances = crate::circumstances(op.visitor());
        if !self
            .vault
            .activate(op, proofs, invitation.id, &address, &circumstances)
            .await?
        {
            return Err(Refusal::InvitationUsed.into());
        }

        op.notify(&person, &Letter::Enrolled).await?;
        self.devices
            .know_device(op, &person, device, KnownBy::Enrolment)
            .await
    }
}
