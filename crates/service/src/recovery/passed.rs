//! A recovery's browser gets a new token at each gate, so that a token copied earlier is useless afterwards (S50).
//!
//! The response with the new token may be lost, and that must not end the recovery: the token from before the gate
//! stays valid until the newer one has been seen once, and each page requested with it brings the newer one again.
//! The tokens seen are kept in memory; after a restart, the next request restores that.

use crate::recovery::Recovery;
use crate::{FlowToken, Outcome};
use lru::LruCache;
use regain_base::Span;
use regain_domain::{FlowId, FlowState};
use regain_storage::Flow;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq as _;

/// Recoveries remembered; only a proof creates one. The least recently used is evicted.
const RECOVERIES: NonZeroUsize = NonZeroUsize::new(10_000).expect("more than none");

/// For each recovery, the number of gates that its browser's newest token proves.
pub(crate) struct GatesSeen(Mutex<LruCache<FlowId, u8>>);

impl GatesSeen {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(RECOVERIES)))
    }

    /// Notes a token from after this many gates; `false` if a newer one was seen already.
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

/// Number of gates passed; `None` if the recovery was cancelled.
const fn gates(state: FlowState) -> Option<u8> {
    match state {
        FlowState::Started => Some(0),
        FlowState::OneGate(_) => Some(1),
        FlowState::TwoGates | FlowState::Finished => Some(2),
        FlowState::Cancelled => None,
    }
}

impl Recovery {
    /// Whether a browser's token is new enough.
    pub(super) fn is_new_enough(&self, token: &FlowToken, flow: &Flow) -> bool {
        let Some(passed) = gates(flow.state) else {
            return true;
        };

        self.gate_of(token, flow, passed)
            .is_some_and(|gate| self.gates_seen.may_come(flow.id, gate))
    }

    /// The gate after which a token was given; `None` if it isn't ours.
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

    /// The token that this recovery's browser should have by now, if its own is older.
    pub async fn newer_token(&self, token: &FlowToken) -> Outcome<Option<FlowToken>> {
        let mut op = self.store.reading(&self.base).await?;
        let Some(flow) = self.flow_of(&mut op, token).await? else {
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
        let seen = GatesSeen::new();
        let flow = |byte| FlowId::from_bytes([byte; 16]);
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
