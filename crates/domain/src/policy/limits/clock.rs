//! Wrong clocks.

use std::time::Duration;

/// Difference between clocks, or correction of one, up to which a time doesn't count as being in the future.
pub const CLOCK_TOLERANCE: Duration = Duration::from_secs(5);
/// Time that a clock must stay set back before the history records that it was wrong: shorter than any waiting period
/// (S28), and checked every hour.
pub const CLOCK_SETTLES: Duration = Duration::from_secs(23 * 60 * 60);
