//! Administrators' lists: their order, and the text that searches look in.

use super::binds::Binds as _;
use super::people::{PersonRow, person_columns};
use super::stored::{Stored, count};
use super::unit::Unit;
use crate::Db;
use regain_domain::text::folded;
use regain_domain::{EmailAddress, PersonId};
use regain_storage::{PeopleQuery, PersonSummary, Result, StorageError};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
struct SummaryRow {
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
    pub(crate) async fn listed(&mut self, query: &PeopleQuery) -> Result<Vec<PersonSummary>> {
        let (key, id) = query
            .after
            .as_ref()
            .map_or(("", [].as_slice()), |(key, id)| {
                (key, id.as_bytes().as_slice())
            });
        let select = query_as::<Db, SummaryRow>(concat!(
            "SELECT ",
            person_columns!(),
            ", p.sort_key,
                    (SELECT shown FROM identifiers WHERE person_id = p.id AND kind = 'email'
                     ORDER BY position LIMIT 1) AS address
             FROM people p LEFT JOIN identifiers u ON u.person_id = p.id AND u.kind = 'user_name'
             WHERE (p.sort_key, p.id) > ($1, $2)
               AND ($3 = '' OR p.search_text LIKE $4 ESCAPE '\\')
               AND ($5 IS NULL OR CASE WHEN p.erased_at IS NULL THEN p.status ELSE 'erased' END = $5)
               AND ($6 IS NULL OR p.role = $6)
             ORDER BY p.sort_key, p.id LIMIT $7"
        ))
        .bind(key)
        .bind(id)
        .bind(query.text.as_str())
        .bind(pattern(&query.text))
        .bind(query.status.map(Stored::text))
        .bind(query.role.map(Stored::text))
        .bind(i64::from(query.limit));
        self.list(select).await
    }

    pub(crate) async fn count_listed(&mut self, query: &PeopleQuery) -> Result<u64> {
        let select = query_scalar::<Db, i64>(
            "SELECT count(*) FROM people
             WHERE ($1 = '' OR search_text LIKE $2 ESCAPE '\\')
               AND ($3 IS NULL OR CASE WHEN erased_at IS NULL THEN status ELSE 'erased' END = $3)
               AND ($4 IS NULL OR role = $4)",
        )
        .bind(query.text.as_str())
        .bind(pattern(&query.text))
        .bind(query.status.map(Stored::text))
        .bind(query.role.map(Stored::text));
        count(self.value(select).await?.unwrap_or(0))
    }

    /// Updates a person's search text and sort key: folded, which SQL can't do.
    pub(crate) async fn describe(&mut self, id: PersonId) -> Result<()> {
        let names = query_scalar::<Db, String>(
            "SELECT name FROM people WHERE id = $1 AND name IS NOT NULL",
        )
        .bytes(&id);
        let identifiers = query_scalar::<Db, String>(
            "SELECT shown FROM identifiers WHERE person_id = $1 ORDER BY kind DESC, position",
        )
        .bytes(&id);
        let mut words = self.values(names).await?;
        words.extend(self.values(identifiers).await?);
        let words: Vec<String> = words
            .iter()
            .flat_map(|word| [Some(folded(word)), spelled_out(word)])
            .flatten()
            .collect();
        let update = query::<Db>("UPDATE people SET sort_key = $2, search_text = $3 WHERE id = $1")
            .bytes(&id)
            .bind(words.first().cloned().unwrap_or_default())
            .bind(words.join("\n"));

        self.execute(update).await.map(drop)
    }

    /// Describes these people as this version does, and keeps it.
    pub(crate) async fn describe_all(mut self, people: Vec<PersonId>) -> Result<()> {
        for id in people {
            self.describe(id).await?;
        }

        self.keep().await
    }

    /// People whose search text was made by an earlier version in another form.
    pub(crate) async fn described_otherwise(&mut self) -> Result<Vec<PersonId>> {
        let all = self
            .list::<DescribedRow, Described>(query_as("SELECT id, search_text FROM people"))
            .await?;
        Ok(all
            .into_iter()
            .filter(|described| described.is_outdated)
            .map(|described| described.id)
            .collect())
    }
}

/// An address, folded, with its domain in its own script, if that differs from the stored form.
fn spelled_out(word: &str) -> Option<String> {
    let address = word
        .contains("xn--")
        .then(|| EmailAddress::parse(word).ok())
        .flatten()?;
    Some(folded(&address.shown())).filter(|shown| !shown.eq_ignore_ascii_case(word))
}

#[derive(FromRow)]
struct DescribedRow {
    id: Vec<u8>,
    search_text: String,
}

struct Described {
    id: PersonId,
    is_outdated: bool,
}

impl TryFrom<DescribedRow> for Described {
    type Error = StorageError;

    fn try_from(row: DescribedRow) -> Result<Self> {
        let words = || row.search_text.split('\n');
        Ok(Self {
            id: PersonId::from_slice(&row.id).ok_or(StorageError::Corrupt("a person's id"))?,
            is_outdated: folded(&row.search_text) != row.search_text
                || words()
                    .filter_map(spelled_out)
                    .any(|wanted| words().all(|word| word != wanted)),
        })
    }
}

/// A pattern for everything that contains the text, with special characters escaped.
pub(crate) fn pattern(text: &str) -> String {
    let plain = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{plain}%")
}
