//! Who may act in a role: a person with a passkey that counts, who confirms with it (S114).
//!
//! The decision is made here and not in the administrators' use cases: those can't reach credentials (S73), and the
//! database's counts for their report aren't sealed, so SQL could invent a passkey (S79). This code reads only what a
//! manifest vouches for, and the sealed role and its date. Reading requires that such a passkey exists; acting
//! requires that the fresh proof was one, so that a phishing page can't obtain what an act needs.

use crate::factors::passkeys::RelyingParty;
use crate::{Outcome, PasskeyDuty, SignedIn, Visitor};
use regain_base::history::Entry;
use regain_base::{Base, Op};
use regain_domain::{Factor, HistoryEvent, MethodKind, PersonId, Refusal, Role, Timestamp, policy};
use regain_storage::{Person, Work};
use regain_vault::{Holdings, Vault, VaultStore};
use std::sync::Arc;

/// Somebody who meets the passkey rule for administrators' screens now; what their role allows is checked elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Administrator {
    person: PersonId,
}

impl Administrator {
    /// The person.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }
}

/// The rule that a role takes a passkey.
pub struct Roles {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) relying_party: Arc<RelyingParty>,
}

impl Roles {
    /// Whether browsers support passkeys at the public address. They need a domain name; at an IP address, roles need
    /// no passkey.
    #[must_use]
    pub fn knows_passkeys(&self) -> bool {
        self.relying_party.knows_passkeys()
    }

    /// Checks that somebody may read administrators' screens.
    ///
    /// # Errors
    /// [`Refusal::PasskeyNeeded`] after the time to get a passkey is over, until one counts.
    pub fn administering(&self, signed_in: &SignedIn) -> Outcome<Administrator> {
        match signed_in.passkey_duty {
            PasskeyDuty::Over { .. } => Err(Refusal::PasskeyNeeded.into()),
            PasskeyDuty::None | PasskeyDuty::Met | PasskeyDuty::Due { .. } => Ok(Administrator {
                person: signed_in.person.id,
            }),
        }
    }

    /// Checks that somebody may act as an administrator: takes a proof from the last few minutes, by passkey if they
    /// have one that counts.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::PasskeyNeeded`] as for reading.
    pub async fn acting(&self, signed_in: &SignedIn) -> Outcome<Administrator> {
        let administrator = self.administering(signed_in)?;
        let mut op = self.store.reading(&self.base).await?;
        let person = &signed_in.person;
        let session = signed_in.session.id;
        let now = op.now();
        let proof = self
            .vault
            .confirmed_by(&mut op, person, session, now)
            .await?;
        let enough = match signed_in.passkey_duty {
            PasskeyDuty::Met => proof == Some(Factor::Passkey),
            _ => proof.is_some(),
        };

        if enough {
            Ok(administrator)
        } else {
            Err(Refusal::ConfirmNeeded.into())
        }
    }

    /// Where somebody stands with the passkey that their role needs; `holdings` are already verified.
    pub(crate) async fn passkey_duty(
        &self,
        op: &mut dyn Op,
        person: &Person,
        holdings: &Holdings,
    ) -> Outcome<PasskeyDuty> {
        if !person.role.is_privileged() || !self.knows_passkeys() {
            return Ok(PasskeyDuty::None);
        }

        let now = op.now();
        let counts_from = holdings
            .methods_of(MethodKind::Passkey)
            .map(|passkey| passkey.counts_from)
            .min();
        if counts_from.is_some_and(|from| from <= now) {
            return Ok(PasskeyDuty::Met);
        }

        let since = match person.role_since {
            Some(since) => {
                let reckoning = self
                    .base
                    .historian
                    .reckoning_of(op, Some(person.id), now)
                    .await?;
                Some(reckoning.happened(since))
            }
            None => self.rule_since(op).await?,
        };

        let quarantine = op.policy().await?.quarantine();
        Ok(duty(since, quarantine, counts_from, now))
    }

    /// When the rule began, for people whose role is older than it. `None` if no entry says so; then they get no
    /// grace period.
    async fn rule_since(&self, op: &mut dyn Op) -> Outcome<Option<Timestamp>> {
        let now = op.now();
        let entry = op
            .history()
            .last_event(HistoryEvent::PasskeysNeeded)
            .await?;
        let Some(entry) = self.base.historian.genuine(op, entry).await? else {
            return Ok(None);
        };

        let reckoning = self.base.historian.reckoning_by(op, &entry, now).await?;
        Ok(Some(reckoning.happened(entry.at)))
    }

    /// Records, once, when roles began to need a passkey, if somebody's role is older than the recording of such
    /// dates. Removing the entry breaks the chain, and then nothing is served.
    pub async fn begin_passkey_rule(&self) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        if op
            .history()
            .last_event(HistoryEvent::PasskeysNeeded)
            .await?
            .is_some()
        {
            return Ok(());
        }

        let roles = Role::ALL.into_iter().filter(|role| role.is_privileged());
        for role in roles {
            for id in op.people().active_of(role).await? {
                let earlier = op
                    .people()
                    .by_id(id)
                    .await?
                    .is_some_and(|person| person.role_since.is_none());
                if earlier {
                    op.record(&Entry::of(HistoryEvent::PasskeysNeeded)).await?;
                    return op.commit().await;
                }
            }
        }

        Ok(())
    }
}

/// The rule: a grace period from `since`, and after it a passkey.
fn duty(
    since: Option<Timestamp>,
    quarantine: std::time::Duration,
    counts_from: Option<Timestamp>,
    now: Timestamp,
) -> PasskeyDuty {
    match since.map(|since| since.plus(policy::TIME_TO_GET_A_PASSKEY)) {
        Some(ends) if now < ends => {
            let add_by = Some(ends.minus(quarantine)).filter(|by| now < *by);
            PasskeyDuty::Due {
                add_by,
                ends,
                counts_from,
            }
        }
        _ => PasskeyDuty::Over { counts_from },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn s114_the_time_is_fourteen_days_and_a_passkey_that_is_to_count_in_it_is_added_before() {
        let day = |days: u64| Timestamp::from_millis(0).plus(Duration::from_secs(days * 86_400));
        let quarantine = Duration::from_secs(3 * 86_400);
        let due = |add_by| PasskeyDuty::Due {
            add_by,
            ends: day(15),
            counts_from: None,
        };
        assert_eq!(
            duty(Some(day(1)), quarantine, None, day(1)),
            due(Some(day(12)))
        );
        assert_eq!(duty(Some(day(1)), quarantine, None, day(12)), due(None));
        assert_eq!(
            duty(
                Some(day(1)),
                quarantine,
                None,
                day(15).minus(Duration::from_millis(1))
            ),
            due(None)
        );
        assert_eq!(
            duty(Some(day(1)), quarantine, None, day(15)),
            PasskeyDuty::Over { counts_from: None }
        );
        let waits = Some(day(16));
        assert_eq!(
            duty(Some(day(1)), quarantine, waits, day(15)),
            PasskeyDuty::Over { counts_from: waits }
        );
        assert_eq!(
            duty(None, quarantine, None, day(0)),
            PasskeyDuty::Over { counts_from: None },
            "nothing tells"
        );
    }
}
