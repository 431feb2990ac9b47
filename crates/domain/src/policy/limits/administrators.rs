//! Administrators, invitations and the policy.

use super::budget::Budget;
use std::time::Duration;

/// Longest time for accepting an invitation (S78).
pub const INVITATION_LIFETIME: Duration = Duration::from_secs(72 * 60 * 60);
/// User names that an invited person may try (S6).
pub const USER_NAMES_ASKED: Budget = Budget {
    hourly: 20,
    daily: 60,
};
/// Time for which a role waits for a second administrator.
pub const ROLE_REQUEST_LIFETIME: Duration = Duration::from_secs(72 * 60 * 60);
/// Time for which somebody with a new role may act without a passkey that counts (S114).
pub const TIME_TO_GET_A_PASSKEY: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// Acts of one administrator that take something from others, or ask a second administrator (S114).
pub const DESTRUCTIVE_ACTS: Budget = Budget {
    hourly: 20,
    daily: 480,
};
/// Notice period before a stricter policy takes effect for people who don't meet it yet (S82).
pub const POLICY_NOTICE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Time for which a policy that loosens something, or switches a way off, waits for a second administrator.
pub const POLICY_REQUEST_LIFETIME: Duration = Duration::from_secs(72 * 60 * 60);
