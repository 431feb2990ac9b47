//! "Confirm that it's you": a fresh proof as strong as the account's sign-in, which permits changes for five minutes
//! (S45).

mod confirmed;
mod passkey;
mod required;
mod typed;

pub use required::ConfirmView;
pub(crate) use required::{asks_for_more, confirming};
pub use typed::Confirming;

use crate::accounts::Accounts;
use crate::factors::Factors;
use crate::passwords::hashing::Hasher;
use crate::sessions::Sessions;
use crate::throttle::Throttle;
use crate::{Outcome, SignedIn};
use regain_base::{Base, Op};
use regain_domain::Refusal;
use regain_vault::{Holdings, Vault, VaultOp, VaultStore, VerifiedProofs};
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
