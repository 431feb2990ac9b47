//! What happened: a chain of entries that nobody can change without its being seen (S80), and, apart from it, what may
//! have to be forgotten (S103).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{EntryMoment, HistoryEvent, PersonId, Timestamp};

/// An entry of the chain, as stored: it has no personal data beyond ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Its place, from 1, without gaps.
    pub seq: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub event: HistoryEvent,
    /// Whom it concerns.
    pub subject: Option<PersonId>,
    /// The how manieth entry about that person it is, from 1; 0 if it is about nobody.
    pub nth: u64,
    /// Who did it; none if it was nobody with an account.
    pub actor: Option<PersonId>,
    /// Plain facts as JSON: counts, roles, versions; never a name, an address or free text.
    pub facts: String,
    /// The person's manifest that this entry vouches for, if it made a new one (S79).
    pub manifest_version: Option<u64>,
    /// The person's standing that this entry vouches for, if it made a new one.
    pub standing_version: Option<u64>,
    /// Digest of the sealed details.
    pub details_digest: Option<Mac>,
    /// Digest of the sealed place.
    pub place_digest: Option<Mac>,
    /// The keyed digest of the entry before; zeros for the first.
    pub prev: Mac,
    /// The keyed digest over all of the above.
    pub mac: Mac,
}

/// What belongs to an entry and can be forgotten without breaking the chain; sealed with the person's own key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Device and words.
    pub details: Option<Vec<u8>>,
    /// Roughly where; forgotten after 30 days.
    pub place: Option<Vec<u8>>,
}

/// Which entries are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// About this person.
    pub subject: Option<PersonId>,
    /// Done by this person.
    pub actor: Option<PersonId>,
    /// Of this kind.
    pub event: Option<HistoryEvent>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// The history.
#[async_trait]
pub trait History: Send {
    /// The newest entry.
    async fn last(&mut self) -> Result<Option<HistoryRow>>;

    /// The newest entry about a person.
    async fn last_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>>;

    /// The newest entry that vouches for a manifest of a person.
    async fn last_manifest_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>>;

    /// The newest entry that vouches for the standing of a person.
    async fn last_standing_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>>;

    /// The newest entry of a kind.
    async fn last_event(&mut self, event: HistoryEvent) -> Result<Option<HistoryRow>>;

    /// The newest entry about a person of one of these kinds.
    async fn last_of_events(
        &mut self,
        person: PersonId,
        events: &[HistoryEvent],
    ) -> Result<Option<HistoryRow>>;

    /// Whose account may be to be erased: active people about whom an entry of before `asked` says that they asked for it, and
    /// disabled ones about whom one of before `disabled` says that they were; and those whose entries lie ahead of `now`. What
    /// came behind such an entry isn't looked at (S103).
    async fn may_leave(
        &mut self,
        asked: Timestamp,
        disabled: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<PersonId>>;

    /// Since when the clock has been right: the first entry behind the newest one that lies ahead of `now` by more than clocks
    /// differ. None if no entry does, or none came behind it.
    async fn right_since(&mut self, now: Timestamp) -> Result<Option<EntryMoment>>;

    /// Every entry that says that the clock was set back, the oldest first: an accident each, so there are few or none.
    async fn clock_set_back(&mut self) -> Result<Vec<HistoryRow>>;

    /// Every entry that says that a newer master key seals from there on, the oldest first: a few.
    async fn keys_rotated(&mut self) -> Result<Vec<HistoryRow>>;

    /// The places and moments of all entries about a person, the oldest first.
    async fn moments_of(&mut self, person: PersonId) -> Result<Vec<EntryMoment>>;

    /// Adds an entry at the end, and what belongs to it.
    async fn insert(&mut self, row: &HistoryRow, sealed: &Sealed) -> Result<()>;

    /// An entry.
    async fn by_seq(&mut self, seq: u64) -> Result<Option<HistoryRow>>;

    /// The entries from `seq` on, the oldest first.
    async fn from(&mut self, seq: u64, limit: u32) -> Result<Vec<HistoryRow>>;

    /// The entries that a filter lets through, before `before` if that is given, the newest first.
    async fn page(
        &mut self,
        filter: &HistoryFilter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryRow>>;

    /// What belongs to an entry, as far as it wasn't forgotten.
    async fn sealed(&mut self, seq: u64) -> Result<Sealed>;

    /// The key with which a person's details are sealed, wrapped.
    async fn person_key(&mut self, person: PersonId) -> Result<Option<[u8; 32]>>;

    /// Keeps a new key.
    async fn insert_person_key(&mut self, person: PersonId, key: &[u8; 32]) -> Result<()>;

    /// Forgets a person's key: nobody can read the details any longer, and the chain stays whole (S103).
    async fn forget_person_key(&mut self, person: PersonId) -> Result<bool>;

    /// Forgets the places of entries before `before`, the oldest first and at most `most`; how many there were.
    async fn forget_places(&mut self, before: Timestamp, most: u32) -> Result<u64>;

    /// Notes that an account was found tampered with, and when that was told; `true` unless it was told since
    /// `told_before` already.
    async fn raise_alarm(
        &mut self,
        person: PersonId,
        now: Timestamp,
        told_before: Timestamp,
    ) -> Result<bool>;
}
