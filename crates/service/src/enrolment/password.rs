//! Step 2: the password.

use super::Enrolment;
use super::saved_codes::SavedCodeSet;
use crate::{Outcome, Visitor};
use regain_base::Op;
use regain_domain::{HistoryEvent, InvitationCode, NewPassword, Refusal};
use regain_storage::Work;
use regain_vault::Occasion;

impl Enrolment {
    /// Step 2: the password. Returns the saved codes for step 3.
    ///
    /// # Errors
    /// The rule that the password breaks; [`Refusal::InvitationStep`] before step 1.
    pub async fn enrol_password(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        password: &str,
    ) -> Outcome<SavedCodeSet> {
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self.open(&mut op, code).await?;
        let policy = op.policy().await?;
        drop(op);
        if enrolment.person.user_name.is_none() {
            return Err(Refusal::InvitationStep.into());
        }

        let context = self.passwords.password_context(
            &enrolment.person,
            std::slice::from_ref(&enrolment.address),
            &policy,
        );
        let password = NewPassword::parse(password, &context)?;
        self.passwords.refuse_breached(&password).await?;
        let hash = self
            .hasher
            .hash(password.expose(), self.base.bytes())
            .await?;

        let mut op = self.store.writing(&self.base, visitor).await?;
        let proofs = self.right_of(&mut op, &enrolment.invitation).await?;
        let person = proofs.person().clone();
        let circumstances = crate::circumstances(visitor);
        let occasion = Occasion::of(HistoryEvent::PasswordSet);

        self.vault
            .set_password(&mut op, proofs, occasion, &hash, &circumstances)
            .await?;
        let set = self
            .holdings(&mut op, &person)
            .await?
            .password
            .ok_or(Refusal::InvitationStep)?;
        let seal = self
            .base
            .keys
            .invitation_seal(enrolment.invitation.id, set.change);
        op.invitations()
            .seal_password(enrolment.invitation.id, &seal)
            .await?;
        op.commit().await?;

        self.new_saved_codes(visitor, code).await
    }
}
