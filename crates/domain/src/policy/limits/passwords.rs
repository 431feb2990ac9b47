//! Passwords.

/// The fewest characters of a password, unless the policy in force asks for more (S34): where nothing else is known, as
/// where it is the only factor at sign-in.
pub const PASSWORD_MIN: usize = 15;
/// The most characters of a password (S34).
pub const PASSWORD_MAX: usize = 256;
/// The most bytes of a password as sent (S34, S95).
pub const PASSWORD_MAX_BYTES: usize = 1024;
/// Tries to enter the current password at the end of a recovery that keeps it.
pub const KEEP_TRIES: u32 = 5;
