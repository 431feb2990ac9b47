//! Cancels a scheduled policy.

use super::adopting::{Deciders, row};
use super::telling::entry;
use crate::{Act, Admin};
use regain_base::{Op, Outcome, Visitor};
use regain_domain::policy::PolicyNews;
use regain_domain::{HistoryEvent, PersonId, Refusal};

impl Admin {
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
}
