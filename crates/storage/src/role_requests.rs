//! Requests for a role that a second administrator has to confirm.

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{PersonId, RequestId, Role, Timestamp};

/// A request for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleRequest {
    /// Random.
    pub id: RequestId,
    /// For whom.
    pub person: PersonId,
    /// Which role.
    pub role: Role,
    /// Who asked.
    pub requested_by: PersonId,
    /// When.
    pub requested_at: Timestamp,
    /// When it ends by itself, as it was stored.
    pub expires_at: Timestamp,
    /// The same as it is to be read now, by a clock that may have been ahead when it was stored.
    pub ends_at: Timestamp,
    /// A keyed digest of all of the above but the last, made with a key that isn't in the database (S79).
    pub seal: Mac,
}

/// Requests for roles; one of a person waits at most.
#[async_trait]
pub trait RoleRequests: Send {
    /// Adds a request; `false`, and no change, if one of that person waits. One that ended by itself makes room.
    async fn insert(&mut self, request: &RoleRequest) -> Result<bool>;

    /// A request that waits at `now`.
    async fn open(&mut self, id: RequestId, now: Timestamp) -> Result<Option<RoleRequest>>;

    /// The requests that wait at `now`, the oldest first.
    async fn waiting(&mut self, now: Timestamp) -> Result<Vec<RoleRequest>>;

    /// Ends a request; `true` for the one call that did it, within its lifetime (S17).
    async fn decide(
        &mut self,
        id: RequestId,
        by: PersonId,
        granted: bool,
        now: Timestamp,
    ) -> Result<bool>;
}
