//! Links in notices that can only freeze the account they were sent about (S30).

use crate::{FreezeDigest, Result};
use async_trait::async_trait;
use regain_domain::{FreezeLinkId, PersonId, Timestamp};

/// A link in a notice; its code derives from the nonce and is never stored (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreezeLink {
    /// Random.
    pub id: FreezeLinkId,
    /// The person whose account it freezes.
    pub person: PersonId,
    /// Input from which the code derives, with a key outside the database.
    pub nonce: [u8; 16],
    /// Look-up digest of the code.
    pub code_digest: FreezeDigest,
    /// Expiry.
    pub expires_at: Timestamp,
    /// When it froze the account, or its owner opened the account again; then it no longer works.
    pub ended_at: Option<Timestamp>,
}

/// Links in notices.
#[async_trait]
pub trait FreezeLinkRows: Send {
    /// Adds a link.
    async fn insert(&mut self, link: &FreezeLink) -> Result<()>;

    /// The link with this code, expired or not.
    async fn by_code(&mut self, code_digest: &FreezeDigest) -> Result<Option<FreezeLink>>;

    /// The link with this id (for the mail that carries it).
    async fn by_id(&mut self, id: FreezeLinkId) -> Result<Option<FreezeLink>>;

    /// Ends a link; `true` only for the one call that did it.
    async fn end(&mut self, id: FreezeLinkId, at: Timestamp) -> Result<bool>;

    /// Ends every link of a person. Returns their number.
    async fn end_all_of(&mut self, person: PersonId, at: Timestamp) -> Result<u64>;

    /// Ends every link of everybody. Returns their number.
    async fn end_all(&mut self, at: Timestamp) -> Result<u64>;

    /// Deletes links that expired before `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
