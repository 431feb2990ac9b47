//! Recoveries.

use super::mail::MAILS;
use std::time::Duration;

/// How long a recovery may take before its first gate has passed.
pub const FLOW_LIFETIME: Duration = Duration::from_secs(30 * 60);
/// The longest that a recovery may take after its first gate has passed (S16).
pub const FLOW_LIFETIME_AFTER_GATE: Duration = Duration::from_secs(15 * 60);
/// How long a recovery that asks contacts may take altogether, however often they are asked (S16, S27).
pub const FLOW_LONGEST: Duration = Duration::from_secs(48 * 60 * 60);
/// How long before the end of a recovery its page says that it ends.
pub const FLOW_ENDS_SOON: Duration = Duration::from_secs(2 * 60);
/// How long the last page of a recovery can be seen again.
pub const FLOW_DONE_SHOWN: Duration = Duration::from_secs(15 * 60);
/// New codes that one flow may ask for, the first included: no more than an hour's budget has (S66).
pub const CODES_PER_FLOW: u32 = MAILS.hourly;
/// Open recoveries of one identifier from one source, known or not; the oldest that has nothing to show makes room: no gate
/// passed, no familiar browser, and none of as many that asked for a mailed code first (S21). Those of other sources stay, or
/// strangers could stop every recovery that has only begun (S59).
pub const OPEN_FLOWS: u32 = 5;
/// Recoveries that any stranger can make, of which so many are kept: then some make room (S99). Each takes
/// half a kilobyte when it begins, and less than four with all that one can ask for: 80 megabytes together at most.
pub const FLOWS_OF_STRANGERS: u32 = 20_000;
/// So many make room at once, for as long as other writers can wait (S98).
pub const FLOWS_MAKE_ROOM: u32 = 200;
