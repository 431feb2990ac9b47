//! Failed sign-ins, and the second factor.

use super::budget::Budget;
use std::time::Duration;

/// Failed sign-ins in a row that cost nothing (S57).
pub const FREE_FAILURES: u32 = 5;
/// The longest wait between tries to sign in (S57).
pub const LONGEST_DELAY: Duration = Duration::from_secs(15 * 60);
/// Failed sign-ins in a row after which the password opens nothing on devices that aren't known, until a second factor or a
/// recovery succeeds (S57; NIST SP 800-63B, 3.2.2).
pub const FAILURES_MAX: u32 = 100;
/// After this long without a failure the count starts anew, but for one that has come to [`FAILURES_MAX`]: pausing gives
/// nobody more guesses than that (S57).
pub const FAILURES_FORGOTTEN: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Wrong passwords at one name that are remembered, so that the same one again isn't counted again (S63).
pub const WRONG_REMEMBERED: usize = 3;
/// Counters of failed sign-ins, of which so many are kept: then those of the fewest failures are forgotten, for one who comes to
/// that many has long had to wait for others (S57, S99). Each takes some 120 bytes.
pub const COUNTERS_KEPT: u32 = 1_000_000;

/// The wait after the `failures`th failure in a row: none for the first five, then 2^(n−5) seconds, at most 15 minutes; after
/// [`FAILURES_MAX`] it ends only with the count (S57).
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

/// How long after the password the second factor may be given.
pub const VERIFY_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Tries of saved codes for one sign-in.
pub const VERIFY_TRIES: u32 = 5;
/// How long a fresh proof opens changes of credentials (S45).
pub const CONFIRMED_FOR: Duration = Duration::from_secs(5 * 60);
/// Wrong authenticator codes of one person within [`AUTHENTICATOR_FORGOTTEN`], from devices that aren't known, and from each that
/// is; then other ways are left (S41, S58).
pub const AUTHENTICATOR_TRIES: u32 = 10;
/// After this long wrong authenticator codes no longer count (S41).
pub const AUTHENTICATOR_FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// The wait after a wrong authenticator code: none for the first ones, and then a day.
#[must_use]
pub fn authenticator_delay(failures: u32) -> Duration {
    if failures >= AUTHENTICATOR_TRIES {
        AUTHENTICATOR_FORGOTTEN
    } else {
        Duration::ZERO
    }
}

/// How long a question for a passkey may be answered (S42).
pub const PASSKEY_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// How often somebody is told that their password is known to somebody else (S30).
pub const PASSWORD_KNOWN_TOLD: Budget = Budget {
    hourly: 1,
    daily: 1,
};
