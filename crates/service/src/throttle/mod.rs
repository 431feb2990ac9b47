//! Fair throttling: failures cost time, but never the owner's (S57–S63).
//!
//! No account is ever locked. A person's tries are counted in two places: those from unknown devices together, under
//! whichever of the person's names, and those from each known device by itself; wrong codes of their authenticator
//! apps likewise. A stranger's failures delay strangers. Recovery, passkeys and the freeze link aren't counted at
//! all.

mod effort;
mod mails;
mod names;
mod password_known;
mod pressure;
pub(crate) mod refused;
mod wrong_passwords;

pub(crate) use names::NameWaits;
pub(crate) use pressure::Pressure;
pub(crate) use wrong_passwords::WrongPasswords;

use crate::app_codes::AppCodes;
use crate::devices::Devices;
use crate::{DeviceToken, Outcome};
use regain_base::{Base, Op};
use regain_domain::{DeviceId, Factor, GivenPassword, Identifier, PersonId, policy};
use regain_storage::{CounterKey, Person};
use std::sync::Arc;

/// The counter of a sign-in attempt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counter {
    key: CounterKey,
    /// The name that was tried, if the device isn't known.
    name: Option<CounterKey>,
}

impl Counter {
    /// The key under which repeated wrong passwords are recognised: the name, or it would reveal which other names
    /// are the same person's (S63).
    fn tried_at(&self) -> CounterKey {
        self.name.unwrap_or(self.key)
    }
}

/// Decision about a sign-in attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Try {
    /// Check the password.
    Check,
    /// Don't check it, but take as long as a check: judged by this name alone, nobody would have to wait.
    Pretend,
    /// Refuse at once.
    Refuse,
}

/// Counts of what was tried, and the waits that follow from them.
pub struct Throttle {
    pub(crate) base: Base,
    pub(crate) devices: Arc<Devices>,
    pub(crate) wrong_passwords: WrongPasswords,
    pub(crate) names: NameWaits,
    pub(crate) app_codes: Arc<AppCodes>,
    pub(crate) pressure: Pressure,
}

impl Throttle {
    /// The device that a browser's token identifies as one of this person's (S58). Costs the same for people who
    /// don't exist.
    pub(crate) async fn familiar(
        &self,
        op: &mut dyn Op,
        person: Option<PersonId>,
        token: Option<&DeviceToken>,
    ) -> Outcome<Option<DeviceId>> {
        let known = self
            .devices
            .known_device(op, person.unwrap_or(crate::nobody::NOBODY), token)
            .await?;
        Ok(known.map(|known| known.id))
    }

    /// The counter of a sign-in attempt.
    pub(crate) async fn sign_in_counter(
        &self,
        op: &mut dyn Op,
        person: Option<&Person>,
        identifier: &Identifier,
        token: Option<&DeviceToken>,
    ) -> Outcome<Counter> {
        let person = person.map(|person| person.id);
        Ok(match self.familiar(op, person, token).await? {
            Some(device) => Counter {
                key: self
                    .base
                    .counted(op, |keys| keys.familiar_key(device))
                    .await?,
                name: None,
            },
            None => Counter {
                key: self
                    .base
                    .counted(op, |keys| keys.sign_in_key(person, identifier))
                    .await?,
                name: Some(self.base.keys.sign_in_key(None, identifier)),
            },
        })
    }

    /// Counts an attempt before it is checked, and decides whether it is. A repeated wrong password isn't counted
    /// again, since repeating a mistake guesses nothing (S63).
    pub(crate) async fn count_sign_in(
        &self,
        op: &mut dyn Op,
        counter: &Counter,
        password: &GivenPassword,
    ) -> Outcome<Try> {
        let now = op.now();
        let counts = !self.wrong_passwords.knows(&counter.tried_at(), password);
        let may = if counts {
            count_try(op, &counter.key).await?.is_some()
        } else {
            op.counters()
                .may_try(&counter.key, now, now.minus(policy::FAILURES_FORGOTTEN))
                .await?
        };

        let until = counter
            .name
            .and_then(|name| self.names.free(&name, now, counts));

        match (may, until) {
            (true, _) => Ok(Try::Check),
            (false, None) => Ok(Try::Refuse),
            (false, Some(until)) => {
                if counts {
                    // It is counted all the same: once the wait is over it won't be counted again (S63). And nobody
                    // is to be free before the name is.
                    op.counters()
                        .postpone(&counter.key, now, until, policy::FAILURES_MAX)
                        .await?;
                }

                Ok(Try::Pretend)
            }
        }
    }

    /// Remembers a refused password after a real or pretended check: a wrong one, or the right one of an account that
    /// doesn't open, which must look the same (S1, S63).
    pub(crate) fn remember_refused(&self, counter: &Counter, password: &GivenPassword) {
        self.wrong_passwords.remember(&counter.tried_at(), password);
    }

