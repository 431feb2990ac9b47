//! The policy: previewed before saving, loosened by two administrators, tightened with notice (S82).

mod preview;

pub use preview::{AffectedPerson, Preview};

use crate::{Act, Admin, DecisionOutcome};
use regain_base::history::Entry;
use regain_base::{Letter, Op, Outcome, PolicyState, Visitor};
use regain_domain::policy::{ChangedValue, POLICY_REQUEST_LIFETIME, PolicyNews};
use regain_domain::{
    Facts, HistoryEvent, PersonId, Policy, Refusal, RequestId, Setting, Timestamp,
};
use regain_storage::{Person, PolicyRequest, PolicyRequestSeal, PolicyRow, PolicySeal, Work};

/// The policy, and pending changes.
#[derive(Debug, Clone)]
pub struct PolicyView {
    /// The policy in force.
    pub in_force: Policy,
    /// Whether the stored policy is what administrators decided; otherwise the strict one is in force.
    pub genuine: bool,
    /// The policy scheduled for later.
    pub scheduled: Option<ScheduledView>,
    /// The policy waiting for a second administrator.
    pub waiting: Option<WaitingView>,
    /// Whether the requesting administrator may change it.
    pub may_change: bool,
}

/// A decided policy that takes effect later.
#[derive(Debug, Clone)]
pub struct ScheduledView {
    /// Differences from the policy in force.
    pub changes: Vec<ChangedValue>,
    /// When it takes effect.
    pub from: Timestamp,
    /// The requester.
    pub requested_by: Person,
    /// The decider.
    pub decided_by: Person,
}

/// A policy waiting for a second administrator.
#[derive(Debug, Clone)]
pub struct WaitingView {
    /// Id of the request.
    pub id: RequestId,
    /// The requester.
    pub requested_by: Person,
    /// Expiry.
    pub expires_at: Timestamp,
    /// Its effects; `None` if it isn't what an administrator requested, and can only be rejected.
    pub preview: Option<Preview>,
    /// Whether the requesting administrator may confirm it.
    pub may_confirm: bool,
    /// Whether the requesting administrator requested it.
    pub is_own: bool,
}

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

impl Admin {
    /// The policy, with scheduled and waiting changes.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub async fn policy(&self, actor: PersonId) -> Outcome<PolicyView> {
        let mut op = self.base.reading().await?;
        let now = op.now();
        let actor = self.actor(&mut op, actor, Act::SeePolicy, None).await?;
        let may_change = crate::may(actor.role, Act::ChangePolicy, None);
        let state = self.base.policy_state(&mut op).await?;
        let scheduled = match (&state.scheduled, state.next()) {
            (Some(row), Some((next, from))) => Some(ScheduledView {
                changes: next.changes(&state.in_force),
                from,
                requested_by: self.target(&mut op, row.requested_by).await?,
                decided_by: self.target(&mut op, row.decided_by).await?,
            }),
            _ => None,
        };

        let waiting = match op.policies().waiting(now).await? {
            Some(request) => Some(
                self.waiting_view(&mut op, &actor, &state, &request, may_change)
                    .await?,
            ),
            None => None,
        };

