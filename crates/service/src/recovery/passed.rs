//! A recovery's browser gets a new token at each gate, and what was copied before is of no use behind it (S50).
//!
//! The answer that brings the token may be lost, and then the road back mustn't end: the token from before the gate goes on
//! until the one from behind it has been seen once, and each page that is read with it brings the newer one again. Which one
//! was seen is kept in memory: after a restart the next request says it anew.

use crate::{FlowToken, Outcome, Regain};
use lru::LruCache;
use regain_base::Span;
use regain_domain::{FlowId, FlowState};
use regain_storage::Flow;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq as _;

/// Recoveries that are remembered; only a proof makes one of them. The one that was used longest ago makes room.
const RECOVERIES: NonZeroUsize = NonZeroUsize::new(10_000).expect("more than none");

/// How many gates each recovery was shown to have passed by its browser.
pub(crate) struct GatesSeen(Mutex<LruCache<FlowId, u8>>);

impl GatesSeen {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(RECOVERIES)))
    }

    /// A token from behind so many gates comes; whether none from behind more came before.
    fn may_come(&self, flow: FlowId, gates: u8) -> bool {
        // A panic elsewhere leaves nothing half done here.
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.get(&flow).copied().unwrap_or_default();
        if gates > before {
            seen.put(flow, gates);
        }
        gates >= before
    }
}

/// How many gates have passed; none where nothing can be done any more.
const fn gates(state: FlowState) -> Option<u8> {
    match state {
        FlowState::Started => Some(0),
        FlowState::OneGate(_) => Some(1),
        FlowState::TwoGates | FlowState::Finished => Some(2),
        FlowState::Cancelled => None,
    }
}

impl Regain {
    /// Whether a browser's token is as new as it must be.
    pub(super) fn is_new_enough(&self, token: &FlowToken, flow: &Flow) -> bool {
        let Some(passed) = gates(flow.state) else {
            return true;
        };
        self.gate_of(token, flow, passed)
            .is_some_and(|gate| self.gates_seen.may_come(flow.id, gate))
    }

    /// Behind which gate a token was given; none if we never gave it.
    fn gate_of(&self, token: &FlowToken, flow: &Flow, passed: u8) -> Option<u8> {
        let Some(given) = token.gate() else {
            return Some(0);
        };
        let is_of = |gate: &u8| {
            let mut keys = self.base.keys_at(Span::of_recovery(flow.created_at));
            keys.any(|keys| {
                keys.gate_seal(token.expose(), flow.id, *gate)
                    .ct_eq(given)
                    .into()
            })
        };
        (1..=passed).find(is_of)
    }

    /// The token that a recovery's browser should have by now, if it has another one.
    pub async fn newer_token(&self, token: &FlowToken) -> Outcome<Option<FlowToken>> {
        let mut work = self.store.read_vault().await?;
        let Some(flow) = self.flow_of(work.as_mut(), token).await? else {
            return Ok(None);
        };
        let passed = gates(flow.state).unwrap_or_default();
        match self.gate_of(token, &flow, passed) {
            Some(gate) if gate < passed => Ok(Some(token.behind(self.base.keys.gate_seal(
                token.expose(),
                flow.id,
                passed,
            )))),
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s50_what_was_copied_before_a_gate_goes_on_only_until_something_newer_was_seen() {
        let (seen, flow) = (GatesSeen::new(), |byte| FlowId::from_bytes([byte; 16]));
        assert!(
            seen.may_come(flow(1), 0) && seen.may_come(flow(1), 0),
            "its answer may have been lost"
        );
        assert!(seen.may_come(flow(1), 1) && !seen.may_come(flow(1), 0));
        assert!(
            seen.may_come(flow(1), 1) && seen.may_come(flow(1), 2) && !seen.may_come(flow(1), 1)
        );
        assert!(seen.may_come(flow(2), 0), "each recovery for itself");
    }
}
