//! The second factor at sign-in: asked for after the password, given once (S13, S41, S60).

use crate::hashing::Place;
use crate::sign_in::Entered;
use crate::{DeviceToken, Failure, Outcome, Regain, SessionToken, VerifyToken, Visitor};
use regain_domain::{
    AuthenticatorCode, Factor, MethodKind, Policy, Refusal, SavedCode, Setting, Timestamp, VerificationId, policy,
};
use regain_storage::{Person, Purpose, Verification};
use regain_vault::{Holdings, MethodRow, SavedCodeRow, Shown, VaultWork};
use zeroize::Zeroizing;

/// What a browser brings along to sign in with.
#[derive(Debug, Default)]
pub struct Brought {
    /// A session of the same browser, which ends.
    pub session: Option<SessionToken>,
    /// By which the browser is known.
    pub device: Option<DeviceToken>,
}

/// What `/sign-in/verify` shows. Only somebody who knew the password gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationView {
    /// There is an authenticator app.
    pub authenticator: bool,
    /// There is a passkey.
    pub passkey: bool,
    /// There are saved codes.
    pub saved_codes: bool,
    /// "Keep me signed in" was chosen.
    pub keep: bool,
    /// For how many days this browser can be remembered; none where the policy doesn't offer it.
    pub remember_days: Option<u32>,
}

/// Whether signing in takes more than the password: always where there is an authenticator app or a passkey, and by the policy where
/// there is anything that could be given. A policy that became stricter locks out nobody (S82): who has neither an app nor a
/// saved code left signs in as before, and is told on the account page what to add.
pub(crate) fn asks_for_second_factor(policy: &Policy, holdings: &Holdings) -> bool {
    !holdings.methods.is_empty() || (policy.second_factor() && holdings.codes_left() > 0)
}

impl Regain {
    /// Asks for the second factor in this browser.
    pub(crate) async fn ask_for_second_factor(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        password: regain_domain::ChangeId,
        keep: bool,
    ) -> Outcome<VerifyToken> {
        let token = VerifyToken::new(Zeroizing::new(self.base.bytes()));
        let token_mac = self.base.keys.verification_mac(token.expose());
        let id = self.base.keys.verification_id(token.expose(), person.id, password);
        let verification =
            Verification { id, ..self.new_verification(person, password, Purpose::SignIn, token_mac, keep) };
        work.verifications().insert(&verification).await?;
        Ok(token)
    }

    pub(crate) fn new_verification(
        &self,
        person: &Person,
        password: regain_domain::ChangeId,
        purpose: Purpose,
        token_mac: regain_storage::Mac,
        keep: bool,
    ) -> Verification {
        let now = self.base.now();
        Verification {
            id: VerificationId::from_bytes(self.base.bytes()),
            token_mac,
            purpose,
            person: person.id,
            password,
            keep,
            created_at: now,
            expires_at: now.plus(policy::VERIFY_LIFETIME),
            tries: 0,
            finished: None,
        }
    }

    /// What is asked for in this browser.
    ///
    /// # Errors
    /// [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`].
    pub async fn verification_view(&self, token: &VerifyToken) -> Outcome<VerificationView> {
        let mut work = self.store.read_vault().await?;
        let (verification, _, holdings) = self.asked(work.as_mut(), token).await?;
        Ok(VerificationView {
            authenticator: holdings.methods_of(MethodKind::Authenticator).next().is_some(),
            passkey: holdings.methods_of(MethodKind::Passkey).next().is_some(),
            saved_codes: holdings.codes_left() > 0,
            keep: verification.keep,
            remember_days: Some(self.base.policy(work.as_mut()).await?.get(Setting::DeviceRemembered))
                .filter(|days| *days > 0),
        })
    }

    /// The code of an authenticator app signs in; `remember`: this browser isn't asked again for a while.
    ///
    /// # Errors
    /// What is wrong with the code; [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`]; [`Refusal::MethodNew`] if the account
    /// is frozen and the app doesn't count yet.
    pub async fn verify_with_authenticator(
        &self,
        visitor: &Visitor,
        token: &VerifyToken,
        typed: &str,
        remember: bool,
        brought: &Brought,
    ) -> Outcome<Entered> {
        let code = parse_authenticator(typed)?;
        let mut work = self.store.write_vault().await?;
        let (verification, person, holdings) = self.asked(work.as_mut(), token).await?;
        let whose = (&person, brought.device.as_ref());
        let found = self.authenticator_of(work.as_mut(), whose, &holdings, &code, |_| true).await?;
        let (app, step) = match found {
            Ok(found) => found,
            Err(refusal) => {
                self.tell_password_known(work.as_mut(), visitor, &person, brought.device.as_ref()).await?;
                self.base.commit(work).await?;
                return Err(refusal.into());
            }
        };
        let row = holdings.methods.iter().find(|row| row.id == app).ok_or(Refusal::VerifyNone)?;
        if let Err(refusal) = opens(&person, row, self.base.now()) {
            work.commit().await?;
            return Err(refusal.into());
        }
        let shown = Shown::Step(app, step);
        self.enter_with(work, visitor, &verification, shown, Refusal::AuthenticatorUsed, remember, brought).await
    }

