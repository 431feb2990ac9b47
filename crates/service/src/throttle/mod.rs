//! Fair throttling: what is wrong costs time, and never the owner's (S57–S63).
//!
//! No account is ever locked. A person's tries are counted in two places: those from devices that aren't known together,
//! whatever the person is called there, and those from each device that is known by itself. A stranger's failures delay
//! strangers. Recovery, passkeys and the freeze link aren't counted at all.

mod effort;
mod mails;
mod pressure;
mod wrong_passwords;

pub(crate) use pressure::Pressure;
pub(crate) use wrong_passwords::WrongPasswords;

use crate::{DeviceToken, Outcome, Regain};
use regain_domain::{DeviceId, Factor, GivenPassword, Identifier, PersonId, Timestamp, policy};
use regain_storage::{Mac, Person, Work};

impl Regain {
    /// The device that a browser's token makes known as one of this person's (S58). It costs the same for people who don't
    /// exist.
    pub(crate) async fn familiar(
        &self,
        work: &mut dyn Work,
        person: Option<PersonId>,
        token: Option<&DeviceToken>,
    ) -> Outcome<Option<DeviceId>> {
        let known = self.known_device(work, person.unwrap_or(crate::recovery::NOBODY), token).await?;
        Ok(known.map(|known| known.id))
    }

    /// Which counter a try to sign in belongs to.
    pub(crate) async fn sign_in_counter(
        &self,
        work: &mut dyn Work,
        person: Option<&Person>,
        identifier: &Identifier,
        token: Option<&DeviceToken>,
    ) -> Outcome<Mac> {
        let person = person.map(|person| person.id);
        let familiar = self.familiar(work, person, token).await?;
        let unfamiliar = self.base.keys.sign_in_key(person, identifier);
        Ok(familiar.map_or(unfamiliar, |device| self.base.keys.familiar_key(device)))
    }

    /// Counts a try before it is checked, and says whether it may be. A wrong password that was given before isn't counted
    /// again: who mistypes and repeats it guesses nothing (S63).
    pub(crate) async fn count_sign_in(
        &self,
        work: &mut dyn Work,
        counter: &Mac,
        password: &GivenPassword,
        now: Timestamp,
    ) -> Outcome<bool> {
        if self.wrong_passwords.knows(counter, password) {
            return Ok(work.counters().may_try(counter, now, now.minus(policy::FAILURES_FORGOTTEN)).await?);
        }
        Ok(count_try(work, counter, now).await?.is_some())
    }

    /// Ends the waits after somebody has signed in, and says how many tries had failed before. A password alone, on a device
    /// that is known, ends those of that device only: strangers go on waiting (S57).
    pub(crate) async fn clear_counters(
        &self,
        work: &mut dyn Work,
        person: &Person,
        factor: Option<Factor>,
        token: Option<&DeviceToken>,
    ) -> Outcome<u32> {
        let familiar = self.familiar(work, Some(person.id), token).await?;
        let own = familiar.map(|device| self.base.keys.familiar_key(device));
        let of_all = self.counter_keys(person.id);
        let keys: Vec<Mac> = of_all.into_iter().chain(own).collect();
        let failed = work.counters().failures(&keys).await?;
        match (factor, own) {
            (None, Some(own)) => work.counters().clear(&[own]).await?,
            _ => work.counters().clear(&keys).await?,
        }
        // The one that has just succeeded was counted, too; a passkey isn't.
        let counted = factor != Some(Factor::Passkey);
        Ok(failed.saturating_sub(u32::from(counted)))
    }

    /// Every counter that can delay this person, but for those of known devices.
    pub(crate) fn counter_keys(&self, person: PersonId) -> Vec<Mac> {
        let keys = &self.base.keys;
        vec![keys.sign_in_key_of(person), keys.reentry_key(person), keys.authenticator_key(person)]
    }
}

/// Counts a try before it is checked: which in a row it is, or none if it may not be checked.
pub(crate) async fn count_try(work: &mut dyn Work, key: &Mac, now: Timestamp) -> Outcome<Option<u32>> {
    let forget_before = now.minus(policy::FAILURES_FORGOTTEN);
    Ok(work.counters().count_try(key, now, forget_before, policy::sign_in_delay).await?)
}
