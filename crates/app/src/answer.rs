//! What a server function answers.

use regain_domain::Refusal;
use serde::{Deserialize, Serialize};

/// The header that brings script what to solve before a form is taken (S62).
pub(crate) const ASKS_FOR_WORK: &str = "regain-asks-for-work";

/// Done, or refused for a reason that the page shows. Either is a value: a plain form gets the same by a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It is done; the page may have more to say.
    Done,
    /// It was refused.
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
