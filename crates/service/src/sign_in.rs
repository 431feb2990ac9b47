//! Signing in: count first, then check, and one answer for every failure (S1, S3, S57, S60).

use crate::{Outcome, Regain, SessionToken, Visitor};
use regain_domain::{Facts, GivenPassword, HistoryEvent, Identifier, PersonStatus, Refusal, Timestamp, policy};
use regain_storage::{Mac, Person, Work};
use regain_vault::{PasswordRow, VaultWork};

impl Regain {
    /// Signs a person in; `previous` is a session of the same browser, which ends.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] whatever is wrong; [`Refusal::Busy`] if no thread is free in time.
    pub async fn sign_in(
        &self,
        visitor: &Visitor,
        identifier: &Identifier,
        password: &GivenPassword,
        keep: bool,
        previous: Option<&SessionToken>,
    ) -> Outcome<SessionToken> {
        let now = self.base.now();
        let key = self.base.keys.sign_in_key(identifier);
        let mut work = self.store.write_vault().await?;
        let tried = count_try(work.as_mut(), &key, now).await?;
        let person = work.people().by_identifier(identifier.canonical()).await?;
        let holdings = match &person {
            Some(person) => self.genuine(work.as_mut(), person).await?,
            None => None,
        };
        work.commit().await?;
        let Some(tried) = tried else { return Err(Refusal::SignIn.into()) };

        let stored = holdings.as_ref().and_then(|holdings| holdings.password.clone());
        let verdict = self.hasher.verify(password.expose(), stored.as_ref().map(|row| &row.hash)).await?;
        if let (Some(person), None) = (&person, &holdings) {
            self.close(person.id).await?;
        }
        let (Some(person), Some(stored), true) = (person, stored, verdict.matches) else {
            return Err(Refusal::SignIn.into());
        };
        if person.status != PersonStatus::Active || person.frozen_at.is_some() {
            return Err(Refusal::SignIn.into());
        }
        let fresh = match verdict.outdated {
            true => Some(self.hasher.hash(password.expose(), self.base.bytes()).await?),
            false => None,
        };

        let mut work = self.store.write_vault().await?;
        if !self.still_valid(work.as_mut(), &person, &stored).await? {
            return Err(Refusal::SignIn.into());
        }
        let circumstances = crate::circumstances(visitor);
        if let Some(fresh) = fresh {
            let proofs = self.vault.by_current_password(work.as_mut(), &person, stored.change, now).await?;
            let proofs = proofs.ok_or(Refusal::SignIn)?;
            let event = HistoryEvent::PasswordRehashed;
            self.vault.set_password(work.as_mut(), proofs, event, Facts::default(), &fresh, &circumstances).await?;
        }
        let keys = self.counter_keys(work.as_mut(), &person).await?;
        work.counters().clear(&keys).await?;
        work.recovery().cancel_open_of(person.id, None).await?;
        if let Some(previous) = previous {
            let mac = self.base.keys.session_mac(previous.expose());
            if let Some(session) = work.sessions().by_token(&mac).await? {
                work.sessions().end(session.id).await?;
            }
        }
        let token = self.begin_session(work.as_mut(), &person, keep).await?;
        let facts = Facts { failed: Some(tried - 1), ..Facts::default() };
        let entry = visitor.entry(HistoryEvent::SignedIn, person.id).with(facts);
        self.base.tell(work.as_mut(), &entry).await?;
        self.base.commit(work).await?;
        Ok(token)
    }

    /// Whether person and password are still as they were before the hash was computed.
    async fn still_valid(&self, work: &mut dyn VaultWork, person: &Person, checked: &PasswordRow) -> Outcome<bool> {
        let Some(current) = work.people().by_id(person.id).await? else { return Ok(false) };
        let holdings = self.genuine(work, &current).await?;
        let unchanged = holdings.is_some_and(|holdings| holdings.password.as_ref() == Some(checked));
        Ok(unchanged && current.status == PersonStatus::Active && current.frozen_at.is_none())
    }

    /// Every counter that can delay this person.
    pub(crate) async fn counter_keys(&self, work: &mut dyn Work, person: &Person) -> Outcome<Vec<Mac>> {
        let addresses = work.people().addresses(person.id).await?.into_iter().map(Identifier::Email);
        let user_name = person.user_name.clone().map(Identifier::UserName);
        let mut keys: Vec<Mac> = addresses.chain(user_name).map(|id| self.base.keys.sign_in_key(&id)).collect();
        keys.push(self.base.keys.reentry_key(person.id));
        Ok(keys)
    }
}

/// Counts a try before it is checked: which in a row it is, or none if it may not be checked.
pub(crate) async fn count_try(work: &mut dyn Work, key: &Mac, now: Timestamp) -> Outcome<Option<u32>> {
    let forget_before = now.minus(policy::FAILURES_FORGOTTEN);
    Ok(work.counters().count_try(key, now, forget_before, policy::sign_in_delay).await?)
}
