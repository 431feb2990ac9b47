//! Rows of saved codes, ended sets included.

use super::binds::Binds as _;
use super::ended::{Kept, ended, parted};
use super::stored::change_id;
use super::stored::moment;
use super::unit::Unit;
use crate::Db;
use regain_domain::{ChangeId, PersonId, ProofId, SavedCodeId, Timestamp};
use regain_storage::{Result, StorageError};
use regain_vault::{Change, Ended, Former, NewSavedCode, PasswordHash, SavedCodeRow};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct CodeColumns {
    id: Vec<u8>,
    selector: String,
    phc: String,
    change_id: Vec<u8>,
    made_at: i64,
    used_at: Option<i64>,
    counts_from: Option<i64>,
    ended_at: Option<i64>,
    counts_until: Option<i64>,
}

impl TryFrom<CodeColumns> for Kept<SavedCodeRow> {
    type Error = StorageError;

    fn try_from(row: CodeColumns) -> Result<Self> {
        let was = SavedCodeRow {
            id: SavedCodeId::from_slice(&row.id)
                .ok_or(StorageError::Corrupt("a saved code's id"))?,
            selector: row.selector,
            hash: PasswordHash::from_phc(row.phc),
            change: change_id(&row.change_id)?,
            made_at: Timestamp::from_millis(row.made_at),
            used_at: moment(row.used_at),
            counts_from: moment(row.counts_from),
        };
        Ok(Self {
            was,
            ended: ended(row.ended_at, row.counts_until, None)?,
        })
    }
}

impl Unit<'_> {
    /// A person's codes, and those of ended sets, ordered by id.
    pub(crate) async fn codes_of(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<SavedCodeRow>, Vec<Former<SavedCodeRow>>)> {
        let select = query_as::<Db, CodeColumns>(
            // A code whose change was deleted must still be read, so that the manifest doesn't match.
            "SELECT c.id, c.selector, c.phc, c.change_id, coalesce(m.at, 0) AS made_at, u.at AS used_at, c.counts_from,
                    c.ended_at, c.counts_until
             FROM saved_codes c LEFT JOIN credential_changes m ON m.id = c.change_id
             LEFT JOIN saved_code_uses u ON u.code_id = c.id
             WHERE c.person_id = $1 ORDER BY c.id",
        )
        .bytes(&person);
        Ok(parted(self.list(select).await?))
    }

    /// Adds a set.
    pub(crate) async fn insert_codes(
        &mut self,
        change: &Change,
        codes: &[NewSavedCode],
        counts_from: Option<Timestamp>,
    ) -> Result<()> {
        for code in codes {
            let insert = query::<Db>(
                "INSERT INTO saved_codes (id, person_id, change_id, selector, phc, counts_from)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bytes(&code.id)
            .bytes(&change.person)
            .bytes(&change.id)
            .bind(code.selector.as_str())
            .bind(code.hash.phc())
            .bind(counts_from.map(Timestamp::as_millis));
            self.execute(insert).await?;
        }

        Ok(())
    }

    /// Ends the set made by a change.
    pub(crate) async fn end_code_rows(&mut self, set: ChangeId, ended: &Ended) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE saved_codes SET ended_at = $2, counts_until = $3 WHERE change_id = $1 AND ended_at IS NULL",
        )
        .bytes(&set)
        .moment(ended.at)
        .moment(ended.counts_until);
        self.execute(update).await
    }

    /// Undoes that.
    pub(crate) async fn put_back_code_rows(&mut self, set: ChangeId) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE saved_codes SET ended_at = NULL, counts_until = NULL WHERE change_id = $1",
        );
        self.execute(update.bytes(&set)).await
    }

    /// Deletes a person's sets that no longer count, and with `all` the current one too.
    pub(crate) async fn delete_codes(
        &mut self,
        person: PersonId,
        at: Timestamp,
        all: bool,
    ) -> Result<u64> {
        let delete = query::<Db>(
            "DELETE FROM saved_codes WHERE person_id = $1 AND (counts_until <= $2 OR $3 AND ended_at IS NULL)",
        )
        .bytes(&person)
        .moment(at)
        .bind(all);
        self.execute(delete).await
    }

    /// Records the use of one, if it wasn't used.
    pub(crate) async fn insert_code_use(
        &mut self,
        code: SavedCodeId,
        proof: ProofId,
        at: Timestamp,
    ) -> Result<bool> {
        let insert = query::<Db>(
            "INSERT INTO saved_code_uses (code_id, person_id, proof_id, at)
             SELECT $1, person_id, $2, $3 FROM saved_codes WHERE id = $1
             ON CONFLICT (code_id) DO NOTHING",
        )
        .bytes(&code)
        .bytes(&proof)
        .moment(at);
        self.changed(insert).await
    }
}
