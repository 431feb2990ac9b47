//! Passwords.

/// Minimum length of a password in characters, unless the policy in force says otherwise (S34); this is the length
/// for a password that is the only factor at sign-in.
pub const PASSWORD_MIN: usize = 15;
/// Greatest length of a password in characters (S34).
pub const PASSWORD_MAX: usize = 256;
/// Greatest length of a password in bytes, as sent (S34, S95).
pub const PASSWORD_MAX_BYTES: usize = 1024;
/// Tries to enter the current password at the end of a recovery that keeps it.
pub const KEEP_TRIES: u32 = 5;
