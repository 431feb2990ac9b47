//! How an address objects that was changed or removed.

use regain_domain::{LinkToken, Timestamp};

/// How an address objects to the change that took it away.
#[derive(Clone)]
pub struct AddressObjection {
    /// The address of the page; the code is in its fragment.
    pub link: String,
    /// To type where script is off.
    pub code: LinkToken,
    /// Until when.
    pub until: Timestamp,
}

/// Redacted: links and codes are on the never-log list (S102).
impl std::fmt::Debug for AddressObjection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddressObjection(…)")
    }
}
