//! Writes a decided policy, and tells the people whom it concerns.

use super::preview::Preview;
use super::telling::entry;
use crate::Admin;
use regain_base::{Letter, Op, Outcome, PolicyState, Visitor};
use regain_domain::policy::PolicyNews;
use regain_domain::{HistoryEvent, PersonId, Policy, Refusal, Setting, Timestamp};
use regain_storage::{PolicyRow, PolicySeal};

/// Result of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    /// In force.
    AtOnce,
    /// Takes effect then.
    From(Timestamp),
    /// Waits for a second administrator.
    Asked,
}

/// Those who make a policy: the second, if it takes two.
#[derive(Clone, Copy)]
pub(super) struct Deciders {
    pub(super) requested_by: PersonId,
    pub(super) decided_by: PersonId,
}

impl Deciders {
    pub(super) const fn alone(person: PersonId) -> Self {
        Self {
            requested_by: person,
            decided_by: person,
        }
    }
}

impl Admin {
    /// Writes the previewed policy and tells the people affected. Returns when it takes effect.
    pub(super) async fn adopt(
        &self,
        op: &mut dyn Op,
        state: &PolicyState,
        preview: &Preview,
        deciders: Deciders,
    ) -> Outcome<SaveOutcome> {
        let now = op.now();
        let from = now.plus(preview.notice);
        let row = PolicyRow {
            loosens: preview.takes_two(),
            effective_at: from,
            ..row(state, &preview.policy, deciders, now)
        };
        let decided_by = deciders.decided_by;
        let entry = entry(op.visitor(), HistoryEvent::PolicyChanged, decided_by);

        if !self
            .base
            .adopt_policy(op, row, &preview.changes, entry)
            .await?
        {
            return Err(Refusal::PolicyStale.into());
        }

        let later = (!preview.notice.is_zero()).then_some(from);
        for concerned in &preview.concerned {
            let Some(person) = op.people().by_id(concerned.id).await? else {
                continue;
            };

            let lacks = concerned.lacks.first().copied();
            let letter = lacks.map(|lacks| Letter::PolicyConcerns {
                lacks,
                from: from.as_millis(),
            });

            if let Some(letter) = letter {
                op.notify_for(Visitor::nobody(), &person, &letter).await?;
            }
        }

        if later.is_none()
            && preview
                .changes
                .iter()
                .any(|change| change.setting == Setting::DeviceRemembered)
        {
            let longest = preview.policy.device_remembered().unwrap_or_default();
            op.devices()
                .remember_until_at_most(now.plus(longest))
                .await?;
        }

        self.tell_administrators(op, decided_by, PolicyNews::Changed, later)
            .await?;

        Ok(later.map_or(SaveOutcome::AtOnce, SaveOutcome::From))
    }
}

/// A policy that loosens nothing and takes effect now.
pub(super) fn row(
    state: &PolicyState,
    policy: &Policy,
    deciders: Deciders,
    now: Timestamp,
) -> PolicyRow {
    PolicyRow {
        version: state.version + 1,
        content: policy.to_text(),
        before: state.in_force.to_text(),
        loosens: false,
        requested_by: deciders.requested_by,
        decided_by: deciders.decided_by,
        decided_at: now,
        effective_at: now,
        seal: PolicySeal::NONE,
    }
}
