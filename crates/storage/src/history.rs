//! The history: a chain of entries, in which changes are detected (S80), and beside it what may have to be forgotten
//! (S103).

use crate::{DetailsDigest, EntryDigest, PlaceDigest, Result};
use async_trait::async_trait;
use regain_domain::{EntryMoment, HistoryEvent, PersonId, Timestamp};

/// A stored entry of the chain, without personal data except ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Position, from 1, without gaps.
    pub seq: u64,
    /// Time of the event.
    pub at: Timestamp,
    /// Kind of event.
    pub event: HistoryEvent,
    /// The person concerned.
    pub subject: Option<PersonId>,
    /// Number of the entry among those about that person, from 1; 0 if it is about nobody.
    pub nth: u64,
    /// The actor; `None` if it was nobody with an account.
    pub actor: Option<PersonId>,
    /// Facts as JSON: counts, roles, versions; never a name, an address or free text.
    pub facts: String,
    /// The person's manifest that this entry vouches for, if it made a new one (S79).
    pub manifest_version: Option<u64>,
    /// The person's standing that this entry vouches for, if it made a new one.
    pub standing_version: Option<u64>,
    /// Digest of the sealed details.
    pub details_digest: Option<DetailsDigest>,
    /// Digest of the sealed place.
    pub place_digest: Option<PlaceDigest>,
    /// The keyed digest of the previous entry; zeros for the first.
    pub prev: EntryDigest,
    /// The keyed digest over all of the above.
    pub digest: EntryDigest,
}

/// Data of an entry that can be deleted without breaking the chain; sealed with the person's own key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Device and words.
    pub details: Option<Vec<u8>>,
    /// Approximate location; deleted after 30 days.
    pub place: Option<Vec<u8>>,
}

/// Selects entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// The person concerned.
    pub subject: Option<PersonId>,
    /// The actor.
    pub actor: Option<PersonId>,
    /// The kind.
    pub event: Option<HistoryEvent>,
    /// Earliest time, inclusive.
    pub from: Option<Timestamp>,
    /// Latest time, exclusive.
    pub until: Option<Timestamp>,
}

/// The history.
#[async_trait]
pub trait HistoryRows: Send {
    /// The newest entry.
    async fn last(&mut self) -> Result<Option<HistoryRow>>;

    /// The newest entry about a person.
    async fn last_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>>;

    /// The newest entry that vouches for a person's manifest.
    async fn last_manifest_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>>;

    /// The newest entry that vouches for a person's standing.
    async fn last_standing_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>>;

    /// The newest entry of a kind.
    async fn last_event(&mut self, event: HistoryEvent) -> Result<Option<HistoryRow>>;

    /// The newest entry about a person with one of these events.
    async fn last_of_events(
        &mut self,
        person: PersonId,
        events: &[HistoryEvent],
    ) -> Result<Option<HistoryRow>>;

    /// People whose account may be due for erasure: active people with an entry of `asked` or earlier that requests it,
    /// disabled people with an entry of `disabled` or earlier, and those whose entries lie ahead of `now`. Later
    /// entries that revoke it aren't considered (S103).
    async fn may_leave(
        &mut self,
        asked: Timestamp,
        disabled: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<PersonId>>;

    /// Since when the clock has been right: the first entry after the newest one that lies ahead of `now` by more
    /// than clocks differ. `None` if there is no such entry, or none after it.
    async fn right_since(&mut self, now: Timestamp) -> Result<Option<EntryMoment>>;

    /// Every entry that records a clock set back, oldest first; each is an accident, so there are few or none.
    async fn clock_set_back(&mut self) -> Result<Vec<HistoryRow>>;

    /// Every entry that begins the range of a newer master key, oldest first; there are few.
    async fn keys_rotated(&mut self) -> Result<Vec<HistoryRow>>;

    /// Positions and times of all entries about a person, oldest first.
    async fn moments_of(&mut self, person: PersonId) -> Result<Vec<EntryMoment>>;

    /// Appends an entry, with its sealed data.
    async fn insert(&mut self, row: &HistoryRow, sealed: &Sealed) -> Result<()>;

    /// The entry at a position.
    async fn by_seq(&mut self, seq: u64) -> Result<Option<HistoryRow>>;

    /// The entries from `seq` on, oldest first.
    async fn from(&mut self, seq: u64, limit: u32) -> Result<Vec<HistoryRow>>;

    /// The entries that match a filter, before `before` if given, newest first.
    async fn page(
        &mut self,
        filter: &HistoryFilter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryRow>>;

    /// The sealed data of an entry, as far as it hasn't been deleted.
    async fn sealed(&mut self, seq: u64) -> Result<Sealed>;

    /// The wrapped key that seals a person's details.
    async fn person_key(&mut self, person: PersonId) -> Result<Option<[u8; 32]>>;

    /// Stores a new key.
    async fn insert_person_key(&mut self, person: PersonId, key: &[u8; 32]) -> Result<()>;

    /// Deletes a person's key: then nobody can read the details, and the chain stays intact (S103).
    async fn forget_person_key(&mut self, person: PersonId) -> Result<bool>;

    /// Deletes the locations of entries from before `before`, oldest first and at most `most`. Returns their number.
    async fn forget_places(&mut self, before: Timestamp, most: u32) -> Result<u64>;

    /// Records that an account was tampered with, and when that was reported; `true` unless it was reported since
    /// `told_before`.
    async fn raise_alarm(
        &mut self,
        person: PersonId,
        now: Timestamp,
        told_before: Timestamp,
    ) -> Result<bool>;
}
