//! Waiting mail.

use super::binds::Binds as _;
use super::stored::count;
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{EmailAddress, OutboxId, Timestamp, policy};
use regain_storage::{NewOutboxEntry, OutboxEntry, OutboxRows, Result, StorageError, Urgency};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
struct EntryRow {
    id: Vec<u8>,
    payload: String,
    created_at: i64,
    expires_at: i64,
    attempts: i64,
}

impl TryFrom<EntryRow> for OutboxEntry {
    type Error = StorageError;

    fn try_from(row: EntryRow) -> Result<Self> {
        Ok(Self {
            id: OutboxId::from_slice(&row.id).ok_or(StorageError::Corrupt("a mail's id"))?,
            payload: row.payload,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            attempts: count(row.attempts)?,
        })
    }
}

#[async_trait]
impl OutboxRows for Unit<'_> {
    async fn enqueue(&mut self, entry: &NewOutboxEntry) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO outbox (id, payload, created_at, expires_at, urgency, attempts, next_attempt_at)
             VALUES ($1, $2, $3, $4, $5, 0, $3)",
        )
        .bytes(&entry.id)
        .bind(entry.payload.as_str())
        .moment(entry.created_at)
        .moment(entry.expires_at)
        .bind(match entry.urgency {
            Urgency::Awaited => 0_i64,
            Urgency::Notice => 1,
            Urgency::Bulk => 2,
        });
        self.execute(insert).await.map(drop)
    }

    async fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<OutboxEntry>> {
        let select = query_as::<Db, EntryRow>(
            "SELECT id, payload, created_at, expires_at, attempts FROM outbox
             WHERE next_attempt_at <= $1 OR next_attempt_at > $3 ORDER BY urgency, seq LIMIT $2",
        )
        .moment(now)
        .bind(i64::from(limit))
        // No pause is that long: the clock was set back.
        .bind(now.plus(policy::MAIL_LONGEST_PAUSE).as_millis());
        self.list(select).await
    }

    async fn next_due(&mut self) -> Result<Option<Timestamp>> {
        let select = query_scalar::<Db, i64>(
            "SELECT next_attempt_at FROM outbox WHERE next_attempt_at IS NOT NULL ORDER BY next_attempt_at LIMIT 1",
        );
        Ok(self.value(select).await?.map(Timestamp::from_millis))
    }

    async fn sent(&mut self, id: OutboxId) -> Result<()> {
        let delete = query::<Db>("DELETE FROM outbox WHERE id = $1").bytes(&id);
        self.execute(delete).await.map(drop)
    }

    async fn retry(&mut self, id: OutboxId, next: Timestamp) -> Result<()> {
        let update = query::<Db>(
            "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = $2 WHERE id = $1 AND given_up_at IS NULL",
        )
        .bytes(&id)
        .moment(next);
        self.execute(update).await.map(drop)
    }

    async fn give_up(&mut self, id: OutboxId, at: Timestamp) -> Result<()> {
        let update = query::<Db>(
            "UPDATE outbox SET next_attempt_at = NULL, given_up_at = $2 WHERE id = $1 AND given_up_at IS NULL",
        )
        .bytes(&id)
        .moment(at);
        self.execute(update).await.map(drop)
    }

    async fn forget_given_up(&mut self, before: Timestamp, most: u32) -> Result<u64> {
        let delete = query::<Db>(
            "DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE given_up_at < $1 ORDER BY seq LIMIT $2)",
        )
        .moment(before)
        .bind(i64::from(most));
        self.execute(delete).await
    }

    async fn forget_to(&mut self, address: &EmailAddress) -> Result<u64> {
        // Addresses contain no characters that JSON would escape.
        let to = format!("\"to\":\"{}\"", address.as_str());
        self.execute(query::<Db>("DELETE FROM outbox WHERE instr(payload, $1) > 0").bind(to))
            .await
    }

    async fn forget_waiting(&mut self) -> Result<u64> {
        self.execute(query::<Db>("DELETE FROM outbox WHERE given_up_at IS NULL"))
            .await
    }

    async fn counts(&mut self) -> Result<(u64, u64)> {
        let waiting =
            query_scalar::<Db, i64>("SELECT count(*) FROM outbox WHERE given_up_at IS NULL");
        let given_up =
            query_scalar::<Db, i64>("SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL");
        let waiting = self.value(waiting).await?.unwrap_or(0);
        let given_up = self.value(given_up).await?.unwrap_or(0);

        Ok((count(waiting)?, count(given_up)?))
    }
}
