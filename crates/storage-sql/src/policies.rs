//! Policies, and requests for them.

use super::binds::Binds as _;
use super::reckoned::reckoned;
use super::stored::digest;
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{PersonId, RequestId, Timestamp};
use regain_storage::{PolicyRequest, PolicyRow, PolicyRows, Result, StorageError};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct Row {
    version: i64,
    content: String,
    before: String,
    loosens: bool,
    requested_by: Vec<u8>,
    decided_by: Vec<u8>,
    decided_at: i64,
    effective_at: i64,
    seal: Vec<u8>,
}

#[derive(FromRow)]
struct RequestRow {
    id: Vec<u8>,
    content: String,
    version: i64,
    requested_by: Vec<u8>,
    requested_at: i64,
    expires_at: i64,
    seal: Vec<u8>,
}

fn person(id: &[u8]) -> Result<PersonId> {
    PersonId::from_slice(id).ok_or(StorageError::Corrupt("a policy's administrator"))
}

fn version(version: i64) -> Result<u64> {
    u64::try_from(version).map_err(|_| StorageError::Corrupt("a policy's version"))
}

fn integer(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

impl TryFrom<Row> for PolicyRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            version: version(row.version)?,
            content: row.content,
            before: row.before,
            loosens: row.loosens,
            requested_by: person(&row.requested_by)?,
            decided_by: person(&row.decided_by)?,
            decided_at: Timestamp::from_millis(row.decided_at),
            effective_at: Timestamp::from_millis(row.effective_at),
            seal: digest(&row.seal, "a policy's seal")?,
        })
    }
}

impl TryFrom<RequestRow> for PolicyRequest {
    type Error = StorageError;

    fn try_from(row: RequestRow) -> Result<Self> {
        Ok(Self {
            id: RequestId::from_slice(&row.id).ok_or(StorageError::Corrupt("a request's id"))?,
            content: row.content,
            version: version(row.version)?,
            requested_by: person(&row.requested_by)?,
            requested_at: Timestamp::from_millis(row.requested_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            seal: digest(&row.seal, "a request's seal")?,
        })
    }
}

#[async_trait]
impl PolicyRows for Unit<'_> {
    async fn newest(&mut self) -> Result<Option<PolicyRow>> {
        self.find(query_as::<Db, Row>(
            "SELECT * FROM policies ORDER BY version DESC LIMIT 1",
        ))
        .await
    }

    async fn insert(&mut self, policy: &PolicyRow) -> Result<bool> {
        let insert = query::<Db>(
            "INSERT INTO policies
                 (version, content, before, loosens, requested_by, decided_by, decided_at, effective_at, seal)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
             WHERE $1 = (SELECT coalesce(max(version), 0) + 1 FROM policies)",
        )
        .bind(integer(policy.version))
        .bind(policy.content.as_str())
        .bind(policy.before.as_str())
        .bind(policy.loosens)
        .bytes(&policy.requested_by)
        .bytes(&policy.decided_by)
        .moment(policy.decided_at)
        .moment(policy.effective_at)
        .bytes(&policy.seal);
        self.changed(insert).await
    }

    async fn request(&mut self, request: &PolicyRequest) -> Result<bool> {
        let insert = query::<Db>(concat!(
            "INSERT INTO policy_requests (id, content, version, requested_by, requested_at, expires_at, seal)
             SELECT $1, $2, $3, $4, $5, $6, $7
             WHERE NOT EXISTS (SELECT 1 FROM policy_requests WHERE decided_at IS NULL AND ",
            reckoned!("entry.event = 'policy.requested'", "requested_at", "expires_at", "$5"),
            " > $5)"
        ))
        .bytes(&request.id)
        .bind(request.content.as_str())
        .bind(integer(request.version))
        .bytes(&request.requested_by)
        .moment(request.requested_at)
        .moment(request.expires_at)
        .bytes(&request.seal);
        self.changed(insert).await
    }

    async fn waiting(&mut self, now: Timestamp) -> Result<Option<PolicyRequest>> {
        let select = query_as::<Db, RequestRow>(concat!(
            "SELECT id, content, version, requested_by, requested_at, expires_at, seal FROM policy_requests
             WHERE decided_at IS NULL AND ",
            reckoned!("entry.event = 'policy.requested'", "requested_at", "expires_at", "$1"),
            " > $1 ORDER BY seq DESC LIMIT 1"
        ))
        .moment(now);
        self.find(select).await
    }

    async fn decide(
        &mut self,
        id: RequestId,
        by: PersonId,
        granted: bool,
        now: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE policy_requests SET decided_at = $3, decided_by = $2, granted = $4
             WHERE id = $1 AND decided_at IS NULL AND expires_at > $3",
        )
        .bytes(&id)
        .bytes(&by)
        .moment(now)
        .bind(granted);
        self.changed(update).await
    }
}
