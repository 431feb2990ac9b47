//! What a person shows besides a password: a code of an authenticator app, a saved code, a passkey. Signing in,
//! confirming and recovering all check it here.

pub(crate) mod authenticator;
pub(crate) mod passkeys;
pub(crate) mod signing;

use crate::Outcome;
use crate::accounts::Accounts;
use crate::factors::passkeys::RelyingParty;
use crate::factors::signing::find_code;
use crate::passwords::hashing::{Hasher, HashingPlace};
use crate::throttle::Throttle;
use regain_base::{Base, Letter};
use regain_domain::{ChangeId, Refusal, SavedCode, Timestamp, VerificationId, policy};
use regain_storage::{Person, Purpose, Verification, VerificationDigest};
use regain_vault::{Holdings, SavedCodeRow, SecondStep, Vault, VaultOp};
use std::sync::Arc;

/// Checks what a person shows besides a password, whatever it opens.
pub(crate) struct Factors {
    pub(crate) base: Base,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) relying_party: Arc<RelyingParty>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) throttle: Arc<Throttle>,
}

impl Factors {
    /// Tells the owner that a saved code was used, and how many are left. Otherwise, somebody who found the list
    /// could use up most of it unnoticed (S25, S30).
    pub(crate) async fn tell_code_used(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
    ) -> Outcome<()> {
        let left = self
            .accounts
            .genuine(op, person)
            .await?
            .map_or(0, |holdings: Holdings| holdings.codes_left());
        op.notify(person, &Letter::SavedCodeUsed { left }).await
    }

    pub(crate) fn new_verification(
        &self,
        person: &Person,
        password: ChangeId,
        purpose: Purpose,
        token_digest: VerificationDigest,
        now: Timestamp,
    ) -> Verification {
        Verification {
            id: VerificationId::from_bytes(self.base.bytes()),
            token_digest,
            purpose,
            person: person.id,
            password,
            earlier: None,
            keep: false,
            created_at: now,
            expires_at: now.plus(policy::VERIFY_LIFETIME),
            tries: 0,
            finished: None,
        }
    }

    /// The person's unused code that was typed; costs one slow hash in every case (S25).
    pub(crate) async fn saved_code_of(
        &self,
        place: HashingPlace,
        codes: impl Iterator<Item = &SavedCodeRow> + Send,
        code: &SavedCode,
    ) -> Outcome<SavedCodeRow> {
        let row = find_code(codes, code);
        let verdict = self
            .hasher
            .verify_at(
                place,
                code.verifier().as_bytes(),
                row.as_ref().map(|row| &row.hash),
            )
            .await?;
        let row = row.filter(|_| verdict.matches).ok_or(Refusal::CodeWrong)?;

        match row.used_at {
            Some(_) => Err(Refusal::CodeUsed.into()),
            None => Ok(row),
        }
    }
}

/// The refusal of something that was used before.
pub(crate) const fn used_before(shown: SecondStep) -> Refusal {
    match shown {
        SecondStep::Step(..) => Refusal::AuthenticatorUsed,
        SecondStep::Passkey(..) => Refusal::PasskeyExpired,
        SecondStep::SavedCode(_) => Refusal::CodeUsed,
        SecondStep::Nothing => Refusal::PasswordWrong,
    }
}
