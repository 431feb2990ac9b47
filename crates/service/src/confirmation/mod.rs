//! "Confirm that it's you": a fresh proof as strong as the account's sign-in, which permits changes for five minutes
//! (S45).

mod passkey;

use crate::accounts::Accounts;
use crate::factors::authenticator::parse_authenticator;
use crate::factors::{Factors, used_before};
use crate::passwords::hashing::Hasher;
use crate::sessions::Sessions;
use crate::throttle::refused::Step;
use crate::throttle::{Throttle, count_try};
use crate::{DeviceToken, Failure, Outcome, SessionToken, SignedIn, Visitor};
use regain_base::{Base, Op};
use regain_domain::{
    ChangeId, Factor, Facts, GivenPassword, HistoryEvent, MethodKind, PasswordError, Policy,
    Refusal, SavedCode, Timestamp,
};
use regain_storage::{Purpose, Verification, VerificationDigest};
use regain_vault::{Holdings, MethodRow, SecondStep, Vault, VaultOp, VaultStore, VerifiedProofs};
use std::sync::Arc;

/// What a person confirms with besides the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmWith {
    /// Nothing more.
    Password,
    /// A code of an authenticator app.
    Authenticator,
    /// A saved code, which is used up.
    SavedCode,
}

/// The typed proof.
#[derive(Clone, Copy)]
pub struct Confirming<'a> {
    /// The password.
    pub password: &'a str,
    /// The kind of second proof.
    pub with: ConfirmWith,
    /// The code for that.
    pub code: &'a str,
}

/// What a person may confirm with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfirmView {
    /// Besides the password.
    pub with: ConfirmWith,
    /// Whether a passkey may be used instead.
    pub passkey: bool,
}

/// Credentials of this kind that are old enough to confirm (S110).
pub(crate) fn confirming(holdings: &Holdings, kind: MethodKind, now: Timestamp) -> Vec<&MethodRow> {
    holdings
        .methods_of(kind)
        .filter(|method| method.confirms(now))
        .collect()
}

/// Whether changes take more than the password: yes if another credential counts, or if the policy demands a second
/// factor and there is a saved code to give.
pub(crate) fn asks_for_more(policy: &Policy, holdings: &Holdings, now: Timestamp) -> bool {
    let code = |code: &regain_vault::SavedCodeRow| {
        code.used_at.is_none() && holdings.code_counts_from(code, policy.quarantine()) <= now
    };
    holdings.confirms(now) || (policy.second_factor() && holdings.saved_codes.iter().any(code))
}

/// The fresh proof before changes.
pub struct Confirmation {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) factors: Arc<Factors>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) throttle: Arc<Throttle>,
}

impl Confirmation {
    /// What this person is asked for besides the password: the strongest they have. A passkey needs no password.
    pub async fn view(&self, signed_in: &SignedIn) -> Outcome<ConfirmView> {
        let mut op = self.store.reading(&self.base).await?;
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let policy = op.policy().await?;
        let now = op.now();
        let with = match confirming(&holdings, MethodKind::Authenticator, now).is_empty() {
            false => ConfirmWith::Authenticator,
            true if asks_for_more(&policy, &holdings, now) => ConfirmWith::SavedCode,
            true => ConfirmWith::Password,
        };

        let passkey = !confirming(&holdings, MethodKind::Passkey, now).is_empty();
        Ok(ConfirmView { with, passkey })
    }

    /// Whether this session may make changes.
    pub async fn is_confirmed(&self, signed_in: &SignedIn) -> Outcome<bool> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let person = &signed_in.person;
        let session = signed_in.session.id;

