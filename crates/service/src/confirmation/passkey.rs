//! Confirming by passkey (S45).

use crate::confirmation::{Confirmation, confirming};
use crate::factors::passkeys::For;
use crate::throttle::refused::Step;
use crate::{Outcome, PasskeyAnswer, PasskeyQuestion, SessionToken, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{MethodKind, Refusal};
use regain_vault::SecondStep;

impl Confirmation {
    /// Asks for a passkey to confirm with.
    ///
    /// # Errors
    /// [`Refusal::PasskeyUnsupported`].
    pub fn passkey_to_confirm(&self, signed_in: &SignedIn) -> Outcome<PasskeyQuestion> {
        self.factors
            .ask_for_passkey(&For::Confirm(&signed_in.session))
    }

    /// Confirms by passkey, which equals password and second factor together; the session continues under a new token
    /// (S45, S50).
    ///
    /// # Errors
    /// What is wrong with the passkey; [`Refusal::SignedOut`].
    pub async fn confirm_with_passkey(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        answer: &PasskeyAnswer<'_>,
    ) -> Outcome<SessionToken> {
        let person = &signed_in.person;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let purpose = For::Confirm(&signed_in.session);
        let used = match self
            .factors
            .answered(&mut op, &purpose, Some(person.id), answer)
            .await?
        {
            Ok(used) => used,
            Err(rejected) => {
                self.throttle
                    .tell_refused(visitor, person.id, Step::Confirm, rejected.refusal);
                return Err(self.factors.rejected(op, rejected).await);
            }
        };

        let confirming = confirming(&used.holdings, MethodKind::Passkey, op.now());
        if let Err(refusal) = used.is_among(&confirming) {
            return Err(self.factors.rejected(op, refusal.into()).await);
        }

        let password = used.holdings.password.ok_or(Refusal::SignedOut)?;
        let shown = SecondStep::Passkey(used.row.id, used.counter);
        let token = self
            .confirmed(&mut op, signed_in, password.change, shown)
            .await?;
        op.commit().await?;

        Ok(token)
    }
}
