//! What administrators' lists are made of: the order, and what a search looks in.

use crate::Db;
use crate::people::PersonRow;
use crate::unit::Unit;
use regain_domain::{EmailAddress, PersonId};
use regain_storage::{PersonSummary, Result, StorageError};
use sqlx::{FromRow, query, query_scalar};

#[derive(FromRow)]
pub(crate) struct SummaryRow {
    #[sqlx(flatten)]
    person: PersonRow,
    address: Option<String>,
    sort_key: String,
}

impl TryFrom<SummaryRow> for PersonSummary {
    type Error = StorageError;

    fn try_from(row: SummaryRow) -> Result<Self> {
        let address = row.address.as_deref().map(EmailAddress::parse).transpose();
        Ok(Self {
            person: row.person.try_into()?,
            address: address.map_err(|_| StorageError::Corrupt("an address"))?,
            sort_key: row.sort_key,
        })
    }
}

impl Unit<'_> {
    /// Writes anew by what a person is found and put in order. In lower case by Unicode, which SQL doesn't know.
    pub(crate) async fn describe(&mut self, id: PersonId) -> Result<()> {
        let names = query_scalar::<Db, String>("SELECT name FROM people WHERE id = $1 AND name IS NOT NULL")
            .bind(id.as_bytes().as_slice());
        let identifiers = query_scalar::<Db, String>(
            "SELECT shown FROM identifiers WHERE person_id = $1 ORDER BY kind DESC, position",
        )
        .bind(id.as_bytes().as_slice());
        let mut words = self.values(names).await?;
        words.extend(self.values(identifiers).await?);
        let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let update = query::<Db>("UPDATE people SET sort_key = $2, search_text = $3 WHERE id = $1")
            .bind(id.as_bytes().as_slice())
            .bind(words.first().cloned().unwrap_or_default())
            .bind(words.join("\n"));
        self.execute(update).await.map(drop)
    }
}
