//! Confirms or rejects a request for another policy.

use super::adopting::{Deciders, SaveOutcome};
use crate::{Act, Admin, DecisionOutcome};
use regain_base::{Op, Outcome, Visitor};
use regain_domain::policy::PolicyNews;
use regain_domain::{HistoryEvent, PersonId, Refusal, RequestId};
use regain_storage::Work;

impl Admin {
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
}
