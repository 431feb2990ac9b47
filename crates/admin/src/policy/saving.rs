//! Saves a previewed policy, or requests it if that takes two administrators.

use super::adopting::{Deciders, SaveOutcome};
use crate::{Act, Admin};
use regain_base::{Op, Outcome, Visitor};
use regain_domain::policy::{POLICY_REQUEST_LIFETIME, PolicyNews};
use regain_domain::{HistoryEvent, PersonId, Policy, Refusal, RequestId};
use regain_storage::{PolicyRequest, PolicyRequestSeal, Work};

impl Admin {
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
}
