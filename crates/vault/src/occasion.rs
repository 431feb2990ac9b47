//! Why something is written, and what proved it.

use regain_domain::{Facts, HistoryEvent, ProofId, SavedCodeId, Timestamp};

/// Why a password is stored, for the history.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// What happened.
    pub event: HistoryEvent,
    /// Facts about it.
    pub facts: Facts,
}

impl Occasion {
    /// An event about which nothing more is said.
    #[must_use]
    pub fn of(event: HistoryEvent) -> Self {
        Self {
            event,
            facts: Facts::default(),
        }
    }
}

/// The use of a saved code.
#[derive(Debug, Clone, Copy)]
pub struct CodeUse {
    /// The code.
    pub code: SavedCodeId,
    /// The proof that it is.
    pub proof: ProofId,
    /// When.
    pub at: Timestamp,
}
