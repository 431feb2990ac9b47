//! Schedules the next attempt at a row, with growing pauses (S65).

use regain_domain::{Timestamp, policy};
use regain_storage::OutboxEntry;
use std::time::Duration;

/// Pauses after failures double, from this one on.
pub(super) const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// When to retry a row. Mail that expires soon is retried more often: a code that somebody waits for, up to its last
/// seconds. After that the row is looked at once more, and ends.
pub(super) fn next_attempt(entry: &OutboxEntry, now: Timestamp) -> Timestamp {
    let left = now.until(entry.expires_at);
    now.plus(pause_after(entry.attempts).min((left / 2).max(FIRST_PAUSE)))
}

/// The pause after a failure with `attempts` failures before it.
pub(super) fn pause_after(attempts: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1u32.checked_shl(attempts).unwrap_or(u32::MAX))
        .min(policy::MAIL_LONGEST_PAUSE)
}
