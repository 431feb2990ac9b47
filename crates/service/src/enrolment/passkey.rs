//! A passkey as the last step of an enrolment (S20).

use crate::enrolment::{AT_ONCE, Enrolment};
use crate::factors::passkeys::For;
use crate::{DeviceToken, Outcome, PasskeyAnswer, PasskeyQuestion, Visitor};
use regain_domain::{EnrolmentStep, InvitationCode, MethodName};

impl Enrolment {
    /// Asks the browser to make a passkey, as the last step of an enrolment.
    ///
    /// # Errors
    /// `Refusal::InvitationStep` before step 4; `Refusal::PasskeyUnsupported`.
    pub async fn passkey_to_enrol(&self, code: &InvitationCode) -> Outcome<PasskeyQuestion> {
        let mut op = self.store.reading(&self.base).await?;
        let enrolment = self
            .enrolling(&mut op, code, EnrolmentStep::Authenticator)
            .await?;
        self.factors.ask_for_new(
            &For::Enrol(&enrolment.invitation),
            &enrolment.person,
            &enrolment.holdings,
        )
    }

    /// Step 5 with a passkey: activates the account, verifies the address and uses up the invitation (S20).
    ///
    /// # Errors
    /// What is wrong with the name or the passkey; `Refusal::InvitationStep` before step 4.
    pub async fn enrol_passkey(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        name: &str,
        answer: &PasskeyAnswer<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let enrolment = self
            .enrolling(&mut op, code, EnrolmentStep::Authenticator)
            .await?;
        let purpose = For::Enrol(&enrolment.invitation);
        let person = enrolment.person.id;
        let made = self
            .factors
            .made(&mut op, &purpose, person, &enrolment.holdings, answer)
            .await?;
        let method = made.named(self.factors.new_method_id(), &name, AT_ONCE);
        let device = self
            .enrol_with(&mut op, &enrolment.invitation, method, device)
            .await?;

        op.commit().await?;
        Ok(device)
    }
}
