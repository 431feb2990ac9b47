//! The only writer of credentials; it takes the right to do so by value (S72, S73).

use crate::proofs::VerifiedProofs;
use crate::{Outcome, Regain};
use regain_domain::{EmailAddress, PasswordContext, SavedCode, SavedCodeId, Timestamp, policy};
use regain_storage::{NewSavedCode, PasswordHash, Person, Work};
use zeroize::Zeroizing;

/// Stores a password.
pub(crate) async fn set_password(
    work: &mut dyn Work,
    proofs: VerifiedProofs,
    hash: &PasswordHash,
    now: Timestamp,
) -> Outcome<()> {
    Ok(work.credentials().set_password(proofs.person(), hash, now).await?)
}

/// Stores a set of saved codes in place of the earlier one.
pub(crate) async fn replace_saved_codes(
    work: &mut dyn Work,
    proofs: VerifiedProofs,
    codes: &[NewSavedCode],
    now: Timestamp,
) -> Outcome<()> {
    Ok(work.credentials().replace_saved_codes(proofs.person(), codes, now).await?)
}

impl Regain {
    /// What a new password of this person is held against (S35).
    pub(crate) fn password_context(&self, person: &Person, addresses: &[EmailAddress]) -> PasswordContext {
        self.organisation_context().with_person(person.user_name.as_ref(), addresses.first())
    }

    /// Ten codes with different selectors, and their stored forms (S25).
    pub(crate) async fn make_saved_codes(&self) -> Outcome<(Vec<SavedCode>, Vec<NewSavedCode>)> {
        let mut codes: Vec<SavedCode> = Vec::with_capacity(policy::SAVED_CODES);
        while codes.len() < policy::SAVED_CODES {
            let bytes = Zeroizing::new(self.bytes::<{ SavedCode::BYTES }>());
            let code = SavedCode::from_bytes(&bytes);
            if codes.iter().all(|other| other.selector() != code.selector()) {
                codes.push(code);
            }
        }
        let mut stored = Vec::with_capacity(codes.len());
        for code in &codes {
            stored.push(NewSavedCode {
                id: SavedCodeId::from_bytes(self.bytes()),
                selector: code.selector().to_owned(),
                hash: self.hasher.hash(code.verifier().as_bytes(), self.bytes()).await?,
            });
        }
        Ok((codes, stored))
    }
}
