//! Failed sign-ins, and the second factor.

use super::budget::Budget;
use std::time::Duration;

/// Failed sign-ins in a row without a delay (S57).
pub const FREE_FAILURES: u32 = 5;
/// Longest wait between sign-in attempts (S57).
pub const LONGEST_DELAY: Duration = Duration::from_secs(15 * 60);
/// Failed sign-ins in a row after which the password isn't accepted on unknown devices, until a second factor or a
/// recovery succeeds (S57; NIST SP 800-63B, 3.2.2).
pub const FAILURES_MAX: u32 = 100;
/// The count restarts after this time without a failure, unless it has reached [`FAILURES_MAX`]: pausing doesn't
/// permit more guesses than that (S57).
pub const FAILURES_FORGOTTEN: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Wrong passwords remembered per name, so that repeating one isn't counted again (S63).
pub const WRONG_REMEMBERED: usize = 3;
/// Most counters of failed sign-ins that are kept. Beyond that, those with the fewest failures are deleted; an
/// attacker who reaches this many has long been delayed by other limits (S57, S99). Each takes about 120 bytes.
pub const COUNTERS_KEPT: u32 = 1_000_000;

/// The wait after the `failures`th failure in a row: none for the first five, then 2^(n−5) seconds, at most 15
/// minutes; after [`FAILURES_MAX`] it ends only when the count is reset (S57).
#[must_use]
pub fn sign_in_delay(failures: u32) -> Duration {
    match failures.checked_sub(FREE_FAILURES) {
        None | Some(0) => Duration::ZERO,
        Some(_) if failures >= FAILURES_MAX => Duration::MAX,
        Some(excess) => {
            Duration::from_secs(1u64.checked_shl(excess).unwrap_or(u64::MAX)).min(LONGEST_DELAY)
        }
    }
}

/// Time for giving the second factor after the password.
pub const VERIFY_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Tries of saved codes for one sign-in.
pub const VERIFY_TRIES: u32 = 5;
/// Time for which a fresh proof permits changes of credentials (S45).
pub const CONFIRMED_FOR: Duration = Duration::from_secs(5 * 60);
/// Wrong authenticator codes of one person within [`AUTHENTICATOR_FORGOTTEN`], counted for unknown devices together
/// and for each known one; after that, only other ways remain (S41, S58).
pub const AUTHENTICATOR_TRIES: u32 = 10;
/// Time after which wrong authenticator codes no longer count (S41).
pub const AUTHENTICATOR_FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait after a wrong authenticator code: none for the first ones, then a day.
#[must_use]
pub fn authenticator_delay(failures: u32) -> Duration {
    if failures >= AUTHENTICATOR_TRIES {
        AUTHENTICATOR_FORGOTTEN
    } else {
        Duration::ZERO
    }
}

/// Time for answering a passkey question (S42).
pub const PASSKEY_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// Notices to a person that somebody else knows their password (S30).
pub const PASSWORD_KNOWN_TOLD: Budget = Budget {
    hourly: 1,
    daily: 1,
};