        Ok(self
            .vault
            .is_confirmed(&mut op, person, session, now)
            .await?)
    }

    /// Confirms; the session continues under a new token (S50). Wrong codes of an app are counted per known browser
    /// (S58).
    ///
    /// # Errors
    /// [`Refusal::PasswordWrong`], [`Refusal::CurrentEmpty`]; what is wrong with the code.
    pub async fn confirm(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        given: Confirming<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<SessionToken> {
        let confirmed = self.confirm_with(visitor, signed_in, given, device).await;
        if let Err(Failure::Refused(refusal)) = confirmed {
            self.throttle
                .tell_refused(visitor, signed_in.person.id, Step::Confirm, refusal);
        }

        confirmed
    }

    async fn confirm_with(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        given: Confirming<'_>,
        device: Option<&DeviceToken>,
    ) -> Outcome<SessionToken> {
        let Confirming {
            password,
            with,
            code: typed,
        } = given;
        let password = GivenPassword::parse(password).map_err(|error| match error {
            PasswordError::Empty => Refusal::CurrentEmpty,
            _ => Refusal::PasswordWrong,
        })?;

        // A malformed code doesn't count as a try.
        match with {
            ConfirmWith::Password => {}
            ConfirmWith::Authenticator => drop(parse_authenticator(typed)?),
            ConfirmWith::SavedCode => drop(SavedCode::parse(typed)?),
        }

        let person = &signed_in.person;
        let mut op = self.store.writing(&self.base, visitor).await?;

        // Before counting: if the hasher is busy, this wasn't an attempt. A saved code takes a place of its own.
        let place = self.hasher.place()?;
        let other = if with == ConfirmWith::SavedCode {
            Some(self.hasher.place()?)
        } else {
            None
        };

        let reentry = self
            .base
            .counted(&mut op, |keys| keys.reentry_key(person.id))
            .await?;
        let tried = count_try(&mut op, &reentry).await?;
        let holdings = self.accounts.genuine(&mut op, person).await?;
        let quarantine = op.policy().await?.quarantine();

        op.commit().await?;
        tried.ok_or(Refusal::PasswordWrong)?;
        let stored = holdings
            .as_ref()
            .and_then(|holdings| holdings.password.clone());
        let verdict = self
            .hasher
            .verify_at(
                place,
                password.expose(),
                stored.as_ref().map(|row| &row.hash),
            )
            .await?;
        let (Some(holdings), Some(stored), true) = (holdings, stored, verdict.matches) else {
            return Err(Refusal::PasswordWrong.into());
        };

        let saved = match other {
            Some(place) => {
                let row = self
                    .factors
                    .saved_code_of(
                        place,
                        holdings.saved_codes.iter(),
                        &SavedCode::parse(typed)?,
                    )
                    .await?;
                if holdings.code_counts_from(&row, quarantine) > self.base.now() {
                    return Err(Refusal::MethodNew.into());
                }

                Some(row)
            }
            None => None,
        };

        let mut op = self.store.writing(&self.base, visitor).await?;
        let holdings = self
            .accounts
            .genuine(&mut op, person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let policy = op.policy().await?;
        let shown = match (with, saved) {
            (_, Some(row)) => SecondStep::SavedCode(row.id),
            (ConfirmWith::Authenticator, None) => {
                let code = parse_authenticator(typed)?;
                let apps = confirming(&holdings, MethodKind::Authenticator, op.now());
                match self
                    .factors
                    .authenticator_of(&mut op, (person, device), &apps, &code)
                    .await?
                {
                    Ok((app, step)) => SecondStep::Step(app, step),
                    Err(refusal) => {
                        let whose = (person, &holdings);
                        let refusal = self.factors.or_too_new(whose, &code, refusal, op.now());
                        op.commit().await?;
                        return Err(refusal.into());
                    }
                }
            }
            (ConfirmWith::Password | ConfirmWith::SavedCode, None)
                if asks_for_more(&policy, &holdings, op.now()) =>
            {
                return Err(Refusal::CodeEmpty.into());
            }
            (ConfirmWith::Password | ConfirmWith::SavedCode, None) => SecondStep::Nothing,
        };

        let token = self
            .confirmed(&mut op, signed_in, stored.change, shown)
            .await?;
        if shown.factor() == Factor::Authenticator {
            self.throttle
                .forget_app_codes(&mut op, person.id, device)
                .await?;
        }

        op.commit().await?;
        Ok(token)
    }

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

    /// Checks that this session may make changes, before anything else is asked or sent (S45).
    pub(crate) async fn changes_are_open(
        &self,
        op: &mut dyn VaultOp,
        signed_in: &SignedIn,
    ) -> Outcome<()> {
        let now = op.now();
        let person = &signed_in.person;
        let session = signed_in.session.id;
        if self.vault.is_confirmed(op, person, session, now).await? {
            Ok(())
        } else {
            Err(Refusal::ConfirmNeeded.into())
        }
    }

    /// The right to change one's own credentials, and what they are now.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::SignedOut`] if the account isn't genuine.
    pub(crate) async fn may_change(
        &self,
        op: &mut dyn VaultOp,
        signed_in: &SignedIn,
    ) -> Outcome<(VerifiedProofs, Holdings)> {
        let proofs = self.confirmed_proofs(op, signed_in).await?;
        let holdings = self.accounts.genuine(op, &signed_in.person).await?;
        Ok((proofs, holdings.ok_or(Refusal::SignedOut)?))
    }

    /// Turns a fresh proof into the right to change one's own credentials.
    pub(crate) async fn confirmed_proofs(
        &self,
        op: &mut dyn VaultOp,
        signed_in: &SignedIn,
    ) -> Outcome<VerifiedProofs> {
        let now = op.now();
        let person = &signed_in.person;
        let session = signed_in.session.id;
        let proofs = self.vault.by_confirmation(op, person, session, now).await?;

        Ok(proofs.ok_or(Refusal::ConfirmNeeded)?)
    }
}
