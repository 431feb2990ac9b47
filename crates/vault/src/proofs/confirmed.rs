//! Proofs outside a recovery: a second factor that was asked for and given (S45).

use super::VerifiedProofs;
use super::evidence::Age;
use crate::{Condition, Permit, PresentedKind, Vault, VaultKeys, VaultWork};
use regain_base::{digest, same};
use regain_domain::{
    Factor, PersonStatus, ProofClass, ProofId, SavedCodeId, SessionId, Timestamp, policy,
};
use regain_storage::{Finished, Person, Purpose, Result, Verification, VerificationSeal};

/// A second factor that was found right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondStep {
    /// None, if the person has none.
    Nothing,
    /// The time step of a code of an authenticator app.
    Step(regain_domain::MethodId, u64),
    /// A saved code.
    SavedCode(SavedCodeId),
    /// A passkey, and its counter.
    Passkey(regain_domain::MethodId, u64),
}

impl SecondStep {
    /// The kind of factor.
    #[must_use]
    pub const fn factor(self) -> Factor {
        match self {
            Self::Nothing => Factor::Password,
            Self::Step(..) => Factor::Authenticator,
            Self::SavedCode(_) => Factor::SavedCode,
            Self::Passkey(..) => Factor::Passkey,
        }
    }
}

impl Vault {
    /// Finishes a verification with the given factor, once, and uses up both; `false` if either was over or used, the
    /// password was changed meanwhile, or the account isn't genuine.
    pub async fn verify(
        &self,
        work: &mut dyn VaultWork,
        verification: &Verification,
        shown: SecondStep,
        circumstances: &crate::Circumstances,
        now: Timestamp,
    ) -> Result<bool> {
        let Some(person) = work.people().by_id(verification.person).await? else {
            return Ok(false);
        };

        let Condition::Genuine(holdings) = self.check(work, &person).await? else {
            return Ok(false);
        };

        let same_password = holdings
            .password
            .is_some_and(|password| password.change == verification.password);
        if !same_password || person.status != PersonStatus::Active {
            return Ok(false);
        }

        let factor = shown.factor();
        let finished = Finished {
            at: now,
            factor,
            seal: seal_of(&self.keys, verification, now, factor),
        };
        if !work
            .verifications()
            .finish(verification.id, &finished)
            .await?
        {
            return Ok(false);
        }

        match shown {
            SecondStep::Nothing => Ok(true),
            SecondStep::Step(method, step) | SecondStep::Passkey(method, step) => {
                self.use_step(work, method, step, now).await
            }
            SecondStep::SavedCode(code) => {
                let proof = ProofId::from_bytes(*verification.id.as_bytes());
                let used = crate::CodeUse {
                    code,
                    proof,
                    at: now,
                };
                self.use_saved_code(work, &person, used, circumstances)
                    .await
            }
        }
    }

    /// Uses up a time step of an authenticator app, or advances a passkey's counter; `true` only for the one call
    /// that did it.
    pub async fn use_step(
        &self,
        work: &mut dyn VaultWork,
        method: regain_domain::MethodId,
        step: u64,
        now: Timestamp,
    ) -> Result<bool> {
        work.rows()
            .use_step(&Permit::new(), method, step, now)
            .await
    }

    /// Whether this session's owner confirmed their identity within the last minutes (S45).
    pub async fn is_confirmed(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        session: SessionId,
        now: Timestamp,
    ) -> Result<bool> {
        Ok(self
            .confirmed_by(work, person, session, now)
            .await?
            .is_some())
    }

    /// The factor that this session's owner confirmed with within the last minutes, if they did.
    pub async fn confirmed_by(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        session: SessionId,
        now: Timestamp,
    ) -> Result<Option<Factor>> {
        let verification = self.confirmation(work, person, session, now).await?;
        Ok(verification
            .and_then(|verification| verification.finished)
            .map(|finished| finished.factor))
    }

    /// Whether this session's owner gave, within the last minutes, two gates of different classes, none of them `but`
    /// and none of them young (S113). A passkey is both gates (S109).
    pub async fn is_confirmed_twice(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        session: SessionId,
        but: ProofClass,
        now: Timestamp,
    ) -> Result<bool> {
        let Some(verification) = self.confirmation(work, person, session, now).await? else {
            return Ok(false);
        };

        if self
            .evidence_of_confirmation(work, person, &verification, now)
            .await?
            .age
            == Age::Young
        {
            return Ok(false);
        }

        let factors = verification
            .finished
            .map(|finished| finished.factor)
            .into_iter()
            .chain(verification.earlier);
        let gates = |factor: Factor| match (factor, but) {
            (Factor::Password, _)
            | (Factor::Authenticator, ProofClass::Authenticator)
            | (Factor::Passkey, ProofClass::Passkey)
            | (Factor::SavedCode, ProofClass::SavedCode) => 0,
            (Factor::Authenticator | Factor::SavedCode, _) => 1,
            (Factor::Passkey, _) => 2,
        };

        Ok(factors.map(gates).sum::<u8>() >= 2)
    }

