//! What is said of an account that is to be closed for good (S103).

use regain_domain::Timestamp;

/// What happens to the account.
#[derive(Debug, Clone)]
pub enum Closing {
    /// Somebody who was signed in asked for it.
    Asked {
        /// When it is done.
        until: Timestamp,
    },
    /// It was taken back.
    TakenBack {
        /// Not by the owner: it would have left no global administrator.
        last_administrator: bool,
    },
    /// It is about to be done.
    Announced {
        /// When.
        until: Timestamp,
        /// The owner asked for it; otherwise the account has been disabled for long.
        asked: bool,
    },
    /// It is done.
    Done,
}

impl Closing {
    /// Where its reader does something about it: on `page`; empty where there is nothing to do.
    pub(super) fn link<'a>(&'a self, page: &'a str) -> &'a str {
        match self {
            Self::Announced { asked: false, .. } | Self::Done => "",
            _ => page,
        }
    }
}
