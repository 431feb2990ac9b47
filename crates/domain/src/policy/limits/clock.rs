//! Clocks that are wrong.

use std::time::Duration;

/// By how much clocks may differ, or one may be corrected, before what was written counts as written in the future.
pub const CLOCK_TOLERANCE: Duration = Duration::from_secs(5);
/// How long a clock that was set back has to stay so before the history says that it was wrong before: shorter than anything
/// waits (S28), and checked every hour.
pub const CLOCK_SETTLES: Duration = Duration::from_secs(23 * 60 * 60);
