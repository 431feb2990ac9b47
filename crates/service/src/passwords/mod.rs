//! Rules for new passwords, their hashing, and the making of saved codes.

pub(crate) mod breaches;
pub(crate) mod hashing;

use crate::Outcome;
use crate::passwords::breaches::BreachCheck;
use crate::passwords::hashing::Hasher;
use regain_base::Base;
use regain_domain::{
    EmailAddress, NewPassword, PasswordContext, PasswordError, Policy, SavedCode, SavedCodeId,
    policy,
};
use regain_storage::Person;
use regain_vault::NewSavedCode;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Rules for new passwords, and the hashing of passwords and saved codes.
pub struct Passwords {
    pub(crate) base: Base,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) breaches: BreachCheck,
    pub(crate) words: PasswordContext,
}

impl Passwords {
    /// The rules for a new password of this person (S34, S35). Stored passwords stay valid even if the policy now
    /// demands longer ones (S82).
    pub(crate) fn password_context(
        &self,
        person: &Person,
        addresses: &[EmailAddress],
        policy: &Policy,
    ) -> PasswordContext {
        let context = self.words.clone().at_least(policy.password_min());
        context.with_person(person.user_name.as_ref(), addresses)
    }

    /// Refuses a password known from a breach (S36). This may take a second: never call it in a unit of work that
    /// writes.
    pub(crate) async fn refuse_breached(&self, password: &NewPassword) -> Outcome<()> {
        if self.breaches.knows(&password.digits()).await {
            Err(PasswordError::Breached.into())
        } else {
            Ok(())
        }
    }

    /// Makes ten codes with distinct selectors, none of them in `taken`, and their stored forms (S25).
    pub(crate) async fn make_saved_codes(
        &self,
        taken: &[String],
    ) -> Outcome<(Vec<SavedCode>, Vec<NewSavedCode>)> {
        let mut codes: Vec<SavedCode> = Vec::with_capacity(policy::SAVED_CODES);
        while codes.len() < policy::SAVED_CODES {
            let bytes = Zeroizing::new(self.base.bytes::<{ SavedCode::BYTES }>());
            let code = SavedCode::from_bytes(&bytes);
            let is_free = taken.iter().all(|other| other != code.selector());

            if is_free
                && codes
                    .iter()
                    .all(|other| other.selector() != code.selector())
            {
                codes.push(code);
            }
        }

        let mut stored = Vec::with_capacity(codes.len());
        for code in &codes {
            stored.push(NewSavedCode {
                id: SavedCodeId::from_bytes(self.base.bytes()),
                selector: code.selector().to_owned(),
                hash: self
                    .hasher
                    .hash(code.verifier().as_bytes(), self.base.bytes())
                    .await?,
            });
        }

        Ok((codes, stored))
    }
}
