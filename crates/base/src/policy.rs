//! The policy in force. Every use case reads it anew in its own unit of work, so that all processes on a database
//! follow it at once (F21, S82).
//!
//! An administrators' decision is a row with a keyed seal, and the history names the newest. If SQL changes, adds or
//! removes a policy, the server falls back to one that is nowhere looser than the default
//! ([`Policy::when_in_doubt`]).

use crate::digest::{Key, digest, same};
use crate::history::Entry;
use crate::{Base, Keys, Outcome, Span};
use data_encoding::HEXLOWER;
use regain_domain::policy::ChangedValue;
use regain_domain::{Facts, HistoryEvent, Policy, Reckoning, Timestamp, policy};
use regain_storage::{HistoryRow, PolicyRequest, PolicyRequestSeal, PolicyRow, PolicySeal, Work};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long pages may lag behind changes by another process; decisions never do.
const SHOWN_FOR: Duration = Duration::from_secs(1);

/// The cached policy for pages, and whether a tampered policy was already logged.
#[derive(Debug, Default)]
pub(crate) struct ShownPolicy {
    known: Mutex<Option<(Timestamp, Policy)>>,
    told: AtomicBool,
}

/// The policy in force, and the one decided last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyState {
    /// The policy in force.
    pub in_force: Policy,
    /// Version decided last; 0 if none.
    pub version: u64,
    /// The policy decided last, if it takes effect later.
    pub scheduled: Option<PolicyRow>,
    /// Whether the stored policy is what administrators decided.
    pub genuine: bool,
}

impl PolicyState {
    /// The scheduled policy, and when it takes effect.
    #[must_use]
    pub fn next(&self) -> Option<(Policy, Timestamp)> {
        let row = self.scheduled.as_ref()?;
        Some((Policy::from_text(&row.content)?, row.effective_at))
    }
}

impl Base {
    /// The policy in force.
    pub async fn policy(&self, work: &mut dyn Work) -> Outcome<Policy> {
        Ok(self.policy_state(work).await?.in_force)
    }

    /// The policy in force, and one scheduled for later.
    pub async fn policy_state(&self, work: &mut dyn Work) -> Outcome<PolicyState> {
        let newest = work.policies().newest().await?;
        let told = work
            .history()
            .last_event(HistoryEvent::PolicyChanged)
            .await?;
        let (version, found) = match (newest, told) {
            (None, None) => (0, Some((self.settings.initial_policy, None))),
            (Some(row), Some(entry)) => {
                let reckoning = self
                    .historian
                    .reckoning_by(work, &entry, self.now())
                    .await?;
                let genuine = self.historian.is_genuine(work, &entry).await?;
                (
                    row.version,
                    self.genuine_policy(row, genuine.then_some(&entry), &reckoning),
                )
            }
            (row, _) => (row.map_or(0, |row| row.version), None),
        };

        self.shown_policy.tell(found.is_some());
        let genuine = found.is_some();
        let (in_force, scheduled) = found.unwrap_or((Policy::when_in_doubt(), None));

        Ok(PolicyState {
            in_force,
            version,
            scheduled,
            genuine,
        })
    }

    /// The policy in force according to a row, and the row itself if it takes effect later; `None` unless row and
    /// `entry` are genuine. `entry` vouches for the row.
    fn genuine_policy(
        &self,
        mut row: PolicyRow,
        entry: Option<&HistoryRow>,
        reckoning: &Reckoning,
    ) -> Option<(Policy, Option<PolicyRow>)> {
        let facts: Facts = serde_json::from_str(&entry?.facts).ok()?;
        let vouched = facts.policy_seal? == HEXLOWER.encode(row.seal.as_bytes());

        // By any key: the entry names the seal, so an old key can't give it to another policy (S104).
        let sealed = self
            .policy_keys
            .all()
            .any(|(_, key)| same(&row.seal, &policy_seal(key, &row)));
        if !vouched || !sealed {
            return None;
        }

        row.effective_at = reckoning.follows(row.decided_at, row.effective_at);

        if self.now() >= row.effective_at {
            Some((Policy::from_text(&row.content)?, None))
        } else {
            Some((Policy::from_text(&row.before)?, Some(row)))
        }
    }

