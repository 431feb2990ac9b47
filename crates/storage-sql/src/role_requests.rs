//! Requests for roles.

use super::binds::Binds as _;
use super::reckoned::reckoned;
use super::stored::{Stored, seal};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{PersonId, RequestId, Role, Timestamp};
use regain_storage::{Result, RoleRequest, RoleRequestRows, StorageError};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct Row {
    id: Vec<u8>,
    person_id: Vec<u8>,
    role: String,
    requested_by: Vec<u8>,
    requested_at: i64,
    expires_at: i64,
    ends_at: i64,
    seal: Option<Vec<u8>>,
}

impl TryFrom<Row> for RoleRequest {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self> {
        let person =
            |id: &[u8]| PersonId::from_slice(id).ok_or(StorageError::Corrupt("a request's person"));
        Ok(Self {
            id: RequestId::from_slice(&row.id).ok_or(StorageError::Corrupt("a request's id"))?,
            person: person(&row.person_id)?,
            role: Role::read(&row.role)?,
            requested_by: person(&row.requested_by)?,
            requested_at: Timestamp::from_millis(row.requested_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            ends_at: Timestamp::from_millis(row.ends_at),
            seal: seal(row.seal.as_deref(), "a request's seal")?,
        })
    }
}

#[async_trait]
impl RoleRequestRows for Unit<'_> {
    async fn insert(&mut self, request: &RoleRequest) -> Result<bool> {
        let insert = query::<Db>(concat!(
            "INSERT INTO role_requests (id, person_id, role, requested_by, requested_at, expires_at, seal)
             SELECT $1, $2, $3, $4, $5, $6, $7
             WHERE NOT EXISTS (SELECT 1 FROM role_requests WHERE person_id = $2 AND decided_at IS NULL AND ",
            reckoned!("entry.subject = person_id", "requested_at", "expires_at", "$5"),
            " > $5)"
        ))
        .bytes(&request.id)
        .bytes(&request.person)
        .bind(request.role.text())
        .bytes(&request.requested_by)
        .moment(request.requested_at)
        .moment(request.expires_at)
        .bytes(&request.seal);
        self.changed(insert).await
    }

    async fn open(&mut self, id: RequestId, now: Timestamp) -> Result<Option<RoleRequest>> {
        let select = query_as::<Db, Row>(concat!(
            "SELECT id, person_id, role, requested_by, requested_at, expires_at, seal, ",
            reckoned!(
                "entry.subject = person_id",
                "requested_at",
                "expires_at",
                "$2"
            ),
            " AS ends_at FROM role_requests
             WHERE id = $1 AND decided_at IS NULL AND ",
            reckoned!(
                "entry.subject = person_id",
                "requested_at",
                "expires_at",
                "$2"
            ),
            " > $2"
        ))
        .bytes(&id)
        .moment(now);
        self.find(select).await
    }

    async fn waiting(&mut self, now: Timestamp) -> Result<Vec<RoleRequest>> {
        let select = query_as::<Db, Row>(concat!(
            "SELECT id, person_id, role, requested_by, requested_at, expires_at, seal, ",
            reckoned!(
                "entry.subject = person_id",
                "requested_at",
                "expires_at",
                "$1"
            ),
            " AS ends_at FROM role_requests
             WHERE decided_at IS NULL AND ",
            reckoned!(
                "entry.subject = person_id",
                "requested_at",
                "expires_at",
                "$1"
            ),
            " > $1 ORDER BY seq"
        ))
        .moment(now);
        self.list(select).await
    }

    async fn decide(
        &mut self,
        id: RequestId,
        by: PersonId,
        granted: bool,
        now: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE role_requests SET decided_at = $3, decided_by = $2, granted = $4
             WHERE id = $1 AND decided_at IS NULL AND expires_at > $3",
        )
        .bytes(&id)
        .bytes(&by)
        .moment(now)
        .bind(granted);
        self.changed(update).await
    }
}
