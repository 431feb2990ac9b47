//! Policies that administrators decided, and requests waiting for a second one. Rows are added, never changed; a
//! keyed seal, made and checked by `regain-base`, shows that administrators made them (S79, S82).

use crate::{PolicyRequestSeal, PolicySeal, Result};
use async_trait::async_trait;
use regain_domain::{PersonId, RequestId, Timestamp};

/// A decided policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRow {
    /// Number, from 1, without gaps.
    pub version: u64,
    /// Its values, as text.
    pub content: String,
    /// The values until it takes effect.
    pub before: String,
    /// Whether it loosens anything, or switches a way off; then two administrators decided.
    pub loosens: bool,
    /// The requester.
    pub requested_by: PersonId,
    /// The decider; the requester if nothing is loosened.
    pub decided_by: PersonId,
    /// Time of the decision.
    pub decided_at: Timestamp,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// A keyed digest of the whole row.
    pub seal: PolicySeal,
}

/// A policy waiting for a second administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRequest {
    /// Random.
    pub id: RequestId,
    /// Its values, as text.
    pub content: String,
    /// The newest policy at the time of the request; 0 if there was none.
    pub version: u64,
    /// The requester.
    pub requested_by: PersonId,
    /// Time of the request.
    pub requested_at: Timestamp,
    /// Expiry.
    pub expires_at: Timestamp,
    /// A keyed digest of the whole row.
    pub seal: PolicyRequestSeal,
}

/// Policies and requests for them.
#[async_trait]
pub trait PolicyRows: Send {
    /// The policy decided last, in force or not.
    async fn newest(&mut self) -> Result<Option<PolicyRow>>;

    /// Appends a policy. Out of order: `false`, without a change.
    async fn insert(&mut self, policy: &PolicyRow) -> Result<bool>;

    /// Adds a request; `false`, without a change, if one is waiting. An expired one makes room.
    async fn request(&mut self, request: &PolicyRequest) -> Result<bool>;

    /// The request waiting at `now`, if any.
    async fn waiting(&mut self, now: Timestamp) -> Result<Option<PolicyRequest>>;

    /// Ends a request; `true` only for the one call that did it, within its lifetime (S17).
    async fn decide(
        &mut self,
        id: RequestId,
        by: PersonId,
        granted: bool,
        now: Timestamp,
    ) -> Result<bool>;
}
