//! The rows of authenticator apps.

use crate::Db;
use crate::credentials::change_id;
use crate::stored::{Stored, count, integer};
use crate::unit::Unit;
use regain_domain::{MethodId, MethodKind, PersonId, Timestamp};
use regain_storage::{Result, StorageError};
use regain_vault::MethodRow;
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct MethodColumns {
    id: Vec<u8>,
    kind: String,
    name: String,
    secret: Vec<u8>,
    added_at: i64,
    counts_from: i64,
    change_id: Vec<u8>,
    step: Option<i64>,
    used_at: Option<i64>,
}

impl TryFrom<MethodColumns> for MethodRow {
    type Error = StorageError;

    fn try_from(row: MethodColumns) -> Result<Self> {
        Ok(Self {
            id: MethodId::from_slice(&row.id).ok_or(StorageError::Corrupt("a credential's id"))?,
            kind: MethodKind::read(&row.kind)?,
            name: row.name,
            secret: row.secret,
            added_at: Timestamp::from_millis(row.added_at),
            counts_from: Timestamp::from_millis(row.counts_from),
            change: change_id(&row.change_id)?,
            last_use: match row.step.zip(row.used_at) {
                Some((step, at)) => Some((count(step)?, Timestamp::from_millis(at))),
                None => None,
            },
        })
    }
}

impl Unit<'_> {
    /// Those of a person, in the order in which they were added.
    pub(crate) async fn methods_of(&mut self, person: PersonId) -> Result<Vec<MethodRow>> {
        let select = query_as::<Db, MethodColumns>(
            "SELECT m.id, m.kind, m.name, m.secret, m.added_at, m.counts_from, m.change_id, u.step, u.at AS used_at
             FROM methods m LEFT JOIN method_uses u ON u.method_id = m.id
             WHERE m.person_id = $1 ORDER BY m.added_at, m.id",
        )
        .bind(person.as_bytes().as_slice());
        self.list(select).await
    }

    /// Adds one, and what it was used for already.
    pub(crate) async fn insert_method(&mut self, person: PersonId, method: &MethodRow) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO methods (id, person_id, kind, name, secret, added_at, counts_from, change_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(method.id.as_bytes().as_slice())
        .bind(person.as_bytes().as_slice())
        .bind(method.kind.text())
        .bind(method.name.as_str())
        .bind(method.secret.as_slice())
        .bind(method.added_at.as_millis())
        .bind(method.counts_from.as_millis())
        .bind(method.change.as_bytes().as_slice());
        self.execute(insert).await?;
        if let Some((step, at)) = method.last_use {
            let used = query::<Db>("INSERT INTO method_uses (method_id, step, at) VALUES ($1, $2, $3)")
                .bind(method.id.as_bytes().as_slice())
                .bind(integer(step))
                .bind(at.as_millis());
            self.execute(used).await?;
        }
        Ok(())
    }
}
