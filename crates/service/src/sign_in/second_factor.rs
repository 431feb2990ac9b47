//! The second factor at sign-in: asked for after the password, given once (S13, S41, S60).

use crate::factors::authenticator::parse_authenticator;
use crate::factors::signing::Signing;
use crate::factors::used_before;
use crate::sign_in::{Admission, SignIn};
use crate::throttle::refused::Step;
use crate::{Failure, NewSession, Outcome, Requester, VerifyToken};
use regain_base::{Op, Span};
use regain_domain::{Factor, MethodKind, Policy, Refusal, SavedCode, Setting, Timestamp, policy};
use regain_storage::{Person, Purpose, Verification, Work};
use regain_vault::{Holdings, SecondStep, VaultOp, VaultOperation};
use zeroize::Zeroizing;

/// Contents of `/sign-in/verify`. Only somebody who knew the password gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationView {
    /// Whether there is an authenticator app.
    pub authenticator: bool,
    /// Whether there is a passkey.
    pub passkey: bool,
    /// Whether there are saved codes.
    pub saved_codes: bool,
    /// Whether "Keep me signed in" was chosen.
    pub keep: bool,
    /// For how many days this browser can be remembered; `None` if the policy doesn't offer it.
    pub remember_days: Option<u32>,
}

/// Whether signing in takes more than the password: always with an authenticator app or a passkey, and if the policy
/// demands it, with saved codes. A stricter policy locks out nobody (S82): somebody with neither an app nor a saved
/// code signs in as before, and the account page tells them what to add.
pub(crate) fn asks_for_second_factor(policy: &Policy, holdings: &Holdings) -> bool {
    !holdings.methods.is_empty() || (policy.second_factor() && holdings.codes_left() > 0)
}

impl SignIn {
    /// Asks for the second factor in this browser.
    pub(crate) async fn ask_for_second_factor(
        &self,
        op: &mut dyn Op,
        person: &Person,
        password: regain_domain::ChangeId,
        keep: bool,
    ) -> Outcome<VerifyToken> {
        let now = op.now();
        let token = VerifyToken::new(Zeroizing::new(self.base.bytes()));
        let token_digest = self.base.keys.verification_digest(token.expose());
        let id = self
            .base
            .keys
            .verification_id(token.expose(), person.id, password);
        let verification = Verification {
            id,
            keep,
            ..self
                .factors
                .new_verification(person, password, Purpose::SignIn, token_digest, now)
        };

        op.verifications().insert(&verification).await?;
        Ok(token)
    }

    /// What this browser is asked for.
    ///
    /// # Errors
    /// [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`].
    pub async fn verification_view(&self, token: &VerifyToken) -> Outcome<VerificationView> {
        let mut op = self.store.reading(&self.base).await?;
        let (verification, person, holdings) = self.asked(&mut op, token).await?;
        let signing = Signing::of(&person, &holdings, op.now());
        let has = |kind: MethodKind| {
            holdings.methods_of(kind).next().is_some() || !signing.methods(kind).is_empty()
        };

        Ok(VerificationView {
            authenticator: has(MethodKind::Authenticator),
            passkey: has(MethodKind::Passkey),
            saved_codes: holdings.codes_left() > 0 || signing.has_former_codes(),
            keep: verification.keep,
            remember_days: Some(op.policy().await?.get(Setting::DeviceRemembered))
                .filter(|days| *days > 0),
        })
    }

    /// Signs in with a code of an authenticator app; with `remember`, this browser isn't asked again for a while.
    ///
    /// # Errors
    /// What is wrong with the code; [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`]; [`Refusal::MethodNew`] if the account
    /// is frozen and the app doesn't count yet.
    pub async fn verify_with_authenticator(
        &self,
        from: &Requester,
        token: &VerifyToken,
        typed: &str,
        remember: bool,
    ) -> Outcome<NewSession> {
        let visitor = &from.visitor;
        let code = parse_authenticator(typed)?;
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let (verification, person, holdings) = self.asked(&mut op, token).await?;
        let whose = (&person, from.device.as_ref());
        let apps = Signing::of(&person, &holdings, op.now()).methods(MethodKind::Authenticator);
        let (app, step) = match self
            .factors
            .authenticator_of(&mut op, whose, &apps, &code)
            .await?
        {
            Ok(found) => found,
            Err(refusal) => {
                let of = (&person, &holdings);
                let refusal = self.factors.or_too_new(of, &code, refusal, op.now());
                self.throttle
                    .tell_refused(visitor, person.id, Step::Second, refusal);
                self.throttle
                    .tell_password_known(&mut op, &person, from.device.as_ref())
                    .await?;
                op.commit().await?;
                return Err(refusal.into());
            }
        };

        let shown = SecondStep::Step(app, step);
        self.enter_with(op, from, &verification, shown, remember)
            .await
    }

