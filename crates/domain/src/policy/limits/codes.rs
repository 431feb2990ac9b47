//! Mailed codes and saved codes.

use std::time::Duration;

/// Longest time that a mailed code works (S16).
pub const CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Tries for one challenge (S15).
pub const CODE_TRIES: u32 = 5;
/// Wait before a new code can be requested.
pub const RESEND_WAIT: Duration = Duration::from_secs(30);
/// Saved recovery codes in a set (S25). SQL can't read this: the triggers `saved_codes_are_applied` and
/// `credential_applications_are_true` of each engine's migrations say 10, too, so another number needs a new migration.
/// The mail about new codes says "ten" in every language.
pub const SAVED_CODES: usize = 10;
/// The owner is asked to make new saved codes when this many are left, or fewer (S25).
pub const FEW_SAVED_CODES: u32 = 3;
/// Time for which the browser that made them shows them again (S25).
pub const SAVED_CODES_SHOWN: Duration = Duration::from_secs(60 * 60);
