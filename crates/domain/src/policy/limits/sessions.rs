//! Sessions and devices.

use std::time::Duration;

/// The longest that a session may go unused (S51).
pub const SESSION_IDLE: Duration = Duration::from_secs(60 * 60);
/// The longest that a session lasts, used or not (S51).
pub const SESSION_ABSOLUTE: Duration = Duration::from_secs(24 * 60 * 60);
/// A session ends when it wasn't used for this long, for whoever has a role, whatever the policy allows (S51, S114).
pub const ADMINISTRATORS_SESSION_IDLE: Duration = Duration::from_secs(15 * 60);
/// A session ends after this long, used or not, for whoever has a role (S51, S114).
pub const ADMINISTRATORS_SESSION_ABSOLUTE: Duration = Duration::from_secs(12 * 60 * 60);
/// The longest that a device is remembered, so that it isn't asked for the second factor.
pub const DEVICE_REMEMBERED: Duration = Duration::from_secs(90 * 24 * 60 * 60);