    /// Signs in with a saved code, which is used up.
    ///
    /// # Errors
    /// What is wrong with the code; [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`]; [`Refusal::MethodNew`] if the account
    /// is frozen and the code is of a set made too recently.
    pub async fn verify_with_saved_code(
        &self,
        from: &Requester,
        token: &VerifyToken,
        typed: &str,
        remember: bool,
    ) -> Outcome<NewSession> {
        let visitor = &from.visitor;
        let code = SavedCode::parse(typed)?;
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let now = op.now();
        let (verification, person, holdings) = self.asked(&mut op, token).await?;

        // After finding the verification, but before counting: if the hasher is busy, this wasn't an attempt.
        let place = self.hasher.place()?;
        let tried = op
            .verifications()
            .count_try(verification.id, policy::VERIFY_TRIES, now)
            .await?;
        if tried.is_none() {
            self.throttle
                .tell_refused(visitor, person.id, Step::Second, Refusal::CodeTries);
            return Err(Refusal::CodeTries.into());
        }

        op.commit().await?;
        let found = self
            .factors
            .saved_code_of(place, holdings.all_codes(), &code)
            .await;
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let row = match found {
            Ok(row) => row,
            Err(failure) => {
                if let Failure::Refused(refusal @ (Refusal::CodeWrong | Refusal::CodeUsed)) =
                    failure
                {
                    self.throttle
                        .tell_refused(visitor, person.id, Step::Second, refusal);
                    self.throttle
                        .tell_password_known(&mut op, &person, from.device.as_ref())
                        .await?;
                    op.commit().await?;
                }

                return Err(failure);
            }
        };

        let (verification, person, holdings) = self.asked(&mut op, token).await?;
        let quarantine = op.policy().await?.quarantine();
        let signing = Signing::of(&person, &holdings, op.now());
        if !signing.codes(quarantine).any(|code| code.id == row.id) {
            let is_new = holdings.saved_codes.iter().any(|code| code.id == row.id);
            let refusal = if is_new {
                Refusal::MethodNew
            } else {
                Refusal::CodeWrong
            };

            self.throttle
                .tell_refused(visitor, person.id, Step::Second, refusal);
            return Err(refusal.into());
        }

        let shown = SecondStep::SavedCode(row.id);
        self.enter_with(op, from, &verification, shown, remember)
            .await
    }

    pub(crate) async fn enter_with(
        &self,
        mut op: VaultOperation<'_>,
        from: &Requester,
        verification: &Verification,
        shown: SecondStep,
        remember: bool,
    ) -> Outcome<NewSession> {
        let now = op.now();
        let visitor = &from.visitor;
        let circumstances = crate::circumstances(visitor);
        if !self
            .vault
            .verify(&mut op, verification, shown, &circumstances, now)
            .await?
        {
            return Err(used_before(shown).into());
        }

        let person = op
            .people()
            .by_id(verification.person)
            .await?
            .ok_or(Refusal::VerifyNone)?;
        if shown.factor() == Factor::Authenticator {
            self.throttle
                .forget_app_codes(&mut op, person.id, from.device.as_ref())
                .await?;
        }

        let longest = op.policy().await?.device_remembered();
        let until = longest.filter(|_| remember).map(|span| now.plus(span));
        let new_session = self
            .finish_sign_in(
                &mut op,
                from,
                &person,
                Admission {
                    keep: verification.keep,
                    holdings: None,
                    factor: Some(shown.factor()),
                    remember_until: until,
                },
            )
            .await?;

        // Only now, since signing in ends the freeze links of earlier notices.
        if shown.factor() == Factor::SavedCode {
            self.factors.tell_code_used(&mut op, &person).await?;
        }

        op.commit().await?;
        Ok(new_session)
    }

    /// The verification that belongs to a token, under any key, if its id binds it to that token, its person and
    /// their password.
    async fn verification_of(
        &self,
        op: &mut dyn Op,
        token: &VerifyToken,
    ) -> Outcome<Option<Verification>> {
        for (id, keys) in self.base.keys.all() {
            if let Some(found) = op
                .verifications()
                .by_token(&keys.verification_digest(token.expose()))
                .await?
            {
                let bound =
                    found.id == keys.verification_id(token.expose(), found.person, found.password);
                let in_time = self
                    .base
                    .may_be_of(id, Span::of(found.created_at, policy::VERIFY_LIFETIME));
                return Ok(Some(found).filter(|_| bound && in_time));
            }
        }

        Ok(None)
    }

    /// The second step pending in this browser. A row that SQL moved to somebody else, who didn't give their password
    /// here, is ignored (S79).
    pub(crate) async fn asked(
        &self,
        op: &mut dyn VaultOp,
        token: &VerifyToken,
    ) -> Outcome<(Verification, Person, Holdings)> {
        let found = self.verification_of(op, token).await?;
        let verification = found
            .filter(|found| found.purpose == Purpose::SignIn && found.finished.is_none())
            .ok_or(Refusal::VerifyNone)?;
        if is_over(&verification, op.now()) {
            return Err(Refusal::VerifyExpired.into());
        }

        let person = op
            .people()
            .by_id(verification.person)
            .await?
            .ok_or(Refusal::VerifyNone)?;
        let holdings = self
            .accounts
            .genuine(op, &person)
            .await?
            .ok_or(Refusal::VerifyNone)?;

        Ok((verification, person, holdings))
    }
}

fn is_over(verification: &Verification, now: Timestamp) -> bool {
    !verification.created_at.lasts(verification.expires_at, now)
}
