//! Links in notices that can only freeze the account they were sent about (S30).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{FreezeLinkId, PersonId, Timestamp};

/// A link of a notice; its code is derived from the nonce, and never stored (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreezeLink {
    /// Random.
    pub id: FreezeLinkId,
    /// Whose account it freezes.
    pub person: PersonId,
    /// What the code is derived from, with a key that isn't in the database.
    pub nonce: [u8; 16],
    /// Finds it by its code.
    pub code_mac: Mac,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it froze the account, or its owner opened it again: from then on it freezes nothing.
    pub ended_at: Option<Timestamp>,
}

/// Links of notices.
#[async_trait]
pub trait FreezeLinks: Send {
    /// Adds a link.
    async fn insert(&mut self, link: &FreezeLink) -> Result<()>;

    /// The link of a code, expired or not.
    async fn by_code(&mut self, code_mac: &Mac) -> Result<Option<FreezeLink>>;

    /// The link of an id (for the mail that carries it).
    async fn by_id(&mut self, id: FreezeLinkId) -> Result<Option<FreezeLink>>;

    /// Ends a link; `true` for the one call that did it.
    async fn end(&mut self, id: FreezeLinkId, at: Timestamp) -> Result<bool>;

    /// Ends every link of a person; how many there were.
    async fn end_all_of(&mut self, person: PersonId, at: Timestamp) -> Result<u64>;

    /// Ends every link of everybody; how many there were.
    async fn end_all(&mut self, at: Timestamp) -> Result<u64>;

    /// Forgets links that ended before `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
