//! Rows of current and former addresses.

use super::Holdings;
use regain_domain::{ChangeId, EmailAddress, Timestamp, policy};
use regain_storage::ObjectionDigest;

/// An address that its person has proven to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRow {
    /// The address.
    pub address: EmailAddress,
    /// Position: 1 or 2.
    pub position: u8,
    /// When its code was entered, or the invitation accepted.
    pub verified_at: Timestamp,
    /// When recovery codes start to be mailed to it (S28).
    pub counts_from: Timestamp,
    /// The change that added it; `None` if it came with the invitation.
    pub change: Option<ChangeId>,
}

impl AddressRow {
    /// Whether it was added so recently that it yields to older proofs (S113); an address from the invitation never
    /// does.
    #[must_use]
    pub fn is_young(&self, at: Timestamp) -> bool {
        // Claiming it again while it counted makes it no older: then the earlier time is the right one.
        let since = self.verified_at.min(self.counts_from);
        self.counts_from != self.verified_at && at < since.plus(policy::YOUNG_FOR)
    }
}

/// An address that was changed or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAddress {
    /// The address as it was.
    pub was: AddressRow,
    /// The change that removed it.
    pub ended_by: ChangeId,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Until when recovery codes are still mailed to it (S28, S109).
    pub counts_until: Timestamp,
    /// Until when nobody else can have it (S77).
    pub reserved_until: Timestamp,
    /// Input from which its objection code derives.
    pub nonce: [u8; 16],
    /// Look-up digest of that code.
    pub code_digest: ObjectionDigest,
    /// Until when it can object; `None` if it never counted.
    pub objectable_until: Option<Timestamp>,
    /// When it objected.
    pub objected_at: Option<Timestamp>,
}

impl FormerAddress {
    /// Whether recovery codes are mailed to it at this time.
    #[must_use]
    pub fn counts(&self, at: Timestamp) -> bool {
        self.was.counts_from <= at && self.counts_until > at
    }

    /// Whether it can still object.
    #[must_use]
    pub fn can_object(&self, now: Timestamp) -> bool {
        self.objected_at.is_none() && self.objectable_until.is_some_and(|until| now < until)
    }
}

impl Holdings {
    /// Addresses that recovery codes are mailed to at this time, which may be the time of a freeze, before an address
    /// ended (S28, S111).
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

    /// Number of addresses that are a way back at this time. A waiting address is one if the address that it replaced
    /// still counts; a removed address isn't, though it counts for a while.
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
