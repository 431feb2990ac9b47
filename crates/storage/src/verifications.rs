//! Pending second factors, for a sign-in or for confirming a change, as rows rather than flags (S11, S45).

use crate::{Result, VerificationDigest, VerificationSeal};
use async_trait::async_trait;
use regain_domain::{ChangeId, Factor, PersonId, SessionId, Timestamp, VerificationId};

/// Purpose of a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in, after the password.
    SignIn,
    /// Permitting changes of credentials for a while, in one session.
    Confirm(SessionId),
}

/// A pending second factor; its token is in the browser's cookie, the digest here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// For a sign-in, a keyed digest of token, person and password; random for a confirmation (S79).
    pub id: VerificationId,
    /// Digest of the token.
    pub token_digest: VerificationDigest,
    /// The purpose.
    pub purpose: Purpose,
    /// The person.
    pub person: PersonId,
    /// The change that set the given password.
    pub password: ChangeId,
    /// A different factor that confirmed the session just before, if any.
    pub earlier: Option<Factor>,
    /// Whether "Keep me signed in" was chosen.
    pub keep: bool,
    /// When the password was given.
    pub created_at: Timestamp,
    /// Expiry.
    pub expires_at: Timestamp,
    /// Number of saved codes tried.
    pub tries: u32,
    /// The end: time, factor, and the seal showing that this server saw it.
    pub finished: Option<Finished>,
}

/// The end of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Time.
    pub at: Timestamp,
    /// The factor given.
    pub factor: Factor,
    /// A seal on the whole row; a row that SQL made or changed lacks it.
    pub seal: VerificationSeal,
}

/// Pending second factors.
#[async_trait]
pub trait VerificationRows: Send {
    /// Adds one.
    async fn insert(&mut self, verification: &Verification) -> Result<()>;

    /// The one with this token, in any state.
    async fn by_token(&mut self, token_digest: &VerificationDigest)
    -> Result<Option<Verification>>;

    /// Counts a try before it is checked (S60). Returns the count, or `None` if `max` tries are used up or it is over
    /// at `now`.
    async fn count_try(
        &mut self,
        id: VerificationId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>>;

    /// Finishes it; `true` only for the one call that did it, within its lifetime (S17).
    async fn finish(&mut self, id: VerificationId, finished: &Finished) -> Result<bool>;

    /// The newest one that confirmed something in this session.
    async fn confirmed_in(&mut self, session: SessionId) -> Result<Option<Verification>>;

    /// Ends all of a person, finished or not. Returns their number (S21).
    async fn end_all_of(&mut self, person: PersonId) -> Result<u64>;

    /// Ends all of everybody. Returns their number (S84).
    async fn end_all(&mut self) -> Result<u64>;

    /// Deletes those that began before `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
