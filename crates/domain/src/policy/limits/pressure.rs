//! Sign-ins and recoveries under attack, and the work demanded from browsers then.

use super::budget::Budget;
use std::time::Duration;

/// Failed sign-ins and started recoveries of one source within [`PRESSURE_WITHIN`] that don't cause pressure; one
/// office is one source (S64).
pub const PRESSURE_FAILURES_OF_SOURCE: usize = 20;
/// Different identifiers among them that don't cause pressure; more suggest one password tried on many people (S64).
pub const PRESSURE_IDENTIFIERS_OF_SOURCE: usize = 10;
/// Span in which those of a source are counted.
pub const PRESSURE_WITHIN: Duration = Duration::from_secs(5 * 60);
/// Those of everybody together within a minute that don't cause pressure (S64).
pub const PRESSURE_FAILURES_OF_ALL: u32 = 300;
/// Duration of pressure after the last excessive failure.
pub const PRESSURE_LASTS: Duration = Duration::from_secs(10 * 60);
/// Zero bits that a browser must find under pressure (S62): a tenth of a second in Chromium; with the processor
/// slowed six-fold, as on a simple phone, about 0.7 seconds (median of eight; the longest took 1.2).
pub const WORK_BITS: u8 = 17;
/// Most bits demanded in addition, one for each doubling of the pressure (S62): eight times as long, so that a simple
/// phone nearly always finishes within [`EFFORT_WINDOW`].
pub const WORK_BITS_MORE: u8 = 3;
/// Time for sending the result of work or waiting (S62).
pub const EFFORT_WINDOW: Duration = Duration::from_secs(30);
/// Time that a browser without script waits instead (S62).
pub const WAIT: Duration = Duration::from_secs(15);
/// Waiting tickets of one source. Waiting costs an attacker nothing, so fewer are accepted than of work (S62).
pub const WAITS_OF_SOURCE: Budget = Budget {
    hourly: 20,
    daily: 100,
};
