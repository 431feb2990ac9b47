//! Signed-in browsers.

use super::binds::Binds as _;
use super::stored::{digest, seal};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{PersonId, SessionId, Timestamp};
use regain_storage::{Result, Session, SessionDigest, SessionRows, SessionSeal, StorageError};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct SessionRow {
    id: Vec<u8>,
    token_mac: Vec<u8>,
    person_id: Vec<u8>,
    kept: bool,
    surroundings: Vec<u8>,
    created_at: i64,
    last_seen_at: i64,
    seal: Option<Vec<u8>>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StorageError;

    fn try_from(row: SessionRow) -> Result<Self> {
        Ok(Self {
            id: SessionId::from_slice(&row.id).ok_or(StorageError::Corrupt("a session's id"))?,
            token_digest: digest(&row.token_mac, "a session's digest")?,
            person: PersonId::from_slice(&row.person_id)
                .ok_or(StorageError::Corrupt("a session's person"))?,
            kept: row.kept,
            surroundings: row.surroundings,
            created_at: Timestamp::from_millis(row.created_at),
            last_seen_at: Timestamp::from_millis(row.last_seen_at),
            seal: seal(row.seal.as_deref(), "a session's seal")?,
        })
    }
}

#[async_trait]
impl SessionRows for Unit<'_> {
    async fn insert(&mut self, session: &Session) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO sessions (id, token_mac, person_id, kept, surroundings, created_at, last_seen_at, seal)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bytes(&session.id)
        .bytes(&session.token_digest)
        .bytes(&session.person)
        .bind(session.kept)
        .bind(session.surroundings.as_slice())
        .moment(session.created_at)
        .moment(session.last_seen_at)
        .bytes(&session.seal);
        self.execute(insert).await.map(drop)
    }

    async fn by_token(&mut self, token_digest: &SessionDigest) -> Result<Option<Session>> {
        let select = query_as::<Db, SessionRow>("SELECT * FROM sessions WHERE token_mac = $1")
            .bytes(&token_digest);
        self.find(select).await
    }

    async fn of_person(&mut self, person: PersonId) -> Result<Vec<Session>> {
        let select = query_as::<Db, SessionRow>(
            "SELECT * FROM sessions WHERE person_id = $1 ORDER BY last_seen_at DESC, created_at DESC, id",
        )
        .bytes(&person);
        self.list(select).await
    }

    async fn touch(&mut self, id: SessionId, at: Timestamp, seal: &SessionSeal) -> Result<()> {
        let update = query::<Db>(
            "UPDATE sessions SET last_seen_at = $2, seal = $3 WHERE id = $1 AND last_seen_at < $2",
        )
        .bytes(&id)
        .moment(at)
        .bytes(&seal);
        self.execute(update).await.map(drop)
    }

    async fn reseal(&mut self, id: SessionId, seal: &SessionSeal) -> Result<()> {
        let update = query::<Db>("UPDATE sessions SET seal = $2 WHERE id = $1")
            .bytes(&id)
            .bytes(&seal);
        self.execute(update).await.map(drop)
    }

    async fn end(&mut self, id: SessionId) -> Result<bool> {
        let delete = query::<Db>("DELETE FROM sessions WHERE id = $1").bytes(&id);
        self.changed(delete).await
    }

    async fn end_all_of(&mut self, person: PersonId) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM sessions WHERE person_id = $1").bytes(&person);
        self.execute(delete).await
    }

    async fn end_others_of(&mut self, person: PersonId, except: SessionId) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM sessions WHERE person_id = $1 AND id <> $2")
            .bytes(&person)
            .bytes(&except);
        self.execute(delete).await
    }

    async fn end_all(&mut self) -> Result<u64> {
        self.execute(query::<Db>("DELETE FROM sessions")).await
    }

    async fn forget_older(&mut self, before: Timestamp) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM sessions WHERE created_at < $1").moment(before);
        self.execute(delete).await
    }
}
