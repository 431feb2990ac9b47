//! Passwords and saved codes.

use crate::Db;
use crate::stored::{count, moment};
use crate::unit::Unit;
use async_trait::async_trait;
use regain_domain::{PersonId, SavedCodeId, Timestamp};
use regain_storage::{Credentials, NewSavedCode, PasswordHash, Result, SavedCodeRow, StorageError};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
struct CodeRow {
    id: Vec<u8>,
    phc: String,
    used_at: Option<i64>,
}

impl TryFrom<CodeRow> for SavedCodeRow {
    type Error = StorageError;

    fn try_from(row: CodeRow) -> Result<Self> {
        Ok(Self {
            id: SavedCodeId::from_slice(&row.id).ok_or(StorageError::Corrupt("a saved code's id"))?,
            hash: PasswordHash::from_phc(row.phc),
            used_at: moment(row.used_at),
        })
    }
}

#[async_trait]
impl Credentials for Unit<'_> {
    async fn password(&mut self, person: PersonId) -> Result<Option<PasswordHash>> {
        let select = query_scalar::<Db, String>("SELECT phc FROM passwords WHERE person_id = $1")
            .bind(person.as_bytes().as_slice());
        Ok(self.value(select).await?.map(PasswordHash::from_phc))
    }

    async fn set_password(&mut self, person: PersonId, hash: &PasswordHash, at: Timestamp) -> Result<()> {
        let upsert = query::<Db>(
            "INSERT INTO passwords (person_id, phc, set_at) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET phc = excluded.phc, set_at = excluded.set_at",
        )
        .bind(person.as_bytes().as_slice())
        .bind(hash.phc())
        .bind(at.as_millis());
        self.execute(upsert).await.map(drop)
    }

    async fn rehash_password(&mut self, person: PersonId, old: &PasswordHash, new: &PasswordHash) -> Result<bool> {
        let update = query::<Db>("UPDATE passwords SET phc = $3 WHERE person_id = $1 AND phc = $2")
            .bind(person.as_bytes().as_slice())
            .bind(old.phc())
            .bind(new.phc());
        self.changed(update).await
    }

    async fn replace_saved_codes(&mut self, person: PersonId, codes: &[NewSavedCode], at: Timestamp) -> Result<()> {
        let delete = query::<Db>("DELETE FROM saved_codes WHERE person_id = $1").bind(person.as_bytes().as_slice());
        self.execute(delete).await?;
        for code in codes {
            let insert = query::<Db>(
                "INSERT INTO saved_codes (id, person_id, selector, phc, created_at) VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(code.id.as_bytes().as_slice())
            .bind(person.as_bytes().as_slice())
            .bind(code.selector.as_str())
            .bind(code.hash.phc())
            .bind(at.as_millis());
            self.execute(insert).await?;
        }
        Ok(())
    }

    async fn saved_code(&mut self, person: PersonId, selector: &str) -> Result<Option<SavedCodeRow>> {
        let select =
            query_as::<Db, CodeRow>("SELECT id, phc, used_at FROM saved_codes WHERE person_id = $1 AND selector = $2")
                .bind(person.as_bytes().as_slice())
                .bind(selector);
        self.find(select).await
    }

    async fn use_saved_code(&mut self, id: SavedCodeId, at: Timestamp) -> Result<bool> {
        let update = query::<Db>("UPDATE saved_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL")
            .bind(id.as_bytes().as_slice())
            .bind(at.as_millis());
        self.changed(update).await
    }

    async fn saved_codes_left(&mut self, person: PersonId) -> Result<u32> {
        let select =
            query_scalar::<Db, i64>("SELECT count(*) FROM saved_codes WHERE person_id = $1 AND used_at IS NULL")
                .bind(person.as_bytes().as_slice());
        count(self.value(select).await?.unwrap_or(0))
    }
}
