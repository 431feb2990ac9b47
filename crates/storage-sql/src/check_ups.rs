//! Check-ups.

use super::binds::Binds as _;
use super::stored::{count, moment};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::check_up::Known;
use regain_domain::{PersonId, Timestamp, policy};
use regain_storage::{CheckUp, CheckUpRows, Result, StorageError};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
struct Row {
    checked_at: Option<i64>,
    asked_at: Option<i64>,
    addresses: i64,
    authenticators: i64,
    passkeys: i64,
    contacts: i64,
    saved_codes: Option<i64>,
}

impl TryFrom<Row> for CheckUp {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            checked_at: moment(row.checked_at),
            asked_at: moment(row.asked_at),
            known: Known {
                addresses: count(row.addresses)?,
                authenticators: count(row.authenticators)?,
                passkeys: count(row.passkeys)?,
                contacts: count(row.contacts)?,
                saved_codes: row.saved_codes.map(count).transpose()?,
            },
        })
    }
}

#[async_trait]
impl CheckUpRows for Unit<'_> {
    async fn of(&mut self, person: PersonId) -> Result<Option<CheckUp>> {
        let select = query_as::<Db, Row>(
            "SELECT checked_at, asked_at, addresses, authenticators, passkeys, contacts, saved_codes
             FROM check_ups WHERE person_id = $1",
        )
        .bytes(&person);
        self.find(select).await
    }

    async fn looked(
        &mut self,
        person: PersonId,
        known: Known,
        at: Timestamp,
        remind_at: Timestamp,
    ) -> Result<bool> {
        self.know(person, known).await?;
        let update = query::<Db>(
            "UPDATE check_ups SET checked_at = $2, remind_at = $3 WHERE person_id = $1",
        )
        .bytes(&person)
        .moment(at)
        .moment(remind_at);
        self.changed(update).await
    }

    async fn know(&mut self, person: PersonId, known: Known) -> Result<()> {
        let update = query::<Db>(
            "UPDATE check_ups SET addresses = $2, authenticators = $3, passkeys = $4, contacts = $5, saved_codes = $6
             WHERE person_id = $1",
        )
        .bytes(&person)
        .bind(i64::from(known.addresses))
        .bind(i64::from(known.authenticators))
        .bind(i64::from(known.passkeys))
        .bind(i64::from(known.contacts))
        .bind(known.saved_codes.map(i64::from));
        self.execute(update).await.map(drop)
    }

    async fn ask(
        &mut self,
        person: PersonId,
        at: Timestamp,
        asked_before: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE check_ups SET asked_at = $2
             WHERE person_id = $1 AND (asked_at IS NULL OR asked_at <= $3 OR asked_at > $4)",
        )
        .bytes(&person)
        .moment(at)
        .moment(asked_before)
        // Written by a clock that was ahead.
        .bind(at.plus(policy::CLOCK_TOLERANCE).as_millis());
        self.changed(update).await
    }

    async fn remind_by(&mut self, latest: Timestamp) -> Result<u64> {
        let update =
            query::<Db>("UPDATE check_ups SET remind_at = $1 WHERE remind_at > $1").moment(latest);
        self.execute(update).await
    }

    async fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<PersonId>> {
        let select = query_scalar::<Db, Vec<u8>>(
            "SELECT c.person_id FROM check_ups c JOIN people p ON p.id = c.person_id
             WHERE c.remind_at <= $1 AND p.status = 'active' ORDER BY c.remind_at, c.person_id LIMIT $2",
        )
        .moment(now)
        .bind(i64::from(limit));
        let read =
            |id: Vec<u8>| PersonId::from_slice(&id).ok_or(StorageError::Corrupt("a person's id"));
        self.values(select).await?.into_iter().map(read).collect()
    }

    async fn remind(
        &mut self,
        person: PersonId,
        now: Timestamp,
        again_at: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE check_ups SET remind_at = $3 WHERE person_id = $1 AND remind_at <= $2",
        )
        .bytes(&person)
        .moment(now)
        .moment(again_at);
        self.changed(update).await
    }
}
