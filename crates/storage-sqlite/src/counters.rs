//! Failed sign-ins.

use crate::Db;
use crate::stored::count;
use crate::unit::Unit;
use async_trait::async_trait;
use regain_domain::{Timestamp, policy};
use regain_storage::{Counters, Mac, Result};
use sqlx::{query, query_scalar};
use std::time::Duration;

/// The last moment that isn't in the future: after a clock was set back nobody waits until it has caught up.
fn ahead(now: Timestamp) -> i64 {
    now.plus(policy::CLOCK_TOLERANCE).as_millis()
}

#[async_trait]
impl Counters for Unit<'_> {
    async fn count_try(
        &mut self,
        key: &Mac,
        now: Timestamp,
        forget_before: Timestamp,
        delay: fn(u32) -> Duration,
    ) -> Result<Option<u32>> {
        // One statement decides and counts, so that no two tries get the same number (S60).
        let upsert = query_scalar::<Db, i64>(
            "INSERT INTO sign_in_counters (key, failures, last_try_at, blocked_until) VALUES ($1, 1, $2, $2)
             ON CONFLICT (key) DO UPDATE
             SET failures = CASE WHEN sign_in_counters.last_try_at < $3 THEN 1 ELSE sign_in_counters.failures + 1 END,
                 last_try_at = excluded.last_try_at
             WHERE sign_in_counters.blocked_until <= $2 OR sign_in_counters.last_try_at < $3
                OR sign_in_counters.last_try_at > $4
             RETURNING failures",
        )
        .bind(key.as_slice())
        .bind(now.as_millis())
        .bind(forget_before.as_millis())
        .bind(ahead(now));
        let Some(failures) = self.value(upsert).await? else { return Ok(None) };
        let failures = count(failures)?;
        let block = query::<Db>("UPDATE sign_in_counters SET blocked_until = $2 WHERE key = $1")
            .bind(key.as_slice())
            .bind(now.plus(delay(failures)).as_millis());
        self.execute(block).await?;
        Ok(Some(failures))
    }

    async fn may_try(&mut self, key: &Mac, now: Timestamp, forget_before: Timestamp) -> Result<bool> {
        let waiting = query_scalar::<Db, i64>(
            "SELECT 1 FROM sign_in_counters WHERE key = $1 AND blocked_until > $2 AND last_try_at BETWEEN $3 AND $4",
        )
        .bind(key.as_slice())
        .bind(now.as_millis())
        .bind(forget_before.as_millis())
        .bind(ahead(now));
        Ok(self.value(waiting).await?.is_none())
    }

    async fn failures(&mut self, keys: &[Mac]) -> Result<u32> {
        let mut sum = 0_u32;
        for key in keys {
            let select =
                query_scalar::<Db, i64>("SELECT failures FROM sign_in_counters WHERE key = $1").bind(key.as_slice());
            let failures: u32 = self.value(select).await?.map(count).transpose()?.unwrap_or(0);
            sum = sum.saturating_add(failures);
        }
        Ok(sum)
    }

    async fn clear(&mut self, keys: &[Mac]) -> Result<()> {
        for key in keys {
            self.execute(query::<Db>("DELETE FROM sign_in_counters WHERE key = $1").bind(key.as_slice())).await?;
        }
        Ok(())
    }

    async fn forget_older(&mut self, before: Timestamp) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM sign_in_counters WHERE last_try_at < $1").bind(before.as_millis());
        self.execute(delete).await
    }
}
