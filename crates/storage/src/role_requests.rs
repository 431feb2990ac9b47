//! Requests for roles, which a second administrator must confirm.

use crate::{Result, RoleRequestSeal};
use async_trait::async_trait;
use regain_domain::{PersonId, RequestId, Role, Timestamp};

/// A request for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleRequest {
    /// Random.
    pub id: RequestId,
    /// The person who would get the role.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// The requester.
    pub requested_by: PersonId,
    /// Time of the request.
    pub requested_at: Timestamp,
    /// Stored expiry.
    pub expires_at: Timestamp,
    /// Expiry corrected for a clock that may have been ahead at the time of storing.
    pub ends_at: Timestamp,
    /// A keyed digest of everything above except `ends_at`, made with a key outside the database (S79).
    pub seal: RoleRequestSeal,
}

/// Requests for roles; at most one waiting per person.
#[async_trait]
pub trait RoleRequestRows: Send {
    /// Adds a request; `false`, without a change, if one for that person is waiting. An expired one makes room.
    async fn insert(&mut self, request: &RoleRequest) -> Result<bool>;

    /// A request waiting at `now`.
    async fn open(&mut self, id: RequestId, now: Timestamp) -> Result<Option<RoleRequest>>;

    /// The requests waiting at `now`, oldest first.
    async fn waiting(&mut self, now: Timestamp) -> Result<Vec<RoleRequest>>;

    /// Ends a request; `true` only for the one call that did it, before its stored end (S17). A clock that was ahead
    /// may have stored a later end than the request's, so [`RoleRequestRows::open`] is asked first.
    async fn decide(
        &mut self,
        id: RequestId,
        by: PersonId,
        granted: bool,
        now: Timestamp,
    ) -> Result<bool>;
}
