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

    /// Forgets links that ended before `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
