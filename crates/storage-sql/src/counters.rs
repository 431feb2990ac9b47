//! Failed sign-ins.

use super::binds::Binds as _;
use super::stored::count;
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{Timestamp, policy};
use regain_storage::{CountedKey, CounterKey, CounterRows, Result};
use sqlx::{query, query_scalar};
use std::time::Duration;

/// The latest time that isn't in the future: after a clock was set back, nobody waits until it has caught up.
fn ahead(now: Timestamp) -> i64 {
    now.plus(policy::CLOCK_TOLERANCE).as_millis()
}

/// The end of a wait without end: its row is never too old (S57).
const WITHOUT_END: i64 = i64::MAX;

/// Keys in one statement: all that a person is counted under.
const AT_ONCE: usize = 4;

/// Up to [`AT_ONCE`] keys; unused positions repeat the first.
fn filled(keys: &[CounterKey]) -> [&[u8]; AT_ONCE] {
    std::array::from_fn(|place| {
        keys.get(place)
            .or(keys.first())
            .map_or(&[][..], CounterKey::as_ref)
    })
}

#[async_trait]
impl CounterRows for Unit<'_> {
    async fn count_try(
        &mut self,
        key: &CounterKey,
        now: Timestamp,
        forget_before: Timestamp,
        delay: fn(u32) -> Duration,
    ) -> Result<Option<u32>> {
        // One statement decides and counts, so that no two tries get the same number (S60).
        let upsert = query_scalar::<Db, i64>(
            "INSERT INTO sign_in_counters (key, failures, last_try_at, blocked_until) VALUES ($1, 1, $2, $2)
             ON CONFLICT (key) DO UPDATE
             SET failures = CASE WHEN sign_in_counters.last_try_at < $3 AND sign_in_counters.blocked_until < $5 THEN 1
                                 ELSE sign_in_counters.failures + 1 END,
                 last_try_at = excluded.last_try_at
             WHERE sign_in_counters.blocked_until <= $2 OR sign_in_counters.last_try_at > $4
                OR (sign_in_counters.last_try_at < $3 AND sign_in_counters.blocked_until < $5)
             RETURNING failures",
        )
        .bytes(&key)
        .moment(now)
        .moment(forget_before)
        .bind(ahead(now))
        .bind(WITHOUT_END);
        let Some(failures) = self.value(upsert).await? else {
            return Ok(None);
        };

        let failures = count(failures)?;
        let block = query::<Db>("UPDATE sign_in_counters SET blocked_until = $2 WHERE key = $1")
            .bytes(&key)
            .bind(now.plus(delay(failures)).as_millis());
        self.execute(block).await?;

        Ok(Some(failures))
    }

    async fn postpone(
        &mut self,
        key: &CounterKey,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<()> {
        // The time is always written, so that there is something to write: an unchanged row never reaches the disk.
        let update = query::<Db>(
            "UPDATE sign_in_counters
             SET failures = CASE WHEN failures < $4 THEN failures + 1 ELSE failures END, last_try_at = $2,
                 blocked_until = CASE WHEN failures + 1 >= $4 THEN $5 WHEN blocked_until < $3 THEN $3 ELSE blocked_until END
             WHERE key = $1",
        )
        .bytes(&key)
        .moment(now)
        .moment(until)
        .bind(i64::from(most))
        .bind(WITHOUT_END);
        self.execute(update).await.map(drop)
    }

    async fn may_try(
        &mut self,
        key: &CounterKey,
        now: Timestamp,
        forget_before: Timestamp,
    ) -> Result<bool> {
        let waiting = query_scalar::<Db, i64>(
            "SELECT failures FROM sign_in_counters
             WHERE key = $1 AND blocked_until > $2 AND last_try_at <= $4 AND (last_try_at >= $3 OR blocked_until = $5)",
        )
        .bytes(&key)
        .moment(now)
        .moment(forget_before)
        .bind(ahead(now))
        .bind(WITHOUT_END);
        Ok(self.value(waiting).await?.is_none())
    }

    async fn failures(&mut self, keys: &[CounterKey]) -> Result<u32> {
        let mut sum = 0_u32;
        for some in keys.chunks(AT_ONCE) {
            let [first, second, third, fourth] = filled(some);
            let select = query_scalar::<Db, i64>(
                "SELECT CAST(coalesce(sum(failures), 0) AS bigint) FROM sign_in_counters WHERE key IN ($1, $2, $3, $4)",
            );
            let select = select.bind(first).bind(second).bind(third).bind(fourth);
            let failures: u32 = self
                .value(select)
                .await?
                .map(count)
                .transpose()?
                .unwrap_or(0);

            sum = sum.saturating_add(failures);
        }

        Ok(sum)
    }

    async fn clear(&mut self, keys: &[CounterKey]) -> Result<()> {
        for some in keys.chunks(AT_ONCE) {
            let [first, second, third, fourth] = filled(some);
            let delete = query::<Db>("DELETE FROM sign_in_counters WHERE key IN ($1, $2, $3, $4)");
            self.execute(delete.bind(first).bind(second).bind(third).bind(fourth))
                .await?;
        }

        Ok(())
    }

    async fn go_over(&mut self, counted: &[(CountedKey, CountedKey)]) -> Result<()> {
        for (from, to) in counted {
            for statement in [
                "INSERT INTO sign_in_counters (key, failures, last_try_at, blocked_until)
                 SELECT $2, failures, last_try_at, blocked_until FROM sign_in_counters WHERE key = $1
                 ON CONFLICT (key) DO UPDATE
                 SET failures = sign_in_counters.failures + excluded.failures,
                     last_try_at = CASE WHEN excluded.last_try_at > sign_in_counters.last_try_at
                                        THEN excluded.last_try_at ELSE sign_in_counters.last_try_at END,
                     blocked_until = CASE WHEN excluded.blocked_until > sign_in_counters.blocked_until
                                          THEN excluded.blocked_until ELSE sign_in_counters.blocked_until END",
                "DELETE FROM sign_in_counters WHERE key = $1 AND $1 <> $2",
                "UPDATE spendings SET key = $2 WHERE key = $1",
            ] {
                self.execute(query::<Db>(statement).bytes(&from).bytes(&to)).await?;
            }
        }

        Ok(())
    }

    async fn forget_older(&mut self, before: Timestamp, most: u32) -> Result<u64> {
        let delete = query::<Db>(
            "DELETE FROM sign_in_counters
             WHERE key IN (SELECT key FROM sign_in_counters
                           WHERE last_try_at < $1 AND blocked_until < $2 ORDER BY last_try_at LIMIT $3)",
        )
        .moment(before)
        .bind(WITHOUT_END)
        .bind(i64::from(most));
        self.execute(delete).await
    }

    async fn forget_lightest(&mut self, kept: u32, most: u32) -> Result<u64> {
        let all = self
            .value(query_scalar::<Db, i64>(
                "SELECT count(*) FROM sign_in_counters",
            ))
            .await?
            .unwrap_or_default();
        let too_many = (all - i64::from(kept)).clamp(0, i64::from(most));
        if too_many == 0 {
            return Ok(0);
        }

        let delete = query::<Db>(
            "DELETE FROM sign_in_counters
             WHERE key IN (SELECT key FROM sign_in_counters WHERE blocked_until < $1
                           ORDER BY failures, last_try_at LIMIT $2)",
        )
        .bind(WITHOUT_END)
        .bind(too_many);

        self.execute(delete).await
    }
}
