//! The history.

use super::binds::Binds as _;
use super::reckoned::right_since;
use super::stored::{Stored, bytes, count, digest, integer, optional_digest};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{EntryMoment, HistoryEvent, PersonId, Timestamp, policy};
use regain_storage::{HistoryFilter, HistoryRow, HistoryRows, Result, Sealed, StorageError};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
struct Row {
    seq: i64,
    at: i64,
    event: String,
    subject: Option<Vec<u8>>,
    nth: i64,
    actor: Option<Vec<u8>>,
    facts: String,
    manifest_version: Option<i64>,
    standing_version: Option<i64>,
    details_digest: Option<Vec<u8>>,
    place_digest: Option<Vec<u8>>,
    prev: Vec<u8>,
    mac: Vec<u8>,
}

impl TryFrom<Row> for HistoryRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self> {
        let person = |id: Option<Vec<u8>>| {
            id.map(|id| PersonId::from_slice(&id).ok_or(StorageError::Corrupt("a person's id")))
                .transpose()
        };
        Ok(Self {
            seq: count(row.seq)?,
            at: Timestamp::from_millis(row.at),
            event: HistoryEvent::read(&row.event)?,
            subject: person(row.subject)?,
            nth: count(row.nth)?,
            actor: person(row.actor)?,
            facts: row.facts,
            manifest_version: row.manifest_version.map(count).transpose()?,
            standing_version: row.standing_version.map(count).transpose()?,
            details_digest: optional_digest(row.details_digest.as_deref(), "a digest of details")?,
            place_digest: optional_digest(row.place_digest.as_deref(), "a digest of a place")?,
            prev: digest(&row.prev, "a digest of the history")?,
            digest: digest(&row.mac, "a digest of the history")?,
        })
    }
}

#[derive(FromRow)]
struct MomentRow {
    seq: i64,
    at: i64,
}

impl TryFrom<MomentRow> for EntryMoment {
    type Error = StorageError;

    fn try_from(row: MomentRow) -> Result<Self> {
        Ok(Self {
            seq: count(row.seq)?,
            at: Timestamp::from_millis(row.at),
        })
    }
}

#[derive(FromRow)]
struct SealedRow {
    details: Option<Vec<u8>>,
    place: Option<Vec<u8>>,
}

impl TryFrom<SealedRow> for Sealed {
    type Error = StorageError;

    fn try_from(row: SealedRow) -> Result<Self> {
        Ok(Self {
            details: row.details,
            place: row.place,
        })
    }
}

