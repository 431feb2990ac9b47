//! The way back in: a start, two gates of different classes, and one end (S11, S12).
//!
//! All state is in rows. A step loads the flow of the browser's cookie (S10, S23) and advances it by guarded updates.

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

use crate::accounts::Accounts;
use crate::devices::Devices;
use crate::factors::Factors;
use crate::passwords::Passwords;
use crate::passwords::hashing::Hasher;
use crate::throttle::Throttle;
use crate::{FlowToken, Outcome};
use regain_base::{Base, Op, Span, same};
use regain_domain::{FlowState, Refusal, Timestamp};
use regain_storage::Flow;
use regain_vault::{Vault, VaultStore};
use std::sync::Arc;

/// Whether its time is over or hasn't come: after a clock was set back, no code lasts longer than intended.
pub(crate) fn is_over(flow: &Flow, now: Timestamp) -> bool {
    !flow.created_at.lasts(flow.expires_at, now)
}

/// Recoveries.
pub struct Recovery {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) throttle: Arc<Throttle>,
    pub(crate) devices: Arc<Devices>,
    pub(crate) factors: Arc<Factors>,
    pub(crate) gates_seen: GatesSeen,
}

impl Recovery {
    /// The recovery that was started in this browser, in any state. A row inserted by SQL lacks this server's seal
    /// for this browser and is ignored. Otherwise, somebody could copy a proven recovery and finish it in their own
    /// browser (S23, S79).
    pub(crate) async fn flow_of(
        &self,
        op: &mut dyn Op,
        token: &FlowToken,
    ) -> Outcome<Option<Flow>> {
        for (id, keys) in self.base.keys.all() {
            if let Some(flow) = op
                .recovery()
                .flow_by_browser(&keys.browser_digest(token.expose()))
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

    /// Why a browser's token has no recovery: the row expired and was deleted, or made room for others (S99). After a
    /// gate, the reason may be another one than expiry. A row altered by SQL is treated as missing.
    pub(crate) async fn missing(&self, op: &mut dyn Op, token: &FlowToken) -> Outcome<Refusal> {
        let row = op
            .recovery()
            .flow_by_browser(&self.base.keys.browser_digest(token.expose()))
            .await?;
        Ok(match (row, token.gate()) {
            (None, None) => Refusal::FlowExpired,
            _ => Refusal::FlowNone,
        })
    }

    /// This browser's recovery, if it can continue.
    pub(crate) async fn live_flow(&self, op: &mut dyn Op, token: &FlowToken) -> Outcome<Flow> {
        let Some(flow) = self.flow_of(op, token).await? else {
            return Err(self.missing(op, token).await?.into());
        };

        match flow.state {
            FlowState::Finished => Err(Refusal::FlowNone.into()),
            FlowState::Cancelled => Err(Refusal::FlowCancelled.into()),
            _ if is_over(&flow, op.now()) => Err(Refusal::FlowExpired.into()),
            _ => Ok(flow),
        }
    }
}
