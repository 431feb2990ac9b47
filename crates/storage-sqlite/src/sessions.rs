//! Signed-in browsers.

use crate::Db;
use crate::stored::{digest, seal};
use crate::unit::Unit;
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
        .bind(session.id.as_bytes().as_slice())
        .bind(session.token_digest.as_bytes().as_slice())
        .bind(session.person.as_bytes().as_slice())
        .bind(session.kept)
        .bind(session.surroundings.as_slice())
        .bind(session.created_at.as_millis())
        .bind(session.last_seen_at.as_millis())
        .bind(session.seal.as_bytes().as_slice());
        self.execute(insert).await.map(drop)
    }

    async fn by_token(&mut self, token_digest: &SessionDigest) -> Result<Option<Session>> {
        let select = query_as::<Db, SessionRow>("SELECT * FROM sessions WHERE token_mac = $1")
            .bind(token_digest.as_bytes().as_slice());
        self.find(select).await
    }

    async fn of_person(&mut self, person: PersonId) -> Result<Vec<Session>> {
        let select = query_as::<Db, SessionRow>(
            "SELECT * FROM sessions WHERE person_id = $1 ORDER BY last_seen_at DESC, created_at DESC, id",
        )
        .bind(person.as_bytes().as_slice());
        self.list(select).await
    }

    async fn touch(&mut self, id: SessionId, at: Timestamp, seal: &SessionSeal) -> Result<()> {
        let update = query::<Db>(
            "UPDATE sessions SET last_seen_at = $2, seal = $3 WHERE id = $1 AND last_seen_at < $2",
        )
        .bind(id.as_bytes().as_slice())
        .bind(at.as_millis())
        .bind(seal.as_bytes().as_slice());
        self.execute(update).await.map(drop)
    }

    async fn reseal(&mut self, id: SessionId, seal: &SessionSeal) -> Result<()> {
        let update = query::<Db>("UPDATE sessions SET seal = $2 WHERE id = $1")
            .bind(id.as_bytes().as_slice())
            .bind(seal.as_bytes().as_slice());
        self.execute(update).await.map(drop)
    }

    async fn end(&mut self, id: SessionId) -> Result<bool> {
        let delete =
            query::<Db>("DELETE FROM sessions WHERE id = $1").bind(id.as_bytes().as_slice());
        self.changed(delete).await
    }

    async fn end_all_of(&mut self, person: PersonId) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM sessions WHERE person_id = $1")
            .bind(person.as_bytes().as_slice());
        self.execute(delete).await
    }

    async fn end_others_of(&mut self, person: PersonId, except: SessionId) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM sessions WHERE person_id = $1 AND id <> $2")
            .bind(person.as_bytes().as_slice())
            .bind(except.as_bytes().as_slice());
        self.execute(delete).await
    }

    async fn end_all(&mut self) -> Result<u64> {
        self.execute(query::<Db>("DELETE FROM sessions")).await
    }

    async fn forget_older(&mut self, before: Timestamp) -> Result<u64> {
        let delete =
            query::<Db>("DELETE FROM sessions WHERE created_at < $1").bind(before.as_millis());
        self.execute(delete).await
    }
}
