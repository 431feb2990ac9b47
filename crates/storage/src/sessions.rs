//! Signed-in browsers (S49–S55).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{PersonId, SessionId, Timestamp};

/// A session; the token is in the browser's cookie, its digest here (S49).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Random.
    pub id: SessionId,
    /// Digest of the token.
    pub token_mac: Mac,
    /// Who is signed in.
    pub person: PersonId,
    /// "Keep me signed in": the cookie survives the browser's end.
    pub kept: bool,
    /// On which device and roughly where, sealed; it goes with the session.
    pub surroundings: Vec<u8>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// A keyed digest of what decides whether it may be used, made with a key that isn't in the database (S79).
    pub seal: Mac,
}

/// Signed-in browsers.
#[async_trait]
pub trait Sessions: Send {
    /// Adds a session.
    async fn insert(&mut self, session: &Session) -> Result<()>;

    /// The session of a token, expired or not.
    async fn by_token(&mut self, token_mac: &Mac) -> Result<Option<Session>>;

    /// All of a person, expired or not, the one that was used last first.
    async fn of_person(&mut self, person: PersonId) -> Result<Vec<Session>>;

    /// Notes that it was used, and the seal that says so.
    async fn touch(&mut self, id: SessionId, at: Timestamp, seal: &Mac) -> Result<()>;

    /// Stores another seal of one (S104).
    async fn reseal(&mut self, id: SessionId, seal: &Mac) -> Result<()>;

    /// Ends one; `true` if it was there.
    async fn end(&mut self, id: SessionId) -> Result<bool>;

    /// Ends all of a person; how many there were.
    async fn end_all_of(&mut self, person: PersonId) -> Result<u64>;

    /// Ends all of a person but one; how many there were.
    async fn end_others_of(&mut self, person: PersonId, except: SessionId) -> Result<u64>;

    /// Ends all of everybody; how many there were (S84).
    async fn end_all(&mut self) -> Result<u64>;

    /// Forgets sessions that began before `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
