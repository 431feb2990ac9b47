//! Sessions and devices.

use std::time::Duration;

/// Longest time that a session may be unused (S51).
pub const SESSION_IDLE: Duration = Duration::from_secs(60 * 60);
/// Longest duration of a session, used or not (S51).
pub const SESSION_ABSOLUTE: Duration = Duration::from_secs(24 * 60 * 60);
/// Longest time that a session of somebody with a role may be unused, whatever the policy allows (S51, S114).
pub const ADMINISTRATORS_SESSION_IDLE: Duration = Duration::from_secs(15 * 60);
/// Longest duration of a session of somebody with a role, used or not (S51, S114).
pub const ADMINISTRATORS_SESSION_ABSOLUTE: Duration = Duration::from_secs(12 * 60 * 60);
/// Longest time that a device is remembered, so that it isn't asked for the second factor.
pub const DEVICE_REMEMBERED: Duration = Duration::from_secs(90 * 24 * 60 * 60);
