//! Frozen, closed and disabled accounts, and what is kept of them.

use super::budget::Budget;
use std::time::Duration;

/// How long the link of a notice can freeze the account.
pub const FREEZE_LINK_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How often links of notices freeze an account in a day: once, and once more after it was opened. Whoever reads the mail could
/// keep its owner out otherwise, since each opening mails a new link (S30).
pub const FROZEN_BY_LINK: Budget = Budget {
    hourly: 2,
    daily: 2,
};
/// How long the place of an entry of the history is kept (S103).
pub const PLACE_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// An owner who asks for their account to be closed can take that back for so long (S103).
pub const CLOSING_WAITS: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// So long before the account is closed, its owner is told once more.
pub const CLOSING_TOLD: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// Whoever is disabled for so long without a break is erased (S103).
pub const DISABLED_KEPT: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// So long before that, they are told once more.
pub const DISABLED_TOLD: Duration = Duration::from_secs(30 * 24 * 60 * 60);