    /// A factor other than `factor` that confirmed this session within the last minutes.
    pub async fn confirmed_beside(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        session: SessionId,
        factor: Factor,
        now: Timestamp,
    ) -> Result<Option<Factor>> {
        let Some(verification) = self.confirmation(work, person, session, now).await? else {
            return Ok(None);
        };

        let newest = verification
            .finished
            .map(|finished| finished.factor)
            .filter(|newest| *newest != factor);
        Ok(newest
            .or(verification.earlier)
            .filter(|other| *other != factor))
    }

    /// By a fresh proof in this session; `None` if there is none, or the account isn't genuine.
    pub async fn by_confirmation(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        session: SessionId,
        now: Timestamp,
    ) -> Result<Option<VerifiedProofs>> {
        let Some(person) = work.people().by_id(person.id).await? else {
            return Ok(None);
        };

        let Some(verification) = self.confirmation(work, &person, session, now).await? else {
            return Ok(None);
        };

        let proofs = self
            .present(work, person, PresentedKind::Confirmed(verification.id), now)
            .await?;

        Ok(Some(VerifiedProofs {
            factor: verification.finished.map(|finished| finished.factor),
            ..proofs
        }))
    }

    async fn confirmation(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        session: SessionId,
        now: Timestamp,
    ) -> Result<Option<Verification>> {
        let Condition::Genuine(holdings) = self.check(work, person).await? else {
            return Ok(None);
        };

        let Some(verification) = work.verifications().confirmed_in(session).await? else {
            return Ok(None);
        };

        let Some(finished) = &verification.finished else {
            return Ok(None);
        };

        let ours = self.is_ours(&verification, finished, (person, session), now)
            && holdings
                .password
                .as_ref()
                .is_some_and(|password| password.change == verification.password);
        let fresh = is_fresh(finished, now);

        // If an authenticator app or a passkey counts, the password alone is weaker than the account's own sign-in.
        let holdings = self.reckoned(work, person.id, holdings, now).await?;
        let strong = finished.factor != Factor::Password || !holdings.confirms(finished.at);
        let active = person.status == PersonStatus::Active && person.frozen_at.is_none();

        Ok((ours && fresh && strong && active).then_some(verification))
    }

    fn is_ours(
        &self,
        verification: &Verification,
        finished: &Finished,
        (person, session): (&Person, SessionId),
        now: Timestamp,
    ) -> bool {
        let sealed = |keys: &VaultKeys| {
            same(
                &finished.seal,
                &seal_of(keys, verification, finished.at, finished.factor),
            )
        };
        verification.person == person.id
            && verification.purpose == Purpose::Confirm(session)
            && self.is_made((finished.at, policy::CONFIRMED_FOR), now, sealed)
    }
}

/// A keyed digest of a finished verification.
fn seal_of(
    keys: &VaultKeys,
    verification: &Verification,
    at: Timestamp,
    factor: Factor,
) -> VerificationSeal {
    let (purpose, session) = match verification.purpose {
        Purpose::SignIn => ([1], [0; 16]),
        Purpose::Confirm(session) => ([2], *session.as_bytes()),
    };

    let code = |factor: Factor| match factor {
        Factor::Password => 1,
        Factor::Authenticator => 2,
        Factor::SavedCode => 3,
        Factor::Passkey => 4,
    };
    let factors = [code(factor), verification.earlier.map_or(0, code)];

    // A single factor is sealed in the original form.
    let factors = if verification.earlier.is_some() {
        &factors[..]
    } else {
        &factors[..1]
    };

    let at = at.as_millis().to_be_bytes();
    let id = verification.id.as_bytes();
    let person = verification.person.as_bytes();
    let parts: [&[u8]; 7] = [
        id,
        person,
        verification.password.as_bytes(),
        &purpose,
        &session,
        factors,
        &at,
    ];

    digest(&keys.manifest, "verification", &parts)
}

/// Whether it is less than five minutes old (S45).
fn is_fresh(finished: &Finished, now: Timestamp) -> bool {
    finished.at <= now && now < finished.at.plus(policy::CONFIRMED_FOR)
}
