//! Answered questions for passkeys.

use super::binds::Binds as _;
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{AnsweredPasskeyRows, QuestionDigest, Result};
use sqlx::query;

/// More than one, so that the number of old ones decreases.
const FORGOTTEN_WITH_EACH: i64 = 4;

#[async_trait]
impl AnsweredPasskeyRows for Unit<'_> {
    async fn answer(
        &mut self,
        question: &QuestionDigest,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let old = query::<Db>(
            "DELETE FROM answered_passkeys
             WHERE question IN (SELECT question FROM answered_passkeys WHERE until < $1 ORDER BY until LIMIT $2)",
        )
        .moment(now)
        .bind(FORGOTTEN_WITH_EACH);
        self.execute(old).await?;
        let insert = query::<Db>(
            "INSERT INTO answered_passkeys (question, until) VALUES ($1, $2) ON CONFLICT (question) DO NOTHING",
        )
        .bytes(&question)
        .moment(until);

        self.changed(insert).await
    }

    async fn forget_older(&mut self, before: Timestamp) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM answered_passkeys WHERE until < $1").moment(before);
        self.execute(delete).await
    }
}
