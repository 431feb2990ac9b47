//! Step 5: an authenticator app.

use super::{AT_ONCE, Enrolment};
use crate::{DeviceToken, Outcome, Visitor};
use regain_base::Op;
use regain_domain::{EnrolmentStep, InvitationCode, MethodName};

impl Enrolment {
    /// Step 5: an authenticator app, proven by a right code. Activates the account, verifies the address and uses up
    /// the invitation (S20).
    ///
    /// # Errors
    /// What is wrong with the name or the code; `Refusal::InvitationStep` before step 4.
    pub async fn enrol_authenticator(
        &self,
        visitor: &Visitor,
        code: &InvitationCode,
        name: &str,
        typed: &str,
        device: Option<&DeviceToken>,
    ) -> Outcome<DeviceToken> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let enrolment = self
            .enrolling(&mut op, code, EnrolmentStep::Authenticator)
            .await?;
        let seed = self
            .enrolment_seed(&mut op, &enrolment.person, &enrolment.invitation)
            .await?;
        let step = self.factors.step_shown(&seed, typed, op.now())?;
        let method = self.factors.new_authenticator(&name, &seed, step, AT_ONCE);
        let device = self
            .enrol_with(&mut op, &enrolment.invitation, method, device)
            .await?;

        op.commit().await?;
        Ok(device)
    }
}
