//! Links in notices that can only freeze.

use super::binds::Binds as _;
use super::stored::{bytes, digest, moment};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{FreezeLinkId, PersonId, Timestamp};
use regain_storage::{FreezeDigest, FreezeLink, FreezeLinkRows, Result, StorageError};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct Row {
    id: Vec<u8>,
    person_id: Vec<u8>,
    nonce: Vec<u8>,
    code_mac: Vec<u8>,
    expires_at: i64,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for FreezeLink {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: FreezeLinkId::from_slice(&row.id).ok_or(StorageError::Corrupt("a link's id"))?,
            person: PersonId::from_slice(&row.person_id)
                .ok_or(StorageError::Corrupt("a link's person"))?,
            nonce: bytes(&row.nonce, "a link's nonce")?,
            code_digest: digest(&row.code_mac, "a link's digest")?,
            expires_at: Timestamp::from_millis(row.expires_at),
            ended_at: moment(row.ended_at),
        })
    }
}

#[async_trait]
impl FreezeLinkRows for Unit<'_> {
    async fn insert(&mut self, link: &FreezeLink) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO freeze_links (id, person_id, nonce, code_mac, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bytes(&link.id)
        .bytes(&link.person)
        .bind(link.nonce.as_slice())
        .bytes(&link.code_digest)
        .moment(link.expires_at);
        self.execute(insert).await.map(drop)
    }

    async fn by_code(&mut self, code_digest: &FreezeDigest) -> Result<Option<FreezeLink>> {
        self.find(
            query_as::<Db, Row>("SELECT * FROM freeze_links WHERE code_mac = $1")
                .bytes(&code_digest),
        )
        .await
    }

    async fn by_id(&mut self, id: FreezeLinkId) -> Result<Option<FreezeLink>> {
        self.find(query_as::<Db, Row>("SELECT * FROM freeze_links WHERE id = $1").bytes(&id))
            .await
    }

    async fn end(&mut self, id: FreezeLinkId, at: Timestamp) -> Result<bool> {
        let update =
            query::<Db>("UPDATE freeze_links SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
                .bytes(&id)
                .moment(at);
        self.changed(update).await
    }

    async fn end_all_of(&mut self, person: PersonId, at: Timestamp) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE freeze_links SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL",
        )
        .bytes(&person)
        .moment(at);
        self.execute(update).await
    }

    async fn end_all(&mut self, at: Timestamp) -> Result<u64> {
        let update =
            query::<Db>("UPDATE freeze_links SET ended_at = $1 WHERE ended_at IS NULL").moment(at);
        self.execute(update).await
    }

    async fn forget_older(&mut self, before: Timestamp) -> Result<u64> {
        self.execute(query::<Db>("DELETE FROM freeze_links WHERE expires_at < $1").moment(before))
            .await
    }
}
