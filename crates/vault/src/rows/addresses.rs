//! The rows of addresses: those that are a person's, and those that were.

use super::Holdings;
use regain_domain::{ChangeId, EmailAddress, Timestamp, policy};
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

impl AddressRow {
    /// Whether it was added so lately that it gives way to older proofs (S113); what came with the invitation never does.
    #[must_use]
    pub fn is_young(&self, at: Timestamp) -> bool {
        self.counts_from > self.verified_at && at < self.verified_at.plus(policy::YOUNG_FOR)
    }
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
    /// Until when codes of a recovery are still mailed to it (S28, S109).
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

impl FormerAddress {
    /// Whether codes of a recovery are mailed to it at a moment.
    #[must_use]
    pub fn counts(&self, at: Timestamp) -> bool {
        self.was.counts_from <= at && self.counts_until > at
    }

    /// Whether it can still be put back by itself.
    #[must_use]
    pub fn can_object(&self, now: Timestamp) -> bool {
        self.objected_at.is_none() && self.objectable_until.is_some_and(|until| now < until)
    }
}

impl Holdings {
    /// Where codes of a recovery are mailed to at a moment, which a freeze may have stopped before an address ended (S28, S111).
    pub fn counting(&self, at: Timestamp) -> impl Iterator<Item = &EmailAddress> {
        let current = self
            .addresses
            .iter()
            .filter(move |row| row.counts_from <= at)
            .map(|row| &row.address);
        let former = self
            .former_addresses
            .iter()
            .filter(move |former| former.counts(at));
        current.chain(former.map(|former| &former.was.address))
    }

    /// How many of the addresses are a way back at a moment: one that waits is, where the one that it took the place of still
    /// counts. One that was removed is none, though it counts for a while.
    #[must_use]
    pub fn addresses_that_count(&self, at: Timestamp) -> usize {
        let stands_in = |row: &AddressRow| {
            self.former_addresses
                .iter()
                .any(|former| former.was.position == row.position && former.counts(at))
        };
        self.addresses
            .iter()
            .filter(|row| row.counts_from <= at || stands_in(row))
            .count()
    }
}
