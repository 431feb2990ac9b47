//! The rows of addresses: those that are a person's, and those that were.

use super::Holdings;
use regain_domain::{ChangeId, EmailAddress, Timestamp};
use regain_storage::Mac;

/// An address that its person has proven to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRow {
    /// The address.
    pub address: EmailAddress,
    /// The first or the second: 1 or 2.
    pub position: u8,
    /// When its code was entered, or its invitation accepted.
    pub verified_at: Timestamp,
    /// From when codes of a recovery are mailed to it (S28).
    pub counts_from: Timestamp,
    /// The change that made it the person's; none for what came with the invitation.
    pub change: Option<ChangeId>,
}

/// An address that was changed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAddress {
    /// As it was.
    pub was: AddressRow,
    /// The change that took it away.
    pub ended_by: ChangeId,
    /// When.
    pub ended_at: Timestamp,
    /// Until when codes of a recovery are still mailed to it (S28).
    pub counts_until: Timestamp,
    /// Until when nobody else gets it (S77).
    pub reserved_until: Timestamp,
    /// What the code of its objection is derived from.
    pub nonce: [u8; 16],
    /// Finds it by that code.
    pub code_mac: Mac,
    /// Until when it can object; none if it never counted.
    pub objectable_until: Option<Timestamp>,
    /// When it did.
    pub objected_at: Option<Timestamp>,
}

impl Holdings {
    /// Where codes of a recovery are mailed to at `now` (S28).
    pub fn counting(&self, now: Timestamp) -> impl Iterator<Item = &EmailAddress> {
        let current = self.addresses.iter().filter(move |row| row.counts_from <= now).map(|row| &row.address);
        let former = self.former_addresses.iter().filter(move |former| former.counts_until > now);
        current.chain(former.map(|former| &former.was.address))
    }
}