    /// Adds a policy with the history entry that vouches for it, and seals `row`. `false` if another policy came
    /// first; then the unit of work must be dropped.
    pub async fn adopt_policy(
        &self,
        work: &mut dyn Work,
        mut row: PolicyRow,
        changes: &[ChangedValue],
        entry: Entry,
    ) -> Outcome<bool> {
        row.seal = policy_seal(&self.policy_keys, &row);
        if !work.policies().insert(&row).await? {
            return Ok(false);
        }

        let policy_seal = Some(HEXLOWER.encode(row.seal.as_bytes()));
        let facts = Facts {
            policy: Some(ChangedValue::to_text(changes)),
            policy_seal,
            ..Facts::default()
        };
        self.tell(work, &entry.with(facts)).await?;

        Ok(true)
    }

    /// The seal of a request for a policy.
    #[must_use]
    pub fn policy_request_seal(&self, request: &PolicyRequest) -> PolicyRequestSeal {
        policy_request_seal(&self.keys, request)
    }

    /// Whether a request is genuine.
    #[must_use]
    pub fn is_genuine_request(&self, request: &PolicyRequest) -> bool {
        let span = Span::of(request.requested_at, policy::POLICY_REQUEST_LIFETIME);
        self.is_sealed(span, &request.seal, |keys| {
            policy_request_seal(keys, request)
        })
    }

    /// The policy as pages show it: at most a second old, or the last known one if the database doesn't answer.
    pub async fn shown_policy(&self) -> Policy {
        let now = self.now();
        let known = *self
            .shown_policy
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((_, policy)) = known.filter(|(at, _)| *at <= now && now < at.plus(SHOWN_FOR)) {
            return policy;
        }

        let read = async { self.policy(self.store.read().await?.as_mut()).await };
        match read.await {
            Ok(policy) => {
                *self
                    .shown_policy
                    .known
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner) = Some((now, policy));
                policy
            }
            Err(error) => {
                tracing::error!(%error, "the policy can't be read; pages say what was known last");
                known.map_or(self.settings.initial_policy, |(_, policy)| policy)
            }
        }
    }

    /// Drops the cached policy, after a change in this process.
    pub fn forget_shown_policy(&self) {
        *self
            .shown_policy
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn policy_seal(key: &Key, row: &PolicyRow) -> PolicySeal {
    let moment = |at: Timestamp| at.as_millis().to_be_bytes();
    let parts: [&[u8]; 8] = [
        &row.version.to_be_bytes(),
        row.content.as_bytes(),
        row.before.as_bytes(),
        &[u8::from(row.loosens)],
        row.requested_by.as_bytes(),
        row.decided_by.as_bytes(),
        &moment(row.decided_at),
        &moment(row.effective_at),
    ];
    digest(key, "policy", &parts)
}

fn policy_request_seal(keys: &Keys, request: &PolicyRequest) -> PolicyRequestSeal {
    let moment = |at: Timestamp| at.as_millis().to_be_bytes();
    let parts: [&[u8]; 6] = [
        request.id.as_bytes(),
        request.content.as_bytes(),
        &request.version.to_be_bytes(),
        request.requested_by.as_bytes(),
        &moment(request.requested_at),
        &moment(request.expires_at),
    ];
    digest(keys.policy(), "request", &parts)
}

impl ShownPolicy {
    /// Logs once, until it is repaired, that the policy isn't what administrators decided.
    fn tell(&self, genuine: bool) {
        if genuine {
            self.told.store(false, Ordering::Relaxed);
        } else if !self.told.swap(true, Ordering::Relaxed) {
            tracing::error!(
                "the stored policy isn't what administrators decided; the strict one is followed"
            );
        }
    }
}
