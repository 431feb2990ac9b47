//! Questions for passkeys that were answered: none is answered twice (S42).
//!
//! What was asked travels with the page, sealed, so that a page that is only looked at writes nothing; that it was answered
//! is a row.

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::Timestamp;

/// Questions that were answered, for passkeys and for effort under pressure.
#[async_trait]
pub trait AnsweredPasskeys: Send {
    /// Notes that a question was answered, which could be until `until`; `true` for the one call that did it (S17). Forgets a few of
    /// those that are too old at `now`, so that whoever answers many leaves no more than can be answered at one time (S99).
    async fn answer(&mut self, question: &Mac, until: Timestamp, now: Timestamp) -> Result<bool>;

    /// Forgets those that could be answered until `before`: they are refused for their age.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