        Ok(PolicyView {
            in_force: state.in_force,
            genuine: state.genuine,
            scheduled,
            waiting,
            may_change,
        })
    }

    async fn waiting_view(
        &self,
        op: &mut dyn Op,
        actor: &Person,
        state: &PolicyState,
        request: &PolicyRequest,
        may_change: bool,
    ) -> Outcome<WaitingView> {
        let preview = match self.asked_for(state, request) {
            Some(policy) => Some(self.preview(op, state, &policy).await?),
            None => None,
        };

        let is_own = actor.id == request.requested_by;
        Ok(WaitingView {
            id: request.id,
            requested_by: self.target(op, request.requested_by).await?,
            expires_at: request.expires_at,
            may_confirm: may_change && !is_own && preview.is_some(),
            preview,
            is_own,
        })
    }

    /// Previews a policy: its changes, the people affected, and when it would take effect. Writes nothing.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`].
    pub async fn preview_policy(&self, actor: PersonId, policy: &Policy) -> Outcome<Preview> {
        let mut op = self.base.reading().await?;
        self.actor(&mut op, actor, Act::SeePolicy, None).await?;
        let state = self.base.policy_state(&mut op).await?;
        self.preview(&mut op, &state, policy).await
    }

    /// Saves a previewed policy: at once, from a later day if somebody falls short of it, or as a request if it
    /// loosens anything or switches a way off. `seen` is the preview's fingerprint.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::PolicyUnchanged`]; [`Refusal::PolicyWaiting`] while another change waits
    /// or hasn't taken effect; [`Refusal::PolicyStale`] if the preview has changed; [`Refusal::PolicyStrands`] if no
    /// global administrator could get back in; [`Refusal::ActsSpent`] (S114).
    pub async fn save_policy(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        policy: &Policy,
        seen: &str,
    ) -> Outcome<SaveOutcome> {
        let mut op = self.base.writing(visitor).await?;
        let now = op.now();
        let actor = self.actor(&mut op, actor, Act::ChangePolicy, None).await?;
        let state = self.base.policy_state(&mut op).await?;

        if state.scheduled.is_some() || op.policies().waiting(now).await?.is_some() {
            return Err(Refusal::PolicyWaiting.into());
        }

        let preview = self.preview(&mut op, &state, policy).await?;
        preview.may_be_saved(seen)?;
        self.base.may_take(&mut op, actor.id).await?;

        if !preview.takes_two() {
            let saved = self
                .adopt(&mut op, &state, &preview, Deciders::alone(actor.id))
                .await?;
            op.commit().await?;
            self.base.forget_shown_policy();
            return Ok(saved);
        }

        let mut request = PolicyRequest {
            id: RequestId::from_bytes(self.base.bytes()),
            content: policy.to_text(),
            version: state.version,
            requested_by: actor.id,
            requested_at: now,
            expires_at: now.plus(POLICY_REQUEST_LIFETIME),
            seal: PolicyRequestSeal::NONE,
        };
        request.seal = self.base.policy_request_seal(&request);
        if !op.policies().request(&request).await? {
            return Err(Refusal::PolicyWaiting.into());
        }

        self.told(
            &mut op,
            HistoryEvent::PolicyRequested,
            &preview.changes,
            actor.id,
        )
        .await?;
        self.tell_administrators(&mut op, actor.id, PolicyNews::Requested, None)
            .await?;
        op.commit().await?;

        Ok(SaveOutcome::Asked)
    }

    /// Confirms or rejects a request; the requester can only withdraw it.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::RequestOver`]; [`Refusal::SecondAdministrator`]; [`Refusal::PolicyStale`] and
    /// [`Refusal::PolicyStrands`] as for saving.
    pub async fn decide_policy(
        &self,
        visitor: &Visitor,
        actor: PersonId,
        request: RequestId,
        decided: DecisionOutcome,
        seen: &str,
    ) -> Outcome<Option<SaveOutcome>> {
        let mut op = self.base.writing(visitor).await?;
        let now = op.now();
        let actor = self.actor(&mut op, actor, Act::ChangePolicy, None).await?;
        let waiting = op
            .policies()
            .waiting(now)
            .await?
            .filter(|waiting| waiting.id == request);
        let request = waiting.ok_or(Refusal::RequestOver)?;
        let state = self.base.policy_state(&mut op).await?;
        let asked_for = self.asked_for(&state, &request);
        let confirmed = decided == DecisionOutcome::Confirmed;

        if confirmed && actor.id == request.requested_by {
            return Err(Refusal::SecondAdministrator.into());
        }

        let saved = if confirmed {
            let policy = asked_for.ok_or(Refusal::RequestOver)?;
            let preview = self.preview(&mut op, &state, &policy).await?;
            preview.may_be_saved(seen)?;
            if preview.switches_off {
                self.base.may_take(&mut op, actor.id).await?;
            }

            Some(
                self.adopt(
                    &mut op,
                    &state,
                    &preview,
                    Deciders {
                        requested_by: request.requested_by,
                        decided_by: actor.id,
                    },
                )
                .await?,
            )
        } else {
            let changes = asked_for
                .map(|policy| policy.changes(&state.in_force))
                .unwrap_or_default();
            self.told(&mut op, HistoryEvent::PolicyRefused, &changes, actor.id)
                .await?;
            self.tell_administrators(&mut op, actor.id, PolicyNews::Refused, None)
                .await?;
            None
        };

        if !op
            .policies()
            .decide(request.id, actor.id, confirmed, now)
            .await?
        {
            return Err(Refusal::RequestOver.into());
        }

        op.commit().await?;
        self.base.forget_shown_policy();

        Ok(saved)
    }

    /// Cancels a scheduled policy: the one in force stays. That loosens nothing in force, so a single administrator
    /// may do it; all are told.
    ///
    /// # Errors
    /// [`Refusal::NotAllowed`]; [`Refusal::RequestOver`] if nothing is scheduled; [`Refusal::ActsSpent`].
    pub async fn call_off_policy(&self, visitor: &Visitor, actor: PersonId) -> Outcome<()> {
        let mut op = self.base.writing(visitor).await?;
        let actor = self.actor(&mut op, actor, Act::ChangePolicy, None).await?;
        let state = self.base.policy_state(&mut op).await?;
        let (next, _) = state.next().ok_or(Refusal::RequestOver)?;

        self.base.may_take(&mut op, actor.id).await?;
        let called_off = next.changes(&state.in_force);
        self.told(&mut op, HistoryEvent::PolicyRefused, &called_off, actor.id)
            .await?;
        let now = op.now();
        let row = row(&state, &state.in_force, Deciders::alone(actor.id), now);
        let entry = entry(visitor, HistoryEvent::PolicyChanged, actor.id);
        if !self.base.adopt_policy(&mut op, row, &[], entry).await? {
            return Err(Refusal::RequestOver.into());
        }

        self.tell_administrators(&mut op, actor.id, PolicyNews::Refused, None)
            .await?;
        op.commit().await?;
        self.base.forget_shown_policy();

        Ok(())
    }

    /// The requested policy; `None` if the request isn't genuine, or another policy came first.
    fn asked_for(&self, state: &PolicyState, request: &PolicyRequest) -> Option<Policy> {
        let genuine = self.base.is_genuine_request(request) && request.version == state.version;
        genuine
            .then(|| Policy::from_text(&request.content))
            .flatten()
    }

    /// Writes the previewed policy and tells the people affected. Returns when it takes effect.
    async fn adopt(
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

    async fn told(
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
    async fn tell_administrators(
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

/// Those who make a policy: the second, if it takes two.
#[derive(Clone, Copy)]
struct Deciders {
    requested_by: PersonId,
    decided_by: PersonId,
}

impl Deciders {
    const fn alone(person: PersonId) -> Self {
        Self {
            requested_by: person,
            decided_by: person,
        }
    }
}

/// A policy that loosens nothing and takes effect now.
fn row(state: &PolicyState, policy: &Policy, deciders: Deciders, now: Timestamp) -> PolicyRow {
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

/// An administrator's action on the policy, about nobody in particular.
fn entry(visitor: &Visitor, event: HistoryEvent, actor: PersonId) -> Entry {
    Entry::of(event)
        .by(actor)
        .on(visitor.device, visitor.place.clone())
}
