//! Mailed codes and saved codes.

use std::time::Duration;

/// The longest that a mailed code works (S16).
pub const CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);
/// Tries for one challenge (S15).
pub const CODE_TRIES: u32 = 5;
/// How long after a code was sent a new one may be asked for.
pub const RESEND_WAIT: Duration = Duration::from_secs(30);
/// Saved recovery codes in a set (S25).
pub const SAVED_CODES: usize = 10;
/// With this many saved codes left, or fewer, their owner is asked to make new ones (S25).
pub const FEW_SAVED_CODES: u32 = 3;
/// How long the browser that made them shows them again (S25).
pub const SAVED_CODES_SHOWN: Duration = Duration::from_secs(60 * 60);
