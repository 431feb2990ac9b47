//! Answered questions for passkeys: none is answered twice (S42).
//!
//! The sealed question travels with the page, so that merely viewing a page writes nothing; the answer is recorded as
//! a row.

use crate::{QuestionDigest, Result};
use async_trait::async_trait;
use regain_domain::Timestamp;

/// Answered questions, for passkeys and for effort under pressure.
#[async_trait]
pub trait AnsweredPasskeyRows: Send {
    /// Records that a question, valid until `until`, was answered; `true` only for the one call that did it (S17).
    /// Also deletes a few rows expired at `now`, so that many answers leave no more rows than can be valid at a time
    /// (S99).
    async fn answer(
        &mut self,
        question: &QuestionDigest,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool>;

    /// Deletes those that expired before `before`: they would be refused anyway.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
