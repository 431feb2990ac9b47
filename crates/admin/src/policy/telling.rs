//! Records what happens to the policy, and tells the other administrators.

use crate::Admin;
use regain_base::history::Entry;
use regain_base::{Letter, Op, Outcome, Visitor};
use regain_domain::policy::{ChangedValue, PolicyNews};
use regain_domain::{Facts, HistoryEvent, PersonId, Timestamp};

impl Admin {
    pub(super) async fn told(
        &self,
        op: &mut dyn Op,
        event: HistoryEvent,
        changes: &[ChangedValue],
        actor: PersonId,
    ) -> Outcome<()> {
        let facts = Facts {
            policy: Some(ChangedValue::to_text(changes)),
            ..Facts::default()
        };
        op.record(&entry(op.visitor(), event, actor).with(facts))
            .await
    }

    /// Tells every other global administrator.
    pub(super) async fn tell_administrators(
        &self,
        op: &mut dyn Op,
        actor: PersonId,
        news: PolicyNews,
        from: Option<Timestamp>,
    ) -> Outcome<()> {
        let letter = Letter::PolicyTold {
            news,
            from: from.map(Timestamp::as_millis),
        };
        op.notify_administrators(Some(actor), &letter).await
    }
}

/// An administrator's action on the policy, about nobody in particular.
pub(super) fn entry(visitor: &Visitor, event: HistoryEvent, actor: PersonId) -> Entry {
    Entry::of(event)
        .by(actor)
        .on(visitor.device, visitor.place.clone())
}
