//! What a signed-in person does with their own account.

use crate::outbox::Letter;
use crate::proofs::VerifiedProofs;
use crate::sign_in::count_try;
use crate::{Outcome, Regain, SessionToken, SignedIn, Visitor, credentials};
use regain_domain::{GivenPassword, Language, NewPassword, PasswordError, Refusal};

impl Regain {
    /// Changes the password, with the current one; every session and open recovery ends, and this browser gets a new
    /// session (S21, S37, S50).
    ///
    /// # Errors
    /// [`Refusal::PasswordWrong`] if the current password is wrong, or was too often; the rule that the new one breaks.
    pub async fn change_password(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        current: &str,
        new: &str,
    ) -> Outcome<SessionToken> {
        let now = self.now();
        let person = &signed_in.person;
        let current = GivenPassword::parse(current).map_err(|error| match error {
            PasswordError::Empty => Refusal::CurrentEmpty,
            _ => Refusal::PasswordWrong,
        })?;
        let new = NewPassword::parse(new, &self.password_context(person, &signed_in.addresses))?;

        let mut work = self.store.write().await?;
        let may_try = count_try(work.as_mut(), &self.keys.reentry_key(person.id), now).await?;
        let stored = work.credentials().password(person.id).await?;
        work.commit().await?;
        if !may_try {
            return Err(Refusal::PasswordWrong.into());
        }
        let verdict = self.hasher.verify(current.expose(), stored.as_ref()).await?;
        let (Some(stored), true) = (stored, verdict.matches) else { return Err(Refusal::PasswordWrong.into()) };
        if current.expose() == new.expose() {
            return Err(Refusal::PasswordUnchanged.into());
        }
        let hash = self.hasher.hash(new.expose(), self.bytes()).await?;

        let mut work = self.store.write().await?;
        let proofs = VerifiedProofs::by_current_password(work.as_mut(), person, &stored).await?;
        let Some(proofs) = proofs else { return Err(Refusal::PasswordWrong.into()) };
        credentials::set_password(work.as_mut(), proofs, &hash, now).await?;
        let keys = self.counter_keys(work.as_mut(), person).await?;
        work.counters().clear(&keys).await?;
        work.recovery().cancel_open_of(person.id, None).await?;
        work.sessions().end_all_of(person.id).await?;
        let token = self.begin_session(work.as_mut(), person, signed_in.session.kept).await?;
        self.notify(work.as_mut(), person, visitor, &Letter::PasswordChanged).await?;
        self.commit(work).await?;
        Ok(token)
    }

    /// The language of the person's mails from now on.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn choose_language(&self, signed_in: &SignedIn, language: Language) -> Outcome<()> {
        if signed_in.person.language == language {
            return Ok(());
        }
        let mut work = self.store.write().await?;
        work.people().set_language(signed_in.person.id, language).await?;
        Ok(work.commit().await?)
    }
}

impl SignedIn {
    /// "Keep me signed in" was chosen.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        self.session.kept
    }
}