    /// Ends the waits after a sign-in and returns how many attempts had failed. A password alone, on a known device,
    /// ends only that device's waits: strangers go on waiting (S57). Waits for app codes end only with a second step,
    /// not with a password (S60).
    pub(crate) async fn clear_counters(
        &self,
        op: &mut dyn Op,
        person: &Person,
        factor: Option<Factor>,
        token: Option<&DeviceToken>,
    ) -> Outcome<u32> {
        let familiar = self.familiar(op, Some(person.id), token).await?;
        let own = match familiar {
            Some(device) => Some(
                self.base
                    .counted(op, |keys| keys.familiar_key(device))
                    .await?,
            ),
            None => None,
        };

        let waits: Vec<CounterKey> = self
            .waits_of(op, person.id)
            .await?
            .into_iter()
            .chain(own)
            .collect();
        let of_apps = self.app_counters(op, person.id, familiar).await?;
        let counted = op.counters().failures(&waits).await?;
        let failed = counted.saturating_add(op.counters().failures(&of_apps).await?);

        match (factor, own) {
            (None, Some(own)) => op.counters().clear(&[own]).await?,
            _ => op.counters().clear(&waits).await?,
        }

        if factor.is_some() {
            self.clear_app_codes(op, &of_apps).await?;
        }

        // The successful attempt was counted too, except with a passkey.
        let counted = factor != Some(Factor::Passkey);
        Ok(failed.saturating_sub(u32::from(counted)))
    }

    /// Every counter that can delay this person, except those of known devices and authenticator apps.
    async fn waits_of(&self, op: &mut dyn Op, person: PersonId) -> Outcome<[CounterKey; 2]> {
        let sign_in = self
            .base
            .counted(op, |keys| keys.sign_in_key_of(person))
            .await?;
        Ok([
            sign_in,
            self.base
                .counted(op, |keys| keys.reentry_key(person))
                .await?,
        ])
    }

    /// Ends the waits of a person after a password change; those for app codes remain (S60).
    pub(crate) async fn end_waits(&self, op: &mut dyn Op, person: PersonId) -> Outcome<()> {
        let waits = self.waits_of(op, person).await?;
        Ok(op.counters().clear(&waits).await?)
    }

    /// Ends every wait of a person who has recovered; their devices are no longer known.
    pub(crate) async fn end_all_waits(&self, op: &mut dyn Op, person: PersonId) -> Outcome<()> {
        self.end_waits(op, person).await?;
        let counters = self.app_counters(op, person, None).await?;
        self.clear_app_codes(op, &counters).await
    }

    /// The counters for wrong codes of a person's apps: the shared one of unknown devices, and that of a known one.
    async fn app_counters(
        &self,
        op: &mut dyn Op,
        person: PersonId,
        familiar: Option<DeviceId>,
    ) -> Outcome<Vec<CounterKey>> {
        let mut counters = vec![
            self.base
                .counted(op, |keys| keys.authenticator_key(person))
                .await?,
        ];
        if let Some(device) = familiar {
            counters.push(
                self.base
                    .counted(op, |keys| keys.familiar_authenticator_key(device))
                    .await?,
            );
        }

        Ok(counters)
    }

    /// Counts a code of an authenticator app before it is checked, and returns whether it may be. On a known device
    /// it counts only there: guessing elsewhere doesn't block the owner (S41, S58).
    pub(crate) async fn count_app_code(
        &self,
        op: &mut dyn Op,
        person: PersonId,
        token: Option<&DeviceToken>,
    ) -> Outcome<bool> {
        let now = op.now();
        let familiar = self.familiar(op, Some(person), token).await?;
        let Some(key) = self.app_counters(op, person, familiar).await?.pop() else {
            return Ok(false);
        };

        let forget_before = now.minus(policy::AUTHENTICATOR_FORGOTTEN);
        let stored = op
            .counters()
            .count_try(&key, now, forget_before, policy::authenticator_delay)
            .await?;

        Ok(stored.is_some_and(|stored| self.app_codes.count(&key, stored, now)))
    }

    /// Resets the counts of wrong codes after a right code has opened what it was entered for.
    pub(crate) async fn forget_app_codes(
        &self,
        op: &mut dyn Op,
        person: PersonId,
        token: Option<&DeviceToken>,
    ) -> Outcome<()> {
        let familiar = self.familiar(op, Some(person), token).await?;
        let counters = self.app_counters(op, person, familiar).await?;
        self.clear_app_codes(op, &counters).await
    }

    async fn clear_app_codes(&self, op: &mut dyn Op, counters: &[CounterKey]) -> Outcome<()> {
        op.counters().clear(counters).await?;
        self.app_codes.clear(counters);
        Ok(())
    }
}

/// Counts a try before it is checked. Returns its number in the current row of failures, or `None` if it may not be
/// checked.
pub(crate) async fn count_try(op: &mut dyn Op, key: &CounterKey) -> Outcome<Option<u32>> {
    let now = op.now();
    let forget_before = now.minus(policy::FAILURES_FORGOTTEN);
    Ok(op
        .counters()
        .count_try(key, now, forget_before, policy::sign_in_delay)
        .await?)
}
