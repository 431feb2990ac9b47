//! A second factor that is asked for: to sign in, or to confirm a change. Rows, not flags (S11, S45).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{ChangeId, Factor, PersonId, SessionId, Timestamp, VerificationId};

/// What a second factor is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in, after the password.
    SignIn,
    /// Opening changes of credentials for a while, in one session.
    Confirm(SessionId),
}

/// A second factor that is asked for; its token is in the browser's cookie, the digest here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// A keyed digest of token, person and password where it is to sign in; random where it confirms (S79).
    pub id: VerificationId,
    /// Digest of the token.
    pub token_mac: Mac,
    /// What for.
    pub purpose: Purpose,
    /// Whose.
    pub person: PersonId,
    /// The change that set the password which was given.
    pub password: ChangeId,
    /// What the session had been confirmed with a moment before, if that was something else.
    pub earlier: Option<Factor>,
    /// "Keep me signed in" was chosen.
    pub keep: bool,
    /// When the password was given.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Saved codes that were tried.
    pub tries: u32,
    /// When the second factor was given, which, and the digest that says that this server saw it.
    pub finished: Option<Finished>,
}

/// How a verification came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// When.
    pub at: Timestamp,
    /// With what.
    pub factor: Factor,
    /// A keyed digest of all of it: a row that SQL made or changed has none.
    pub seal: Mac,
}

/// Second factors that are asked for.
#[async_trait]
pub trait Verifications: Send {
    /// Adds one.
    async fn insert(&mut self, verification: &Verification) -> Result<()>;

    /// The one of a token, whatever became of it.
    async fn by_token(&mut self, token_mac: &Mac) -> Result<Option<Verification>>;

    /// Counts a try before it is checked (S60): the count, or `None` if `max` are spent or it is over at `now`.
    async fn count_try(
        &mut self,
        id: VerificationId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>>;

    /// Finishes it; `true` for the one call that did it, within its lifetime (S17).
    async fn finish(&mut self, id: VerificationId, finished: &Finished) -> Result<bool>;

    /// The newest that confirmed something in this session.
    async fn confirmed_in(&mut self, session: SessionId) -> Result<Option<Verification>>;

    /// Ends all of a person, finished or not; how many there were (S21).
    async fn end_all_of(&mut self, person: PersonId) -> Result<u64>;

    /// Ends all of everybody; how many there were (S84).
    async fn end_all(&mut self) -> Result<u64>;

    /// Forgets those that began before `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
