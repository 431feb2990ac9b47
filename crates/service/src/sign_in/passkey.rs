//! Signing in with a passkey, alone or as the second factor (S42–S44).

use crate::factors::passkeys::For;
use crate::factors::signing::Signing;
use crate::sign_in::{Admission, SignIn};
use crate::throttle::refused::Step;
use crate::{NewSession, Outcome, PasskeyAnswer, PasskeyQuestion, Requester, VerifyToken};
use regain_base::Op;
use regain_domain::{Factor, MethodKind, PersonStatus, Refusal};
use regain_vault::SecondStep;

impl SignIn {
    /// Asks for a passkey to sign in with; the same for everybody, since nobody has said who they are.
    ///
    /// # Errors
    /// [`Refusal::PasskeyUnsupported`] if the public address has no domain name.
    pub fn passkey_to_sign_in(&self) -> Outcome<PasskeyQuestion> {
        self.factors.ask_for_passkey(&For::SignIn)
    }

    /// Signs in with a passkey, without name or password. Throttling never delays it (S59).
    ///
    /// # Errors
    /// What is wrong with the passkey; [`Refusal::SignIn`] if the account can't be used; [`Refusal::MethodNew`] if it is frozen
    /// and the passkey doesn't count yet.
    pub async fn by_passkey(
        &self,
        from: &Requester,
        answer: &PasskeyAnswer<'_>,
        keep: bool,
    ) -> Outcome<NewSession> {
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let now = op.now();
        let used = match self
            .factors
            .answered(&mut op, &For::SignIn, None, answer)
            .await?
        {
            Ok(used) => used,
            Err(rejected) => return Err(self.factors.rejected(op, rejected).await),
        };

        // An account that a restore froze opens only by a recovery (S84).
        if used.person.status != PersonStatus::Active || used.person.needs_recovery {
            return Err(self.factors.rejected(op, Refusal::SignIn.into()).await);
        }

        let signing = Signing::of(&used.person, &used.holdings, now).methods(MethodKind::Passkey);
        if let Err(refusal) = used.is_among(&signing) {
            return Err(self.factors.rejected(op, refusal.into()).await);
        }

        if !self
            .vault
            .use_step(&mut op, used.row.id, used.counter, now)
            .await?
        {
            return Err(Refusal::PasskeyExpired.into());
        }

        let admission = Admission {
            keep,
            factor: Some(Factor::Passkey),
            ..Admission::default()
        };
        let new_session = self
            .finish_sign_in(&mut op, from, &used.person, admission)
            .await?;
        op.commit().await?;

        Ok(new_session)
    }

    /// Asks for a passkey after the password.
    ///
    /// # Errors
    /// [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`]; [`Refusal::PasskeyUnsupported`].
    pub async fn passkey_to_verify(&self, token: &VerifyToken) -> Outcome<PasskeyQuestion> {
        let mut op = self.store.reading(&self.base).await?;
        let (verification, ..) = self.asked(&mut op, token).await?;
        self.factors.ask_for_passkey(&For::Verify(&verification))
    }

    /// Takes a passkey as the second factor; with `remember`, this browser isn't asked again for a while.
    ///
    /// # Errors
    /// What is wrong with the passkey; [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`]; [`Refusal::MethodNew`] if the
    /// account is frozen and the passkey doesn't count yet.
    pub async fn verify_with_passkey(
        &self,
        from: &Requester,
        token: &VerifyToken,
        answer: &PasskeyAnswer<'_>,
        remember: bool,
    ) -> Outcome<NewSession> {
        let visitor = &from.visitor;
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let (verification, person, _) = self.asked(&mut op, token).await?;
        let purpose = For::Verify(&verification);
        let used = match self
            .factors
            .answered(&mut op, &purpose, Some(person.id), answer)
            .await?
        {
            Ok(used) => used,
            Err(rejected) => {
                self.throttle
                    .tell_refused(visitor, person.id, Step::Second, rejected.refusal);
                if matches!(
                    rejected.refusal,
                    Refusal::PasskeyUnknown | Refusal::PasskeyRefused
                ) {
                    self.throttle
                        .tell_password_known(&mut op, &person, from.device.as_ref())
                        .await?;
                }

                return Err(self.factors.rejected(op, rejected).await);
            }
        };

        let signing =
            Signing::of(&used.person, &used.holdings, op.now()).methods(MethodKind::Passkey);
        if let Err(refusal) = used.is_among(&signing) {
            return Err(self.factors.rejected(op, refusal.into()).await);
        }

        let shown = SecondStep::Passkey(used.row.id, used.counter);
        self.enter_with(op, from, &verification, shown, remember)
            .await
    }
}
