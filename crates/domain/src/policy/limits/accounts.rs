//! Frozen, closed and disabled accounts, and how long their data is kept.

use super::budget::Budget;
use std::time::Duration;

/// Time for which the link in a notice can freeze the account.
pub const FREEZE_LINK_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Freezes by links in notices a day: one, and another after the account was opened. Without a limit, a reader of the
/// mail could keep the owner out, since each opening mails a new link (S30).
pub const FROZEN_BY_LINK: Budget = Budget {
    hourly: 2,
    daily: 2,
};
/// Time for which the location of a history entry is kept (S103).
pub const PLACE_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Time for which an owner can revoke their request to close the account (S103).
pub const CLOSING_WAITS: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// How long before the closing the owner is told again.
pub const CLOSING_TOLD: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// An account disabled for this long without a break is erased (S103).
pub const DISABLED_KEPT: Duration = Duration::from_secs(180 * 24 * 60 * 60);
/// How long before that the owner is told again.
pub const DISABLED_TOLD: Duration = Duration::from_secs(30 * 24 * 60 * 60);
