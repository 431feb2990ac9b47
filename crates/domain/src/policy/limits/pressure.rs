//! Sign-ins and recoveries under attack, and the work that browsers do then.

use super::budget::Budget;
use std::time::Duration;

/// Failed sign-ins and started recoveries of one source within [`PRESSURE_WITHIN`] that don't press; one office is one source
/// (S64).
pub const PRESSURE_FAILURES_OF_SOURCE: usize = 20;
/// Different identifiers among them that don't press: one password tried on many people (S64).
pub const PRESSURE_IDENTIFIERS_OF_SOURCE: usize = 10;
/// How far back those of a source count.
pub const PRESSURE_WITHIN: Duration = Duration::from_secs(5 * 60);
/// Those of everybody together within a minute that don't press (S64).
pub const PRESSURE_FAILURES_OF_ALL: u32 = 300;
/// How long pressure lasts after the last failure that was too many.
pub const PRESSURE_LASTS: Duration = Duration::from_secs(10 * 60);
/// Zero bits that a browser has to find under pressure (S62): in Chromium a tenth of a second, with the processor slowed six-fold
/// as on a plain phone some 0.7 (the middle of eight; the longest took 1.2).
pub const WORK_BITS: u8 = 17;
/// The most bits that are asked for beside them, one for each doubling of what presses (S62): eight times as long, so that a plain
/// phone finds it within [`EFFORT_WINDOW`] nearly always.
pub const WORK_BITS_MORE: u8 = 3;
/// How long what a browser found, or waited for, can be sent (S62).
pub const EFFORT_WINDOW: Duration = Duration::from_secs(30);
/// How long a browser without script waits instead (S62).
pub const WAIT: Duration = Duration::from_secs(15);
/// Waits of one source: they cost a machine nothing, and so are fewer than what can be found by work (S62).
pub const WAITS_OF_SOURCE: Budget = Budget {
    hourly: 20,
    daily: 100,
};
