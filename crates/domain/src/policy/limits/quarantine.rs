//! How long a new way back waits before it counts.

use std::time::Duration;

/// Shortest time before a new way back counts in a recovery, so that its owner hears of it first (S28).
pub const QUARANTINE: Duration = Duration::from_secs(72 * 60 * 60);
/// Longest such time that an organisation can set (S82).
pub const QUARANTINE_MAX: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// Divisor of the quarantine if a passkey confirmed the change: 24 of 72 hours (S28).
pub const QUARANTINE_BY_PASSKEY: u32 = 3;
