//! What a browser gets at a sign-in.

use crate::{DeviceToken, SessionToken};
use regain_domain::Timestamp;

/// The session of somebody who has just signed in.
#[derive(Debug)]
pub struct NewSession {
    /// The session token.
    pub session: SessionToken,
    /// Identifies the browser from now on.
    pub device: DeviceToken,
    /// "Keep me signed in" was chosen.
    pub keep: bool,
    /// Whether the person is first asked to check their ways back.
    pub check_up: bool,
    /// When the account will be closed, if that is planned; the person is told first (S103).
    pub closes_at: Option<Timestamp>,
}
