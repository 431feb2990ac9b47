//! Signing in: count first, then check, and one answer for every failure (S1, S3, S57, S60).

use crate::{Failure, Outcome, Regain, SessionToken};
use regain_domain::{GivenPassword, Identifier, Refusal, policy};
use regain_storage::{Mac, PasswordHash, Person, PersonStatus, Work};

impl Regain {
    /// Signs a person in; `previous` is a session of the same browser, which ends.
    ///
    /// # Errors
    /// [`Refusal::SignIn`] whatever is wrong; [`Refusal::Busy`] if no thread is free in time.
    pub async fn sign_in(
        &self,
        identifier: &Identifier,
        password: &GivenPassword,
        keep: bool,
        previous: Option<&SessionToken>,
    ) -> Outcome<SessionToken> {
        let now = self.now();
        let key = self.keys.sign_in_key(identifier);
        let mut work = self.store.write().await?;
        let may_try = count_try(work.as_mut(), &key, now).await?;
        let person = work.people().by_identifier(identifier.canonical()).await?;
        let stored = match &person {
            Some(person) => work.credentials().password(person.id).await?,
            None => None,
        };
        work.commit().await?;
        if !may_try {
            return Err(Refusal::SignIn.into());
        }

        let verdict = self.hasher.verify(password.expose(), stored.as_ref()).await?;
        let (Some(person), Some(stored), true) = (person, stored, verdict.matches) else {
            return Err(Refusal::SignIn.into());
        };
        if person.status != PersonStatus::Active {
            return Err(Refusal::SignIn.into());
        }
        let fresh = match verdict.outdated {
            true => Some(self.hasher.hash(password.expose(), self.bytes()).await?),
            false => None,
        };

        let mut work = self.store.write().await?;
        if !still_valid(work.as_mut(), &person, &stored).await? {
            return Err(Refusal::SignIn.into());
        }
        if let Some(fresh) = fresh {
            work.credentials().rehash_password(person.id, &stored, &fresh).await?;
        }
        let keys = self.counter_keys(work.as_mut(), &person).await?;
        work.counters().clear(&keys).await?;
        work.recovery().cancel_open_of(person.id, None).await?;
        if let Some(previous) = previous {
            let mac = self.keys.session_mac(previous.expose());
            if let Some(session) = work.sessions().by_token(&mac).await? {
                work.sessions().end(session.id).await?;
            }
        }
        let token = self.begin_session(work.as_mut(), &person, keep).await?;
        work.commit().await?;
        Ok(token)
    }

    /// Every counter that can delay this person.
    pub(crate) async fn counter_keys(&self, work: &mut dyn Work, person: &Person) -> Outcome<Vec<Mac>> {
        let addresses = work.people().addresses(person.id).await?.into_iter().map(Identifier::Email);
        let user_name = person.user_name.clone().map(Identifier::UserName);
        let mut keys: Vec<Mac> = addresses.chain(user_name).map(|id| self.keys.sign_in_key(&id)).collect();
        keys.push(self.keys.reentry_key(person.id));
        Ok(keys)
    }
}

/// Counts a try before it is checked; whether it may be.
pub(crate) async fn count_try(work: &mut dyn Work, key: &Mac, now: regain_domain::Timestamp) -> Outcome<bool> {
    let forget_before = now.minus(policy::FAILURES_FORGOTTEN);
    Ok(work.counters().count_try(key, now, forget_before, policy::sign_in_delay).await?.is_some())
}

/// Whether person and password are still as they were before the hash was computed.
async fn still_valid(work: &mut dyn Work, person: &Person, stored: &PasswordHash) -> Result<bool, Failure> {
    let current = work.people().by_id(person.id).await?;
    let unchanged = work.credentials().password(person.id).await?.as_ref() == Some(stored);
    Ok(unchanged && current.is_some_and(|person| person.status == PersonStatus::Active))
}
