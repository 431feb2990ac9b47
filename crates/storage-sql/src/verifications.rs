//! Pending second factors.

use super::binds::Binds as _;
use super::stored::{Stored, count, digest, optional_digest};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{ChangeId, Factor, PersonId, SessionId, Timestamp, VerificationId};
use regain_storage::{
    Finished, Purpose, Result, StorageError, Verification, VerificationDigest, VerificationRows,
};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
struct VerificationRow {
    id: Vec<u8>,
    token_mac: Vec<u8>,
    session_id: Option<Vec<u8>>,
    person_id: Vec<u8>,
    password: Vec<u8>,
    earlier_factor: Option<String>,
    keep: bool,
    created_at: i64,
    expires_at: i64,
    tries: i64,
    finished_at: Option<i64>,
    factor: Option<String>,
    seal: Option<Vec<u8>>,
}

impl TryFrom<VerificationRow> for Verification {
    type Error = StorageError;

    fn try_from(row: VerificationRow) -> Result<Self> {
        let session = |id: &[u8]| {
            SessionId::from_slice(id).ok_or(StorageError::Corrupt("a confirmed session"))
        };
        let seal = optional_digest(row.seal.as_deref(), "a verification's seal")?;
        let finished = match (row.finished_at, row.factor.as_deref(), seal) {
            (Some(at), Some(factor), Some(seal)) => Some(Finished {
                at: Timestamp::from_millis(at),
                factor: Factor::read(factor)?,
                seal,
            }),
            _ => None,
        };

        Ok(Self {
            id: VerificationId::from_slice(&row.id)
                .ok_or(StorageError::Corrupt("a verification's id"))?,
            token_digest: digest(&row.token_mac, "a verification's digest")?,
            purpose: match row.session_id.as_deref() {
                Some(id) => Purpose::Confirm(session(id)?),
                None => Purpose::SignIn,
            },
            person: PersonId::from_slice(&row.person_id)
                .ok_or(StorageError::Corrupt("a verification's person"))?,
            password: ChangeId::from_slice(&row.password)
                .ok_or(StorageError::Corrupt("a verification's password"))?,
            earlier: row
                .earlier_factor
                .as_deref()
                .map(Factor::read)
                .transpose()?,
            keep: row.keep,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            tries: count(row.tries)?,
            finished,
        })
    }
}

#[async_trait]
impl VerificationRows for Unit<'_> {
    async fn insert(&mut self, verification: &Verification) -> Result<()> {
        let (purpose, session) = match &verification.purpose {
            Purpose::SignIn => ("sign_in", None),
            Purpose::Confirm(session) => ("confirm", Some(session.as_bytes().as_slice())),
        };

        let insert = query::<Db>(
            "INSERT INTO verifications
                 (id, token_mac, purpose, person_id, session_id, password, keep, created_at, expires_at, tries,
                  earlier_factor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10)",
        )
        .bytes(&verification.id)
        .bytes(&verification.token_digest)
        .bind(purpose)
        .bytes(&verification.person)
        .bind(session)
        .bytes(&verification.password)
        .bind(verification.keep)
        .moment(verification.created_at)
        .moment(verification.expires_at)
        .bind(verification.earlier.map(Stored::text));
        self.execute(insert).await.map(drop)
    }

    async fn by_token(
        &mut self,
        token_digest: &VerificationDigest,
    ) -> Result<Option<Verification>> {
        let select =
            query_as::<Db, VerificationRow>("SELECT * FROM verifications WHERE token_mac = $1")
                .bytes(&token_digest);
        self.find(select).await
    }

    async fn count_try(
        &mut self,
        id: VerificationId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>> {
        let update = query_scalar::<Db, i64>(
            "UPDATE verifications SET tries = tries + 1
             WHERE id = $1 AND tries < $2 AND finished_at IS NULL AND expires_at > $3 RETURNING tries",
        )
        .bytes(&id)
        .bind(i64::from(max))
        .moment(now);
        self.value(update).await?.map(count).transpose()
    }

    async fn finish(&mut self, id: VerificationId, finished: &Finished) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE verifications SET finished_at = $2, factor = $3, seal = $4
             WHERE id = $1 AND finished_at IS NULL AND expires_at > $2",
        )
        .bytes(&id)
        .moment(finished.at)
        .bind(finished.factor.text())
        .bytes(&finished.seal);
        self.changed(update).await
    }

    async fn confirmed_in(&mut self, session: SessionId) -> Result<Option<Verification>> {
        let select = query_as::<Db, VerificationRow>(
            "SELECT * FROM verifications WHERE session_id = $1 AND finished_at IS NOT NULL ORDER BY seq DESC LIMIT 1",
        )
        .bytes(&session);
        self.find(select).await
    }

    async fn end_all_of(&mut self, person: PersonId) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM verifications WHERE person_id = $1").bytes(&person);
        self.execute(delete).await
    }

    async fn end_all(&mut self) -> Result<u64> {
        self.execute(query::<Db>("DELETE FROM verifications")).await
    }

    async fn forget_older(&mut self, before: Timestamp) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM verifications WHERE created_at < $1").moment(before);
        self.execute(delete).await
    }
}
