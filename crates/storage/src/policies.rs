//! What administrators decided about the policy, and what waits for a second one. Rows are added, never changed; a keyed
//! seal, made and checked above, says that they are what administrators made (S79, S82).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{PersonId, RequestId, Timestamp};

/// A policy that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRow {
    /// Its place, from 1, without gaps.
    pub version: u64,
    /// Its values, as text.
    pub content: String,
    /// Those that hold until it takes effect.
    pub before: String,
    /// Whether it loosens anything, or switches a way off: then two administrators decided.
    pub loosens: bool,
    /// Who asked for it.
    pub requested_by: PersonId,
    /// Who decided; the same, where it loosens nothing.
    pub decided_by: PersonId,
    /// When.
    pub decided_at: Timestamp,
    /// From when it holds.
    pub effective_at: Timestamp,
    /// A keyed digest of all of it.
    pub seal: Mac,
}

/// A policy that waits for a second administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRequest {
    /// Random.
    pub id: RequestId,
    /// Its values, as text.
    pub content: String,
    /// The newest policy when it was asked for; 0 if there was none.
    pub version: u64,
    /// Who asked.
    pub requested_by: PersonId,
    /// When.
    pub requested_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// A keyed digest of all of it.
    pub seal: Mac,
}

/// Policies and requests for them.
#[async_trait]
pub trait Policies: Send {
    /// The policy that was decided last, whether or not it holds already.
    async fn newest(&mut self) -> Result<Option<PolicyRow>>;

    /// Adds one behind the newest; `false`, and no change, if its version isn't the next one.
    async fn insert(&mut self, policy: &PolicyRow) -> Result<bool>;

    /// Adds a request; `false`, and no change, if one waits. One that ended by itself makes room.
    async fn request(&mut self, request: &PolicyRequest) -> Result<bool>;

    /// The request that waits at `now`, if one does.
    async fn waiting(&mut self, now: Timestamp) -> Result<Option<PolicyRequest>>;

    /// Ends a request; `true` for the one call that did it, within its lifetime (S17).
    async fn decide(
        &mut self,
        id: RequestId,
        by: PersonId,
        granted: bool,
        now: Timestamp,
    ) -> Result<bool>;
}