    /// A saved code signs in, and is used up.
    ///
    /// # Errors
    /// What is wrong with the code; [`Refusal::VerifyNone`], [`Refusal::VerifyExpired`]; [`Refusal::MethodNew`] if the account
    /// is frozen and the code is of a set made too recently.
    pub async fn verify_with_saved_code(
        &self,
        visitor: &Visitor,
        token: &VerifyToken,
        typed: &str,
        remember: bool,
        brought: &Brought,
    ) -> Outcome<Entered> {
        let code = SavedCode::parse(typed)?;
        let mut work = self.store.write_vault().await?;
        let (verification, person, holdings) = self.asked(work.as_mut(), token).await?;
        // Before the try is counted: who finds no place has tried nothing. And not before there is something to try.
        let place = self.hasher.place()?;
        let tried = work.verifications().count_try(verification.id, policy::VERIFY_TRIES, self.base.now()).await?;
        tried.ok_or(Refusal::CodeTries)?;
        work.commit().await?;
        let found = self.saved_code_of(place, holdings, &code).await;
        let mut work = self.store.write_vault().await?;
        let row = match found {
            Ok(row) => row,
            Err(failure) => {
                if let Failure::Refused(Refusal::CodeWrong | Refusal::CodeUsed) = failure {
                    self.tell_password_known(work.as_mut(), visitor, &person, brought.device.as_ref()).await?;
                    self.base.commit(work).await?;
                }
                return Err(failure);
            }
        };
        let (verification, person, holdings) = self.asked(work.as_mut(), token).await?;
        let quarantine = self.base.policy(work.as_mut()).await?.quarantine();
        let row = holdings.saved_codes.iter().find(|code| code.id == row.id).ok_or(Refusal::CodeUsed)?;
        counts_if_frozen(&person, holdings.code_opens_from(row, quarantine), self.base.now())?;
        let shown = Shown::SavedCode(row.id);
        self.enter_with(work, visitor, &verification, shown, Refusal::CodeUsed, remember, brought).await
    }

    /// The unused code among the person's that was typed; one slow hash, whatever it is (S25).
    pub(crate) async fn saved_code_of(
        &self,
        place: Place,
        holdings: Holdings,
        code: &SavedCode,
    ) -> Outcome<SavedCodeRow> {
        let row = holdings.saved_codes.into_iter().find(|row| row.selector == code.selector());
        let verdict =
            self.hasher.verify_at(place, code.verifier().as_bytes(), row.as_ref().map(|row| &row.hash)).await?;
        let row = row.filter(|_| verdict.matches).ok_or(Refusal::CodeWrong)?;
        match row.used_at {
            Some(_) => Err(Refusal::CodeUsed.into()),
            None => Ok(row),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what came, and what is to come of it")]
    pub(crate) async fn enter_with(
        &self,
        mut work: Box<dyn VaultWork>,
        visitor: &Visitor,
        verification: &Verification,
        shown: Shown,
        over: Refusal,
        remember: bool,
        brought: &Brought,
    ) -> Outcome<Entered> {
        let now = self.base.now();
        let circumstances = crate::circumstances(visitor);
        if !self.vault.verify(work.as_mut(), verification, shown, &circumstances, now).await? {
            return Err(over.into());
        }
        let person = work.people().by_id(verification.person).await?.ok_or(Refusal::VerifyNone)?;
        if shown.factor() == Factor::Authenticator {
            self.forget_app_codes(work.as_mut(), person.id, brought.device.as_ref()).await?;
        }
        let longest = self.base.policy(work.as_mut()).await?.device_remembered();
        let until = longest.filter(|_| remember).map(|span| now.plus(span));
        let entered = self
            .enter(work.as_mut(), visitor, &person, verification.keep, None, Some(shown.factor()), until, brought)
            .await?;
        // After that, which ends the links of earlier notices.
        if shown.factor() == Factor::SavedCode {
            self.tell_code_used(work.as_mut(), visitor, &person).await?;
        }
        self.base.commit(work).await?;
        Ok(entered)
    }

    /// The second step that waits in a browser. One that SQL gave to somebody else, who didn't give their password here, is none
    /// (S79).
    pub(crate) async fn asked(
        &self,
        work: &mut dyn VaultWork,
        token: &VerifyToken,
    ) -> Outcome<(Verification, Person, Holdings)> {
        let found = work.verifications().by_token(&self.base.keys.verification_mac(token.expose())).await?;
        let verification = found
            .filter(|found| found.purpose == Purpose::SignIn && found.finished.is_none())
            .filter(|found| found.id == self.base.keys.verification_id(token.expose(), found.person, found.password))
            .ok_or(Refusal::VerifyNone)?;
        if is_over(&verification, self.base.now()) {
            return Err(Refusal::VerifyExpired.into());
        }
        let person = work.people().by_id(verification.person).await?.ok_or(Refusal::VerifyNone)?;
        let holdings = self.genuine(work, &person).await?.ok_or(Refusal::VerifyNone)?;
        Ok((verification, person, holdings))
    }
}

/// Whether a method opens the account: a frozen one only if it counts already, since whoever got in may have added one of
/// their own before its owner froze it (S28, S30).
pub(crate) fn opens(person: &Person, method: &MethodRow, now: Timestamp) -> Result<(), Refusal> {
    counts_if_frozen(person, method.counts_from, now)
}

fn counts_if_frozen(person: &Person, counts_from: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    match person.frozen_at.is_some() && counts_from > now {
        true => Err(Refusal::MethodNew),
        false => Ok(()),
    }
}

fn is_over(verification: &Verification, now: Timestamp) -> bool {
    !verification.created_at.lasts(verification.expires_at, now)
}

/// Reads a code of an authenticator app.
pub(crate) fn parse_authenticator(typed: &str) -> Result<AuthenticatorCode, Refusal> {
    use regain_domain::crockford::CodeError;
    AuthenticatorCode::parse(typed).map_err(|error| match error {
        CodeError::Empty => Refusal::CodeEmpty,
        CodeError::Length | CodeError::Character | CodeError::Several => Refusal::AuthenticatorMalformed,
    })
}
