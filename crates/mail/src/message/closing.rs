//! What is said of an account that is to be closed for good (S103).

use super::AddressObjection;
use regain_domain::Timestamp;

/// What happens to the account.
#[derive(Debug, Clone)]
pub enum Closing {
    /// Somebody who was signed in asked for it.
    Asked {
        /// When it is done.
        until: Timestamp,
        /// To an address that was changed or removed lately: how it objects to that, which stops this, too.
        objection: Option<AddressObjection>,
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
    /// Where its reader does something about it: on `page`, or by objecting; empty where there is nothing to do.
    pub(super) fn link<'a>(&'a self, page: &'a str) -> &'a str {
        match self {
            Self::Asked { objection: Some(objection), .. } => &objection.link,
            Self::Announced { asked: false, .. } | Self::Done => "",
            _ => page,
        }
    }
}
