//! Steps 3 and 4: the saved codes, and one of them typed back.

use super::Enrolment;
use super::progress::Invited;
use crate::{DeviceToken, Outcome, Visitor};
use regain_base::Op;
use regain_domain::{EnrolmentStep, InvitationCode, Refusal, SavedCode, policy};
use regain_storage::Work;
use regain_vault::{NewSavedCode, NewSavedCodes, VaultOp, VerifiedProofs};

/// A new set of saved codes, shown once.
#[derive(Debug)]
pub struct SavedCodeSet(pub Vec<SavedCode>);

impl Enrolment {
    /// Step 3 again, if the codes were lost before they were confirmed: replaces the set.
    ///
    /// # Errors
    /// [`Refusal::InvitationStep`] before step 2.
    pub async fn new_saved_codes(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
    ) -> Outcome<SavedCodeSet> {
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self.open(&mut op, code).await?;
        let holdings = self.holdings(&mut op, &enrolment.person).await?;
        drop(op);
        if self.next_step(&enrolment, &holdings) < EnrolmentStep::SaveCodes {
            return Err(Refusal::InvitationStep.into());
        }

        let (codes, stored) = self.passwords.make_saved_codes(&[]).await?;
        let stored: [NewSavedCode; policy::SAVED_CODES] =
            stored.try_into().map_err(|_| Refusal::InvitationStep)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let proofs = self.right_of(&mut op, &enrolment.invitation).await?;
        let person = proofs.person().clone();
        let set = NewSavedCodes {
            codes: stored,
            counts_from: None,
            earlier: None,
        };

        self.vault
            .replace_saved_codes(&mut op, proofs, &set, &crate::circumstances(visitor))
            .await?;
        let made = self
            .holdings(&mut op, &person)
            .await?
            .saved_codes
            .into_iter()
            .next();
        let change = made.ok_or(Refusal::InvitationStep)?.change;
        let seal = self
            .base
            .keys
            .invitation_seal(enrolment.invitation.id, change);
        op.invitations()
            .seal_codes(enrolment.invitation.id, &seal)
            .await?;
        op.commit().await?;

        Ok(SavedCodeSet(codes))
    }

    /// Step 4: one code typed back. If there is no fifth step, this activates the account (S20) and makes the browser
    /// known.
    ///
    /// # Errors
    /// [`Refusal::CodeWrong`] if it isn't one of the current set; [`Refusal::InvitationStep`] before step 3.
    pub async fn enrol_confirm(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        typed: &str,
        device: Option<&DeviceToken>,
    ) -> Outcome<Option<DeviceToken>> {
        let typed = SavedCode::parse(typed)?;
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self.open(&mut op, code).await?;
        let holdings = self.holdings(&mut op, &enrolment.person).await?;

        drop(op);
        if self.next_step(&enrolment, &holdings) < EnrolmentStep::ConfirmCode {
            return Err(Refusal::InvitationStep.into());
        }

        let row = holdings
            .saved_codes
            .into_iter()
            .find(|row| row.selector == typed.selector());
        let hash = row.as_ref().map(|row| &row.hash);
        if !self
            .hasher
            .verify(typed.verifier().as_bytes(), hash)
            .await?
            .matches
        {
            return Err(Refusal::CodeWrong.into());
        }

        let mut op = self.store.writing(&self.base, visitor).await?;
        let proofs = self.still_right_of(&mut op, &enrolment, code).await?;
        let current = self.holdings(&mut op, proofs.person()).await?;
        let row = row
            .filter(|row| current.saved_codes.contains(row))
            .ok_or(Refusal::CodeWrong)?;

        if op.policy().await?.second_factor() {
            op.invitations()
                .confirm_codes(enrolment.invitation.id, row.change)
                .await?;
            op.commit().await?;
            return Ok(None);
        }

        let device = self
            .activate(&mut op, &enrolment.invitation, proofs, device)
            .await?;
        op.commit().await?;

        Ok(Some(device))
    }

    /// The right to write, or why it is gone.
    async fn still_right_of(
        &self,
        op: &mut dyn VaultOp,
        enrolment: &Invited,
        code: &InvitationCode,
    ) -> Outcome<VerifiedProofs> {
        let now = op.now();
        let proofs = self
            .vault
            .by_invitation(op, &enrolment.invitation, now)
            .await?;
        match proofs {
            Some(proofs) => Ok(proofs),
            None => {
                self.enrolment_is_open(code).await?;
                Err(Refusal::InvitationUsed.into())
            }
        }
    }

    async fn enrolment_is_open(&self, code: &InvitationCode) -> Outcome<()> {
        let mut op = self.store.reading(&self.base).await?;
        self.open(&mut op, code).await.map(|_| ())
    }
}
