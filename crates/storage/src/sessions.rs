//! Signed-in browsers (S49–S55).

use crate::{Result, SessionDigest, SessionSeal};
use async_trait::async_trait;
use regain_domain::{PersonId, SessionId, Timestamp};

/// A session; the token is in the browser's cookie, its digest here (S49).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Random.
    pub id: SessionId,
    /// Digest of the token.
    pub token_digest: SessionDigest,
    /// The signed-in person.
    pub person: PersonId,
    /// Whether "Keep me signed in" was chosen: the cookie survives closing the browser.
    pub kept: bool,
    /// Device and approximate location, sealed; deleted with the session.
    pub surroundings: Vec<u8>,
    /// When it began.
    pub created_at: Timestamp,
    /// Last use, to the minute.
    pub last_seen_at: Timestamp,
    /// A seal on everything that decides whether it may be used, made with a key outside the database (S79).
    pub seal: SessionSeal,
}

/// Signed-in browsers.
#[async_trait]
pub trait SessionRows: Send {
    /// Adds a session.
    async fn insert(&mut self, session: &Session) -> Result<()>;

    /// The session with this token, expired or not.
    async fn by_token(&mut self, token_digest: &SessionDigest) -> Result<Option<Session>>;

    /// All sessions of a person, expired or not, latest use first.
    async fn of_person(&mut self, person: PersonId) -> Result<Vec<Session>>;

    /// Records a use, with the matching seal.
    async fn touch(&mut self, id: SessionId, at: Timestamp, seal: &SessionSeal) -> Result<()>;

    /// Replaces the seal (S104).
    async fn reseal(&mut self, id: SessionId, seal: &SessionSeal) -> Result<()>;

    /// Ends one; `true` if it was there.
    async fn end(&mut self, id: SessionId) -> Result<bool>;

    /// Ends all of a person. Returns their number.
    async fn end_all_of(&mut self, person: PersonId) -> Result<u64>;

    /// Ends all of a person except one. Returns their number.
    async fn end_others_of(&mut self, person: PersonId, except: SessionId) -> Result<u64>;

    /// Ends all of everybody. Returns their number (S84).
    async fn end_all(&mut self) -> Result<u64>;

    /// Deletes sessions that began before `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
