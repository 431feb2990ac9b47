//! Shows the policy in force, and pending changes.

use super::preview::Preview;
use crate::{Act, Admin};
use regain_base::{Op, Outcome, PolicyState};
use regain_domain::policy::ChangedValue;
use regain_domain::{PersonId, Policy, RequestId, Timestamp};
use regain_storage::{Person, PolicyRequest, Work};

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

impl Admin {
    /// The policy, with scheduled and waiting changes.
    ///
    /// # Errors
    /// `Refusal::NotAllowed`.
    pub async fn policy(&self, actor: PersonId) -> Outcome<PolicyView> {
        let mut op = self.base.reading().await?;
        let now = op.now();
        let actor = self.actor(&mut op, actor, Act::SeePolicy, None).await?;
        let may_change = crate::role_permits(actor.role, Act::ChangePolicy, None);
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
}
