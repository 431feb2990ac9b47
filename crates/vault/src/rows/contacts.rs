//! Rows of recovery contacts (S27).

use super::Holdings;
use regain_domain::{ChangeId, ContactId, ContactsNeeded, EmailAddress, Timestamp, policy};
use std::time::Duration;

/// A stored recovery contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// Random.
    pub id: ContactId,
    /// The owner's name for them.
    pub name: String,
    /// The address they are asked at.
    pub address: EmailAddress,
    /// When the owner chose them.
    pub added_at: Timestamp,
    /// Time from their agreement until they count (S28).
    pub waits: Duration,
    /// When they agreed.
    pub accepted_at: Option<Timestamp>,
    /// When they start to count in a recovery.
    pub counts_from: Option<Timestamp>,
    /// When they declined, or withdrew.
    pub declined_at: Option<Timestamp>,
    /// The change that added them.
    pub change: ChangeId,
}

impl ContactRow {
    /// Whether they agreed, and still do.
    #[must_use]
    pub const fn agrees(&self) -> bool {
        self.accepted_at.is_some() && self.declined_at.is_none()
    }

    /// Whether they were added so recently that they yield to older proofs (S113).
    #[must_use]
    pub fn is_young(&self, at: Timestamp) -> bool {
        at < self.added_at.plus(policy::YOUNG_FOR)
    }

    /// Whether they count in a recovery at `now` (S28).
    #[must_use]
    pub fn counts(&self, now: Timestamp) -> bool {
        self.agrees() && self.counts_from.is_some_and(|from| from <= now)
    }
}

impl Holdings {
    /// The recovery contacts that count at this time.
    pub fn contacts_that_count(&self, at: Timestamp) -> impl Iterator<Item = &ContactRow> {
        self.contacts
            .iter()
            .filter(move |contact| contact.counts(at))
    }

    /// Contacts who can help in a recovery at this time: those who count, and former ones who still do (S109).
    pub fn contacts_that_help(&self, at: Timestamp) -> impl Iterator<Item = &ContactRow> {
        let former = self
            .former_contacts
            .iter()
            .filter(move |former| former.ended.counts(at));
        self.contacts
            .iter()
            .chain(former.map(|former| &former.was))
            .filter(move |contact| contact.counts(at))
    }

    /// How many recovery contacts have to help.
    #[must_use]
    pub fn contacts_needed(&self) -> ContactsNeeded {
        self.contacts_needed
            .map(|(needed, _)| needed)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(number: u8, counts_from: i64) -> ContactRow {
        let at = Timestamp::from_millis;
        ContactRow {
            id: ContactId::from_bytes([number; 16]),
            name: "Cleo".to_owned(),
            address: EmailAddress::parse("cleo@example.net").expect("an address"),
            added_at: at(0),
            waits: Duration::from_secs(1),
            accepted_at: Some(at(counts_from - 1000)),
            counts_from: Some(at(counts_from)),
            declined_at: None,
            change: ChangeId::from_bytes([0; 16]),
        }
    }

    #[test]
    fn s28_a_contact_counts_from_its_moment_on_and_until_they_step_back() {
        let now = Timestamp::from_millis;
        let mut row = contact(1, 5000);
        assert!(!row.counts(now(4999)) && row.counts(now(5000)));
        row.declined_at = Some(now(6000));
        assert!(!row.counts(now(6000)));
        row = ContactRow {
            accepted_at: None,
            counts_from: None,
            ..contact(1, 5000)
        };
        assert!(!row.counts(now(9000)));
    }
}