#[async_trait]
impl HistoryRows for Unit<'_> {
    async fn last(&mut self) -> Result<Option<HistoryRow>> {
        self.find(query_as::<Db, Row>(
            "SELECT * FROM history ORDER BY seq DESC LIMIT 1",
        ))
        .await
    }

    async fn last_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>> {
        let select = query_as::<Db, Row>(
            "SELECT * FROM history WHERE subject = $1 ORDER BY seq DESC LIMIT 1",
        )
        .bytes(&person);
        self.find(select).await
    }

    async fn last_manifest_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>> {
        let select = query_as::<Db, Row>(
            "SELECT * FROM history WHERE subject = $1 AND manifest_version IS NOT NULL ORDER BY seq DESC LIMIT 1",
        )
        .bytes(&person);
        self.find(select).await
    }

    async fn last_standing_of(&mut self, person: PersonId) -> Result<Option<HistoryRow>> {
        let select = query_as::<Db, Row>(
            "SELECT * FROM history WHERE subject = $1 AND standing_version IS NOT NULL ORDER BY seq DESC LIMIT 1",
        )
        .bytes(&person);
        self.find(select).await
    }

    async fn last_event(&mut self, event: HistoryEvent) -> Result<Option<HistoryRow>> {
        let select =
            query_as::<Db, Row>("SELECT * FROM history WHERE event = $1 ORDER BY seq DESC LIMIT 1");
        self.find(select.bind(event.text())).await
    }

    async fn last_of_events(
        &mut self,
        person: PersonId,
        events: &[HistoryEvent],
    ) -> Result<Option<HistoryRow>> {
        let codes: String = events
            .iter()
            .map(|event| format!("|{}|", event.text()))
            .collect();
        let select = query_as::<Db, Row>(
            "SELECT * FROM history WHERE subject = $1 AND instr($2, '|' || event || '|') > 0 ORDER BY seq DESC LIMIT 1",
        )
        .bytes(&person)
        .bind(codes);
        self.find(select).await
    }

    async fn may_leave(
        &mut self,
        asked: Timestamp,
        disabled: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<PersonId>> {
        let select = query_scalar::<Db, Vec<u8>>(
            "SELECT h.subject FROM history h JOIN people p ON p.id = h.subject
             WHERE h.event = $1 AND p.status = 'active' AND (h.at <= $3 OR h.at > $5)
             UNION
             SELECT h.subject FROM history h JOIN people p ON p.id = h.subject
             WHERE h.event = $2 AND p.status = 'disabled' AND (h.at <= $4 OR h.at > $5)",
        )
        .bind(HistoryEvent::ClosingAsked.text())
        .bind(HistoryEvent::Disabled.text())
        .moment(asked)
        .moment(disabled)
        .moment(now);
        let read =
            |id: Vec<u8>| PersonId::from_slice(&id).ok_or(StorageError::Corrupt("a person's id"));
        self.values(select).await?.into_iter().map(read).collect()
    }

    async fn right_since(&mut self, now: Timestamp) -> Result<Option<EntryMoment>> {
        self.find(query_as::<Db, MomentRow>(right_since!("$1")).moment(now))
            .await
    }

    async fn clock_set_back(&mut self) -> Result<Vec<HistoryRow>> {
        let select = query_as::<Db, Row>("SELECT * FROM history WHERE event = $1 ORDER BY seq");
        self.list(select.bind(HistoryEvent::ClockSetBack.text()))
            .await
    }

    async fn keys_rotated(&mut self) -> Result<Vec<HistoryRow>> {
        let select = query_as::<Db, Row>("SELECT * FROM history WHERE event = $1 ORDER BY seq");
        self.list(select.bind(HistoryEvent::KeysRotated.text()))
            .await
    }

    async fn moments_of(&mut self, person: PersonId) -> Result<Vec<EntryMoment>> {
        let select = query_as::<Db, MomentRow>(
            "SELECT seq, at FROM history WHERE subject = $1 ORDER BY seq",
        );
        self.list(select.bytes(&person)).await
    }

    async fn insert(&mut self, row: &HistoryRow, sealed: &Sealed) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO history (seq, at, event, subject, nth, actor, facts, manifest_version, standing_version,
                                  details_digest, place_digest, prev, mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(integer(row.seq))
        .moment(row.at)
        .bind(row.event.text())
        .bytes_or_null(row.subject.as_ref())
        .bind(integer(row.nth))
        .bytes_or_null(row.actor.as_ref())
        .bind(row.facts.as_str())
        .bind(row.manifest_version.map(integer))
        .bind(row.standing_version.map(integer))
        .bytes_or_null(row.details_digest.as_ref())
        .bytes_or_null(row.place_digest.as_ref())
        .bytes(&row.prev)
        .bytes(&row.digest);
        self.execute(insert).await?;
        if *sealed == Sealed::default() {
            return Ok(());
        }

        let insert = query::<Db>(
            "INSERT INTO history_details (seq, at, details, place) VALUES ($1, $2, $3, $4)",
        )
        .bind(integer(row.seq))
        .moment(row.at)
        .bind(sealed.details.as_deref())
        .bind(sealed.place.as_deref());

        self.execute(insert).await.map(drop)
    }

    async fn by_seq(&mut self, seq: u64) -> Result<Option<HistoryRow>> {
        self.find(query_as::<Db, Row>("SELECT * FROM history WHERE seq = $1").bind(integer(seq)))
            .await
    }

    async fn from(&mut self, seq: u64, limit: u32) -> Result<Vec<HistoryRow>> {
        let select =
            query_as::<Db, Row>("SELECT * FROM history WHERE seq >= $1 ORDER BY seq LIMIT $2")
                .bind(integer(seq))
                .bind(i64::from(limit));
        self.list(select).await
    }

    async fn page(
        &mut self,
        filter: &HistoryFilter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryRow>> {
        let select = query_as::<Db, Row>(
            "SELECT * FROM history
             WHERE ($1 IS NULL OR subject = $1) AND ($2 IS NULL OR actor = $2) AND ($3 IS NULL OR event = $3)
               AND ($4 IS NULL OR at >= $4) AND ($5 IS NULL OR at < $5) AND ($6 IS NULL OR seq < $6)
             ORDER BY seq DESC LIMIT $7",
        )
        .bytes_or_null(filter.subject.as_ref())
        .bytes_or_null(filter.actor.as_ref())
        .bind(filter.event.map(Stored::text))
        .bind(filter.from.map(Timestamp::as_millis))
        .bind(filter.until.map(Timestamp::as_millis))
        .bind(before.map(integer))
        .bind(i64::from(limit));
        self.list(select).await
    }

    async fn sealed(&mut self, seq: u64) -> Result<Sealed> {
        let select =
            query_as::<Db, SealedRow>("SELECT details, place FROM history_details WHERE seq = $1");
        Ok(self
            .find(select.bind(integer(seq)))
            .await?
            .unwrap_or_default())
    }

    async fn person_key(&mut self, person: PersonId) -> Result<Option<[u8; 32]>> {
        let select =
            query_scalar::<Db, Vec<u8>>("SELECT key FROM person_keys WHERE person_id = $1")
                .bytes(&person);
        self.value(select)
            .await?
            .map(|key| bytes(&key, "a person's key"))
            .transpose()
    }

    async fn insert_person_key(&mut self, person: PersonId, key: &[u8; 32]) -> Result<()> {
        let insert = query::<Db>("INSERT INTO person_keys (person_id, key) VALUES ($1, $2)")
            .bytes(&person)
            .bind(key.as_slice());
        self.execute(insert).await.map(drop)
    }

    async fn forget_person_key(&mut self, person: PersonId) -> Result<bool> {
        let delete = query::<Db>("DELETE FROM person_keys WHERE person_id = $1").bytes(&person);
        self.changed(delete).await
    }

    async fn forget_places(&mut self, before: Timestamp, most: u32) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE history_details SET place = NULL
             WHERE seq IN (SELECT seq FROM history_details WHERE at < $1 AND place IS NOT NULL ORDER BY at, seq LIMIT $2)",
        )
        .moment(before)
        .bind(i64::from(most));
        self.execute(update).await
    }

    async fn raise_alarm(
        &mut self,
        person: PersonId,
        now: Timestamp,
        told_before: Timestamp,
    ) -> Result<bool> {
        let upsert = query::<Db>(
            "INSERT INTO alarms (person_id, told_at) VALUES ($1, $2)
             ON CONFLICT (person_id) DO UPDATE SET told_at = excluded.told_at WHERE alarms.told_at < $3 OR alarms.told_at > $4",
        )
        .bytes(&person)
        .moment(now)
        .moment(told_before)
        // Written by a clock that was ahead.
        .bind(now.plus(policy::CLOCK_TOLERANCE).as_millis());
        self.changed(upsert).await
    }
}
