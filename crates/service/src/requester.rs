//! Where a request comes from.

use crate::{DeviceToken, SessionToken, Visitor};

/// Who sends a request, as far as the server can see. The default is somebody of whom nothing is known.
#[derive(Debug, Default)]
pub struct Requester {
    /// For mails, the history and throttling.
    pub visitor: Visitor,
    /// The browser's previous session, which ends at a sign-in.
    pub session: Option<SessionToken>,
    /// Identifies the browser, if somebody has signed in with it (S21).
    pub device: Option<DeviceToken>,
    /// The browser's ticket of work or of waiting; empty if it sends none (S62).
    pub effort: String,
}
