//! Closing an account for good (S103).

use regain_domain::Timestamp;

/// Stages of closing an account.
#[derive(Debug, Clone)]
pub enum Closing {
    /// A signed-in person requested it.
    Asked {
        /// When it will be closed.
        until: Timestamp,
    },
    /// The request was revoked.
    TakenBack {
        /// Whether it was revoked because no global administrator would be left, and not by the owner.
        last_administrator: bool,
    },
    /// It is about to happen.
    Announced {
        /// When it will happen.
        until: Timestamp,
        /// Whether the owner requested it; otherwise the account has been disabled for long.
        asked: bool,
    },
    /// It has happened.
    Done,
}

impl Closing {
    /// The link for reacting: `page`, or empty if there is nothing to do.
    pub(super) fn link<'a>(&'a self, page: &'a str) -> &'a str {
        match self {
            Self::Announced { asked: false, .. } | Self::Done => "",
            _ => page,
        }
    }
}
