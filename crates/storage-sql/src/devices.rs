//! Browsers used for signing in.

use super::binds::Binds as _;
use super::stored::{digest, moment, seal};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{DeviceId, PersonId, Timestamp};
use regain_storage::{
    CountedKey, CounterRows, DeviceDigest, DeviceRows, KnownDevice, Result, StorageError,
};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct DeviceRow {
    id: Vec<u8>,
    token_mac: Vec<u8>,
    person_id: Vec<u8>,
    remembered_until: Option<i64>,
    wanted_until: Option<i64>,
    surroundings: Vec<u8>,
    created_at: i64,
    last_used_at: i64,
    seal: Option<Vec<u8>>,
}

impl TryFrom<DeviceRow> for KnownDevice {
    type Error = StorageError;

    fn try_from(row: DeviceRow) -> Result<Self> {
        Ok(Self {
            id: DeviceId::from_slice(&row.id).ok_or(StorageError::Corrupt("a device's id"))?,
            token_digest: digest(&row.token_mac, "a device's digest")?,
            person: PersonId::from_slice(&row.person_id)
                .ok_or(StorageError::Corrupt("a device's person"))?,
            remembered_until: moment(row.remembered_until),
            wanted_until: moment(row.wanted_until),
            surroundings: row.surroundings,
            created_at: Timestamp::from_millis(row.created_at),
            last_used_at: Timestamp::from_millis(row.last_used_at),
            seal: seal(row.seal.as_deref(), "a device's seal")?,
        })
    }
}

#[async_trait]
impl DeviceRows for Unit<'_> {
    async fn put(&mut self, device: &KnownDevice) -> Result<()> {
        let upsert = query::<Db>(
            "INSERT INTO devices (id, token_mac, person_id, remembered_until, surroundings, created_at, last_used_at,
                                  wanted_until, seal)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (token_mac, person_id) DO UPDATE SET remembered_until = excluded.remembered_until,
                 surroundings = excluded.surroundings, last_used_at = excluded.last_used_at,
                 wanted_until = excluded.wanted_until, seal = excluded.seal",
        )
        .bytes(&device.id)
        .bytes(&device.token_digest)
        .bytes(&device.person)
        .bind(device.remembered_until.map(Timestamp::as_millis))
        .bind(device.surroundings.as_slice())
        .moment(device.created_at)
        .moment(device.last_used_at)
        .bind(device.wanted_until.map(Timestamp::as_millis))
        .bytes(&device.seal);
        self.execute(upsert).await.map(drop)
    }

    async fn find(
        &mut self,
        token_digest: &DeviceDigest,
        person: PersonId,
    ) -> Result<Option<KnownDevice>> {
        let select = query_as::<Db, DeviceRow>(
            "SELECT * FROM devices WHERE token_mac = $1 AND person_id = $2",
        )
        .bytes(&token_digest)
        .bytes(&person);
        Self::find(self, select).await
    }

    async fn of_token(&mut self, token_digest: &DeviceDigest) -> Result<Vec<KnownDevice>> {
        let select = query_as::<Db, DeviceRow>(
            "SELECT * FROM devices WHERE token_mac = $1 ORDER BY last_used_at DESC, id",
        )
        .bytes(&token_digest);
        self.list(select).await
    }

    async fn go_over(
        &mut self,
        id: DeviceId,
        device: &KnownDevice,
        counted: &[(CountedKey, CountedKey)],
    ) -> Result<()> {
        let update = query::<Db>(
            "UPDATE devices SET id = $3, token_mac = $4, surroundings = $5, seal = $6 WHERE id = $1 AND person_id = $2",
        )
        .bytes(&id)
        .bytes(&device.person)
        .bytes(&device.id)
        .bytes(&device.token_digest)
        .bind(device.surroundings.as_slice())
        .bytes(&device.seal);
        if !self.changed(update).await? {
            return Ok(());
        }

        CounterRows::go_over(self, counted).await
    }

    async fn forget_token(&mut self, token_digest: &DeviceDigest) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM devices WHERE token_mac = $1").bytes(&token_digest);
        self.execute(delete).await
    }

    async fn of_person(&mut self, person: PersonId) -> Result<Vec<KnownDevice>> {
        let select = query_as::<Db, DeviceRow>(
            "SELECT * FROM devices WHERE person_id = $1 ORDER BY last_used_at DESC, id",
        )
        .bytes(&person);
        self.list(select).await
    }

    async fn remember_until_at_most(&mut self, latest: Timestamp) -> Result<u64> {
        let update =
            query::<Db>("UPDATE devices SET remembered_until = $1 WHERE remembered_until > $1")
                .moment(latest);
        self.execute(update).await
    }

    async fn forget(&mut self, id: DeviceId, person: PersonId) -> Result<bool> {
        let delete = query::<Db>("DELETE FROM devices WHERE id = $1 AND person_id = $2")
            .bytes(&id)
            .bytes(&person);
        self.changed(delete).await
    }

    async fn forget_all_of(&mut self, person: PersonId) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM devices WHERE person_id = $1").bytes(&person);
        self.execute(delete).await
    }

    async fn forget_all(&mut self) -> Result<u64> {
        self.execute(query::<Db>("DELETE FROM devices")).await
    }

    async fn forget_older(&mut self, before: Timestamp) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM devices WHERE last_used_at < $1").moment(before);
        self.execute(delete).await
    }
}
