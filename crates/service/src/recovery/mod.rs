//! The way back in: start, two gates of different classes, one end (S11, S12).
//!
//! Everything is a row. A step loads the flow of the browser's cookie (S10, S23), and moves it by guarded updates.

mod contacts;
mod earlier;
pub(crate) mod ending;
mod finish;
mod gates;
mod method;
mod passed;
mod start;
pub(crate) mod view;

pub(crate) use method::of_class;
pub(crate) use passed::GatesSeen;

use crate::{FlowToken, Outcome, Regain};
use regain_base::Span;
use regain_domain::{FlowState, Refusal, Timestamp};
use regain_history::same;
use regain_storage::{Flow, Work};

/// Whether its time is over, or hasn't come: after a clock was set back no code works for longer than it was to.
pub(crate) fn is_over(flow: &Flow, now: Timestamp) -> bool {
    !flow.created_at.lasts(flow.expires_at, now)
}

impl Regain {
    /// The recovery that was started in a browser, whatever became of it. One that SQL put there has no seal of this server for
    /// that browser, and is none: else whoever copies somebody's proven recovery could end it in their own (S23, S79).
    pub(crate) async fn flow_of(
        &self,
        work: &mut dyn Work,
        token: &FlowToken,
    ) -> Outcome<Option<Flow>> {
        for (id, keys) in self.base.keys.all() {
            if let Some(flow) = work
                .recovery()
                .flow_by_browser(&keys.browser_mac(token.expose()))
                .await?
            {
                let seal = keys.flow_seal(token.expose(), flow.id, flow.person, flow.created_at);
                let in_time = self.base.may_be_of(id, Span::of_recovery(flow.created_at));
                return Ok(Some(flow).filter(|flow| {
                    same(&flow.seal, &seal) && in_time && self.is_new_enough(token, flow)
                }));
            }
        }
        Ok(None)
    }

    /// Why there is no recovery for a browser's token: its row was forgotten, or makes room for others (S99). Behind a gate more may have
    /// come of it than that its time is up. One that SQL altered is none.
    pub(crate) async fn missing(&self, work: &mut dyn Work, token: &FlowToken) -> Outcome<Refusal> {
        let row = work
            .recovery()
            .flow_by_browser(&self.base.keys.browser_mac(token.expose()))
            .await?;
        Ok(match (row, token.gate()) {
            (None, None) => Refusal::FlowExpired,
            _ => Refusal::FlowNone,
        })
    }

    /// The recovery of a browser that can go on.
    pub(crate) async fn live_flow(&self, work: &mut dyn Work, token: &FlowToken) -> Outcome<Flow> {
        let Some(flow) = self.flow_of(work, token).await? else {
            return Err(self.missing(work, token).await?.into());
        };
        match flow.state {
            FlowState::Finished => Err(Refusal::FlowNone.into()),
            FlowState::Cancelled => Err(Refusal::FlowCancelled.into()),
            _ if is_over(&flow, self.base.now()) => Err(Refusal::FlowExpired.into()),
            _ => Ok(flow),
        }
    }
}
