//! What a signed-in person does with their own account.

pub(crate) mod closing;
pub(crate) mod history;

use crate::accounts::Accounts;
use crate::confirmation::{Confirmation, asks_for_more};
use crate::passwords::Passwords;
use crate::passwords::hashing::Hasher;
use crate::sessions::Sessions;
use crate::throttle::{Throttle, count_try};
use crate::{Failure, Outcome, SessionToken, SignedIn, Visitor};
use regain_base::{Base, Letter, Op};
use regain_domain::{
    Facts, GivenPassword, HistoryEvent, Language, NewPassword, PasswordError, Refusal,
};
use regain_storage::Work;
use regain_vault::{Occasion, Vault, VaultOp, VaultStore};
use std::sync::Arc;

/// A person's own account: password, language, history, closing.
pub struct OwnAccount {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) confirmation: Arc<Confirmation>,
    pub(crate) throttle: Arc<Throttle>,
}

impl OwnAccount {
    /// Whether this session may change the password now. Like every change of credentials, it takes a fresh proof
    /// (S37, S45); if the password is the only credential, the current password is that proof.
    pub async fn password_may_change(&self, signed_in: &SignedIn) -> Outcome<bool> {
        let mut op = self.store.reading(&self.base).await?;
        match self.password_is_open(&mut op, signed_in).await {
            Ok(()) => Ok(true),
            Err(Failure::Refused(Refusal::ConfirmNeeded | Refusal::SignedOut)) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    async fn password_is_open(&self, op: &mut dyn VaultOp, signed_in: &SignedIn) -> Outcome<()> {
        // If the account has changed since sign-in (frozen, say), this session changes nothing.
        let Some(holdings) = self.accounts.genuine(op, &signed_in.person).await? else {
            return Err(Refusal::SignedOut.into());
        };

        if asks_for_more(&op.policy().await?, &holdings, op.now()) {
            self.confirmation.changes_are_open(op, signed_in).await
        } else {
            Ok(())
        }
    }

    /// Changes the password; takes the current password and a fresh proof. Ends every session and open recovery, and
    /// gives this browser a new session (S21, S37, S50).
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] if the account was frozen meanwhile; [`Refusal::ConfirmNeeded`];
    /// [`Refusal::PasswordWrong`] if the current password is wrong, or was too often; the rule that the new password
    /// breaks.
    pub async fn change_password(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        current: &str,
        new: &str,
    ) -> Outcome<SessionToken> {
        let person = &signed_in.person;
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        self.password_is_open(&mut op, signed_in).await?;
        let policy = op.policy().await?;
        drop(op);
        let current = GivenPassword::parse(current).map_err(|error| match error {
            PasswordError::Empty => Refusal::CurrentEmpty,
            _ => Refusal::PasswordWrong,
        })?;
        let new = NewPassword::parse(
            new,
            &self
                .passwords
                .password_context(person, &signed_in.addresses, &policy),
        )?;

        let mut op = self.store.writing(&self.base, visitor).await?;

        // Before counting: if the hasher is busy, this wasn't an attempt.
        let place = self.hasher.place()?;
        let reentry = self
            .base
            .counted(&mut op, |keys| keys.reentry_key(person.id))
            .await?;
        let tried = count_try(&mut op, &reentry).await?;
        let stored = self
            .accounts
            .genuine(&mut op, person)
            .await?
            .and_then(|holdings| holdings.password);

        op.commit().await?;
        if tried.is_none() {
            return Err(Refusal::PasswordWrong.into());
        }

        let verdict = self
            .hasher
            .verify_at(
                place,
                current.expose(),
                stored.as_ref().map(|row| &row.hash),
            )
            .await?;
        let (Some(stored), true) = (stored, verdict.matches) else {
            return Err(Refusal::PasswordWrong.into());
        };

        if current.expose() == new.expose() {
            return Err(Refusal::PasswordUnchanged.into());
        }

        self.passwords.refuse_breached(&new).await?;
        let hash = self.hasher.hash(new.expose(), self.base.bytes()).await?;

        let mut op = self.store.writing(&self.base, visitor).await?;
        self.password_is_open(&mut op, signed_in).await?;
        let proofs = self
            .vault
            .by_current_password(&mut op, person, stored.change, now)
            .await?;
        let Some(proofs) = proofs else {
            return Err(Refusal::PasswordWrong.into());
        };

        let circumstances = crate::circumstances(visitor);
        let ended = op.sessions().end_all_of(person.id).await?;
        let facts = Facts {
            sessions: Some(ended),
            ..Facts::default()
        };
        let occasion = Occasion {
            event: HistoryEvent::PasswordChanged,
            facts,
        };

        self.vault
            .set_password(&mut op, proofs, occasion, &hash, &circumstances)
            .await?;
        self.throttle.end_waits(&mut op, person.id).await?;
        op.recovery().cancel_open_of(person.id, None).await?;
        self.accounts.forget_trust(&mut op, person.id).await?;
        let token = self
            .sessions
            .begin_session(&mut op, person, signed_in.session.kept)
            .await?;
        op.notify(person, &Letter::PasswordChanged).await?;
        op.commit().await?;

        Ok(token)
    }

    /// Sets the language of this person's mail.
    pub async fn choose_language(&self, signed_in: &SignedIn, language: Language) -> Outcome<()> {
        if signed_in.person.language == language {
            return Ok(());
        }

        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        op.people()
            .set_language(signed_in.person.id, language)
            .await?;
        op.commit().await
    }
}

impl SignedIn {
    /// "Keep me signed in" was chosen.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.session.kept
    }
}
