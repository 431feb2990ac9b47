//! Rows of authenticator apps and passkeys, ended ones included.

use super::binds::Binds as _;
use super::ended::{Kept, ended, parted};
use super::stored::change_id;
use super::stored::{Stored, count, integer};
use super::unit::Unit;
use crate::Db;
use regain_domain::{MethodId, MethodKind, PersonId, Timestamp};
use regain_storage::{Result, StorageError};
use regain_vault::{Ended, Former, MethodRow, PutBack};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct MethodColumns {
    id: Vec<u8>,
    kind: String,
    name: String,
    secret: Vec<u8>,
    added_at: i64,
    counts_from: i64,
    by_two_gates: bool,
    change_id: Vec<u8>,
    step: Option<i64>,
    used_at: Option<i64>,
    ended_at: Option<i64>,
    counts_until: Option<i64>,
    ended_by: Option<Vec<u8>>,
}

impl TryFrom<MethodColumns> for Kept<MethodRow> {
    type Error = StorageError;

    fn try_from(row: MethodColumns) -> Result<Self> {
        let was = MethodRow {
            id: MethodId::from_slice(&row.id).ok_or(StorageError::Corrupt("a credential's id"))?,
            kind: MethodKind::read(&row.kind)?,
            name: row.name,
            secret: row.secret,
            added_at: Timestamp::from_millis(row.added_at),
            counts_from: Timestamp::from_millis(row.counts_from),
            by_two_gates: row.by_two_gates,
            change: change_id(&row.change_id)?,
            last_use: match row.step.zip(row.used_at) {
                Some((step, at)) => Some((count(step)?, Timestamp::from_millis(at))),
                None => None,
            },
        };
        Ok(Self {
            was,
            ended: ended(row.ended_at, row.counts_until, row.ended_by.as_deref())?,
        })
    }
}

impl Unit<'_> {
    /// A person's in the order of adding, and those removed or set aside, in that order of time.
    pub(crate) async fn methods_of(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<MethodRow>, Vec<Former<MethodRow>>)> {
        let select = query_as::<Db, MethodColumns>(
            "SELECT m.id, m.kind, m.name, m.secret, m.added_at, m.counts_from, m.by_two_gates, m.change_id, u.step,
                    u.at AS used_at, m.ended_at, m.counts_until, m.ended_by
             FROM methods m LEFT JOIN method_uses u ON u.method_id = m.id
             WHERE m.person_id = $1 ORDER BY m.ended_at, m.added_at, m.id",
        )
        .bytes(&person);
        Ok(parted(self.list(select).await?))
    }

    /// Ends one.
    pub(crate) async fn end_method_row(&mut self, method: MethodId, ended: &Ended) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE methods SET ended_at = $2, counts_until = $3, ended_by = $4 WHERE id = $1 AND ended_at IS NULL",
        )
        .bytes(&method)
        .moment(ended.at)
        .moment(ended.counts_until)
        .bytes_or_null(ended.by.as_ref());
        self.changed(update).await
    }

    /// Undoes that.
    pub(crate) async fn put_back_method_row(
        &mut self,
        method: MethodId,
        by: PutBack<'_>,
    ) -> Result<bool> {
        let (change, as_new) = match by {
            PutBack::Settled => (None, None),
            PutBack::ByOwner(change) => (Some(change), None),
            PutBack::AsNew(change, counts_from) => (Some(change), Some((change.at, counts_from))),
        };

        let update = query::<Db>(
            "UPDATE methods SET ended_at = NULL, counts_until = NULL, ended_by = NULL, change_id = coalesce($2, change_id),
                 added_at = coalesce($4, added_at), counts_from = coalesce($5, counts_from)
             WHERE id = $1 AND ended_at IS NOT NULL AND person_id = coalesce($3, person_id)",
        )
        .bytes(&method)
        .bytes_or_null(change.map(|change| change.id))
        .bytes_or_null(change.map(|change| change.person))
        .bind(as_new.map(|(added_at, _)| added_at.as_millis()))
        .bind(as_new.map(|(_, counts_from)| counts_from.as_millis()));
        self.changed(update).await
    }

    /// Deletes removed ones that no longer count.
    pub(crate) async fn forget_method_rows(
        &mut self,
        person: PersonId,
        at: Timestamp,
    ) -> Result<u64> {
        let delete =
            query::<Db>("DELETE FROM methods WHERE person_id = $1 AND ended_at < counts_until AND counts_until <= $2")
                .bytes(&person)
                .moment(at);
        self.execute(delete).await
    }

    /// Adds one, with its first use.
    pub(crate) async fn insert_method(
        &mut self,
        person: PersonId,
        method: &MethodRow,
    ) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO methods (id, person_id, kind, name, secret, added_at, counts_from, change_id, by_two_gates)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bytes(&method.id)
        .bytes(&person)
        .bind(method.kind.text())
        .bind(method.name.as_str())
        .bind(method.secret.as_slice())
        .moment(method.added_at)
        .moment(method.counts_from)
        .bytes(&method.change)
        .bind(method.by_two_gates);
        self.execute(insert).await?;

        if let Some((step, at)) = method.last_use {
            let used =
                query::<Db>("INSERT INTO method_uses (method_id, step, at) VALUES ($1, $2, $3)")
                    .bytes(&method.id)
                    .bind(integer(step))
                    .moment(at);
            self.execute(used).await?;
        }

        Ok(())
    }
}
