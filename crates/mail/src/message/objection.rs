//! Objections of addresses that were changed or removed.

use regain_domain::{LinkToken, Timestamp};

/// The way for an address to object to the change that removed it.
#[derive(Clone)]
pub struct AddressObjection {
    /// URL of the page, with the code in the fragment.
    pub link: String,
    /// The code to type if script is off.
    pub code: LinkToken,
    /// Expiry.
    pub until: Timestamp,
}

/// Redacted: links and codes must never be logged (S102).
impl std::fmt::Debug for AddressObjection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddressObjection(…)")
    }
}
