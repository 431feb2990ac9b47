//! The answer of a server function.

use regain_domain::Refusal;
use serde::{Deserialize, Serialize};

/// The header that gives script the puzzle to solve before a form is accepted (S62).
pub(crate) const ASKS_FOR_WORK: &str = "regain-asks-for-work";

/// Done, or refused for a reason that the page shows. Both are values; a plain form gets the same by a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Done; the page may have more to say.
    Done,
    /// Refused.
    Refused(Refusal),
}

impl Answer {
    /// The reason, if it was refused.
    #[must_use]
    pub const fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Done => None,
            Self::Refused(refusal) => Some(refusal),
        }
    }
}
