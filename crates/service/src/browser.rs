//! What a browser sends to sign in, and what it gets.

use crate::{DeviceToken, SessionToken};
use regain_domain::Timestamp;

/// The tokens that a browser sends when somebody signs in.
#[derive(Debug, Default)]
pub struct BrowserTokens {
    /// A session of the same browser, which ends.
    pub session: Option<SessionToken>,
    /// By which the browser is known.
    pub device: Option<DeviceToken>,
}

/// The session of somebody who has just signed in.
#[derive(Debug)]
pub struct NewSession {
    /// The session.
    pub session: SessionToken,
    /// By which the browser is known from now on.
    pub device: DeviceToken,
    /// "Keep me signed in" was chosen.
    pub keep: bool,
    /// Before anything else the person is asked whether they still have their ways back.
    pub check_up: bool,
    /// The account is going to be closed, then; before anything else the person is told (S103).
    pub closes_at: Option<Timestamp>,
}
