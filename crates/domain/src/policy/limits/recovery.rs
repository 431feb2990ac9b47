//! Recoveries.

use super::mail::MAILS;
use std::time::Duration;

/// Longest duration of a recovery before its first gate.
pub const FLOW_LIFETIME: Duration = Duration::from_secs(30 * 60);
/// Longest duration of a recovery after its first gate (S16).
pub const FLOW_LIFETIME_AFTER_GATE: Duration = Duration::from_secs(15 * 60);
/// Longest duration of a recovery that asks contacts, however often they are asked (S16, S27).
pub const FLOW_LONGEST: Duration = Duration::from_secs(48 * 60 * 60);
/// How long before the end of a recovery its page announces the end.
pub const FLOW_ENDS_SOON: Duration = Duration::from_secs(2 * 60);
/// Time for which the last page of a recovery can be seen again.
pub const FLOW_DONE_SHOWN: Duration = Duration::from_secs(15 * 60);
/// Codes that one flow may request, the first included; not more than an hour's budget (S66).
pub const CODES_PER_FLOW: u32 = MAILS.hourly;
/// Open recoveries per identifier and source, known or not. Beyond that, the oldest one without any progress makes
/// room: no gate passed, no familiar browser, and not among the first that requested a mailed code (S21). Recoveries
/// from other sources stay, or strangers could stop every recovery that has only begun (S59).
pub const OPEN_FLOWS: u32 = 5;
/// Most stored recoveries of the kind that any stranger can start; beyond that, some make room (S99). Each takes half
/// a kilobyte at first and less than four with everything one can request: at most 80 megabytes in total.
pub const FLOWS_OF_STRANGERS: u32 = 20_000;
/// Number that make room at once, limited by how long other writers can wait (S98).
pub const FLOWS_MAKE_ROOM: u32 = 200;
