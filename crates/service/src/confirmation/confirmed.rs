//! Records a fresh proof; the session continues under a new token (S50).

use super::Confirmation;
use crate::factors::used_before;
use crate::{Outcome, SessionToken, SignedIn};
use regain_domain::{ChangeId, Facts, HistoryEvent};
use regain_storage::{Purpose, Verification, VerificationDigest};
use regain_vault::{SecondStep, VaultOp};

impl Confirmation {
    pub(crate) async fn confirmed(
        &self,
        op: &mut dyn VaultOp,
        signed_in: &SignedIn,
        password: ChangeId,
        shown: SecondStep,
    ) -> Outcome<SessionToken> {
        let person = &signed_in.person;
        let now = op.now();
        let factor = shown.factor();
        let earlier = self
            .vault
            .confirmed_beside(op, person, signed_in.session.id, factor, now)
            .await?;
        let (session, token) = self.sessions.renew_session(op, signed_in).await?;
        let purpose = Purpose::Confirm(session);
        let of_no_token = VerificationDigest::from_bytes(self.base.bytes());
        let verification =
            self.factors
                .new_verification(person, password, purpose, of_no_token, now);
        let verification = Verification {
            earlier,
            ..verification
        };

        op.verifications().insert(&verification).await?;
        let circumstances = crate::circumstances(op.visitor());
        if !self
            .vault
            .verify(op, &verification, shown, &circumstances, now)
            .await?
        {
            return Err(used_before(shown).into());
        }

        if matches!(shown, SecondStep::SavedCode(_)) {
            self.factors.tell_code_used(op, person).await?;
        }

        let reentry = self
            .base
            .counted(op, |keys| keys.reentry_key(person.id))
            .await?;
        op.counters().clear(&[reentry]).await?;
        let facts = Facts {
            factor: Some(shown.factor()),
            ..Facts::default()
        };
        let entry = op
            .visitor()
            .entry(HistoryEvent::Confirmed, person.id)
            .with(facts);
        op.record(&entry).await?;

        Ok(token)
    }
}
