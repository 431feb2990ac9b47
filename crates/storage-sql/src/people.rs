//! People and their identifiers.

use super::binds::Binds as _;
use super::stored::{Stored, count, digest, integer, moment};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{
    EmailAddress, Language, PersonId, PersonName, PersonStatus, Role, Timestamp, UserName,
};
use regain_storage::{
    Named, PeopleQuery, Person, PersonRows, PersonSummary, Result, StandingSeal, StorageError,
    UserNameDigest,
};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
pub(crate) struct PersonRow {
    id: Vec<u8>,
    status: String,
    role: String,
    name: Option<String>,
    user_name: Option<String>,
    language: String,
    created_at: i64,
    activated_at: Option<i64>,
    frozen_at: Option<i64>,
    needs_recovery: bool,
    role_since: Option<i64>,
    standing_version: i64,
    standing_mac: Vec<u8>,
}

impl TryFrom<PersonRow> for Person {
    type Error = StorageError;

    fn try_from(row: PersonRow) -> Result<Self> {
        let name = row
            .name
            .map(|name| PersonName::stored(name).ok_or(StorageError::Corrupt("a name")))
            .transpose()?;
        let user_name = row.user_name.as_deref().map(UserName::parse).transpose();
        Ok(Self {
            id: PersonId::from_slice(&row.id).ok_or(StorageError::Corrupt("a person's id"))?,
            status: PersonStatus::read(&row.status)?,
            role: Role::read(&row.role)?,
            name,
            user_name: user_name.map_err(|_| StorageError::Corrupt("a user name"))?,
            language: Language::read(&row.language)?,
            created_at: Timestamp::from_millis(row.created_at),
            activated_at: moment(row.activated_at),
            frozen_at: moment(row.frozen_at),
            needs_recovery: row.needs_recovery,
            role_since: moment(row.role_since),
            seal: StandingSeal {
                version: count(row.standing_version)?,
                digest: digest(&row.standing_mac, "a standing's digest")?,
            },
        })
    }
}

/// The columns of a [`PersonRow`], for person `p` with user name `u`. Erased people are stored as revoked (S103).
macro_rules! person_columns {
    () => {
        "p.id, CASE WHEN p.erased_at IS NULL THEN p.status ELSE 'erased' END AS status, p.role, p.name, u.shown AS user_name,
         p.language, p.created_at, p.activated_at, p.frozen_at, p.needs_recovery, p.role_since, p.standing_version,
         p.standing_mac"
    };
}

/// The person whose id a query finds, or the stand-in if it finds none: one statement and one row in either case
/// (S3).
macro_rules! named_person {
    ($($found:tt)+) => {
        concat!(
            "WITH found (id) AS (",
            $($found)+,
            ") SELECT ",
            $crate::rows::people::person_columns!(),
            ", (SELECT id FROM found) IS NOT NULL AS is_named
             FROM people p LEFT JOIN identifiers u ON u.person_id = p.id AND u.kind = 'user_name'
             WHERE p.id = coalesce((SELECT id FROM found),
                                   (SELECT id FROM people WHERE status = 'active' ORDER BY id LIMIT 1))"
        )
    };
}
pub(crate) use {named_person, person_columns};

/// Result of [`named_person`].
#[derive(FromRow)]
pub(crate) struct NamedRow {
    #[sqlx(flatten)]
    person: PersonRow,
    is_named: bool,
}

impl TryFrom<NamedRow> for Named {
    type Error = StorageError;

    fn try_from(row: NamedRow) -> Result<Self> {
        let person = row.person.try_into()?;
        Ok(if row.is_named {
            Self::Person(person)
        } else {
            Self::Nobody(Some(person))
        })
    }
}

pub(crate) fn read_addresses(stored: Vec<String>) -> Result<Vec<EmailAddress>> {
    let read =
        |text: String| EmailAddress::parse(&text).map_err(|_| StorageError::Corrupt("an address"));
    stored.into_iter().map(read).collect()
}

#[async_trait]
impl PersonRows for Unit<'_> {
    async fn insert(&mut self, person: &Person) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO people (id, status, role, name, language, created_at, activated_at, frozen_at,
                                 needs_recovery, role_since, standing_version, standing_mac, sort_key, search_text)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', '')",
        )
        .bytes(&person.id)
        .bind(person.status.text())
        .bind(person.role.text())
        .bind(person.name.as_ref().map(PersonName::as_str))
        .bind(person.language.text())
        .moment(person.created_at)
        .bind(person.activated_at.map(Timestamp::as_millis))
        .bind(person.frozen_at.map(Timestamp::as_millis))
        .bind(person.needs_recovery)
        .bind(person.role_since.map(Timestamp::as_millis))
        .bind(integer(person.seal.version))
        .bytes(&person.seal.digest);
        self.execute(insert).await.map(drop)
    }

    async fn by_id(&mut self, id: PersonId) -> Result<Option<Person>> {
        let select = query_as::<Db, PersonRow>(concat!(
            "SELECT ",
            person_columns!(),
            " FROM people p LEFT JOIN identifiers u ON u.person_id = p.id AND u.kind = 'user_name' WHERE p.id = $1"
        ))
        .bytes(&id);
        self.find(select).await
    }

    async fn by_identifier(&mut self, canonical: &str) -> Result<Option<Person>> {
        let select = query_as::<Db, PersonRow>(concat!(
            "SELECT ",
            person_columns!(),
            " FROM identifiers i JOIN people p ON p.id = i.person_id
                                     LEFT JOIN identifiers u ON u.person_id = p.id AND u.kind = 'user_name'
                  WHERE i.canonical = $1"
        ))
        .bind(canonical);
        self.find(select).await
    }

    async fn anybody_active(&mut self) -> Result<bool> {
        let select = query_scalar::<Db, bool>(
            "SELECT EXISTS (SELECT 1 FROM people WHERE activated_at IS NOT NULL)",
        );
        Ok(self.value(select).await?.unwrap_or(false))
    }

    async fn named(&mut self, canonical: &str) -> Result<Named> {
        let select = query_as::<Db, NamedRow>(named_person!(
            "SELECT person_id FROM identifiers WHERE canonical = $1"
        ))
        .bind(canonical);
        Ok(self.find(select).await?.unwrap_or(Named::Nobody(None)))
    }

    async fn by_id_if_any(&mut self, id: Option<PersonId>) -> Result<Named> {
        let select =
            query_as::<Db, NamedRow>(named_person!("SELECT $1")).bytes_or_null(id.as_ref());
        Ok(self.find(select).await?.unwrap_or(Named::Nobody(None)))
    }

    async fn set_names(
        &mut self,
        id: PersonId,
        name: &PersonName,
        user_name: &UserName,
    ) -> Result<bool> {
        // All or nothing by itself, whatever else the unit of work does.
        let mut part = self.part().await?;
        let invited =
            query::<Db>("UPDATE people SET name = $2 WHERE id = $1 AND status = 'invited'")
                .bytes(&id)
                .bind(name.as_str());
        let earlier =
            query::<Db>("DELETE FROM identifiers WHERE person_id = $1 AND kind = 'user_name'")
                .bytes(&id);
        let insert = query::<Db>(
            "INSERT INTO identifiers (canonical, person_id, kind, shown, position)
             VALUES ($1, $2, 'user_name', $3, 0) ON CONFLICT (canonical) DO NOTHING",
        )
        .bind(user_name.canonical())
        .bytes(&id)
        .bind(user_name.as_str());

        if !part.changed(invited).await? {
            return Ok(false);
        }

        part.execute(earlier).await?;
        if !part.changed(insert).await? {
            return Ok(false);
        }

        part.describe(id).await?;
        part.keep().await?;

        Ok(true)
    }

    async fn add_address(
        &mut self,
        id: PersonId,
        address: &EmailAddress,
        verified_at: Option<Timestamp>,
    ) -> Result<bool> {
        let insert = query::<Db>(
            "INSERT INTO identifiers (canonical, person_id, kind, shown, position, verified_at, counts_from)
             VALUES ($1, $2, 'email', $3,
                     (SELECT coalesce(max(position), 0) + 1 FROM identifiers WHERE person_id = $2), $4, $4)
             ON CONFLICT (canonical) DO NOTHING",
        )
        .bind(address.canonical())
        .bytes(&id)
        .bind(address.as_str())
        .bind(verified_at.map(Timestamp::as_millis));
        let added = self.changed(insert).await?;
        self.describe(id).await?;

        Ok(added)
    }

    async fn verify_address(
        &mut self,
        id: PersonId,
        address: &EmailAddress,
        at: Timestamp,
    ) -> Result<bool> {
        // All or nothing by itself, whatever else the unit of work does.
        let mut part = self.part().await?;
        let verify = query::<Db>(
            "UPDATE identifiers SET verified_at = $4, counts_from = $4
             WHERE person_id = $1 AND kind = 'email' AND canonical = $2 AND shown = $3 AND verified_at IS NULL",
        )
        .bytes(&id)
        .bind(address.canonical())
        .bind(address.as_str())
        .moment(at);
        let others = query::<Db>(
            "DELETE FROM identifiers WHERE person_id = $1 AND kind = 'email' AND canonical <> $2",
        )
        .bytes(&id)
        .bind(address.canonical());
        if !part.changed(verify).await? {
            return Ok(false);
        }

        if part.execute(others).await? > 0 {
            part.describe(id).await?;
        }

        part.keep().await?;
        Ok(true)
    }

    async fn addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>> {
        let select = query_scalar::<Db, String>(
            "SELECT shown FROM identifiers WHERE person_id = $1 AND kind = 'email' ORDER BY position",
        )
        .bytes(&id);
        self.values(select).await.and_then(read_addresses)
    }

    async fn verified_addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>> {
        let select = query_scalar::<Db, String>(
            "SELECT shown FROM identifiers
             WHERE person_id = $1 AND kind = 'email' AND verified_at IS NOT NULL ORDER BY position",
        )
        .bytes(&id);
        self.values(select).await.and_then(read_addresses)
    }

    async fn set_standing(&mut self, person: &Person) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE people SET status = CASE $2 WHEN 'erased' THEN 'revoked' ELSE $2 END, role = $3, activated_at = $4,
                               frozen_at = $5, needs_recovery = $6, role_since = $7, standing_version = $8, standing_mac = $9,
                               erased_at = CASE $2 WHEN 'erased' THEN (SELECT at FROM history ORDER BY seq DESC LIMIT 1)
                                                   ELSE erased_at END
             WHERE id = $1 AND standing_version = $8 - 1",
        )
        .bytes(&person.id)
        .bind(person.status.text())
        .bind(person.role.text())
        .bind(person.activated_at.map(Timestamp::as_millis))
        .bind(person.frozen_at.map(Timestamp::as_millis))
        .bind(person.needs_recovery)
        .bind(person.role_since.map(Timestamp::as_millis))
        .bind(integer(person.seal.version))
        .bytes(&person.seal.digest);
        self.changed(update).await
    }

    async fn retire_user_name(&mut self, digest: &UserNameDigest) -> Result<()> {
        self.insert_retired(digest).await
    }

    async fn is_retired(&mut self, digest: &UserNameDigest) -> Result<bool> {
        self.has_retired(digest).await
    }

    async fn count_active(&mut self, role: Role) -> Result<u32> {
        let select = query_scalar::<Db, i64>(
            "SELECT count(*) FROM people WHERE role = $1 AND status = 'active'",
        )
        .bind(role.text());
        count(self.value(select).await?.unwrap_or(0))
    }

    async fn active_of(&mut self, role: Role) -> Result<Vec<PersonId>> {
        let select = query_scalar::<Db, Vec<u8>>(
            "SELECT id FROM people WHERE role = $1 AND status = 'active' ORDER BY created_at, id",
        )
        .bind(role.text());
        let read =
            |id: Vec<u8>| PersonId::from_slice(&id).ok_or(StorageError::Corrupt("a person's id"));
        self.values(select).await?.into_iter().map(read).collect()
    }

    async fn forget_identifiers(&mut self, id: PersonId) -> Result<u64> {
        let delete = query::<Db>("DELETE FROM identifiers WHERE person_id = $1").bytes(&id);
        let forgotten = self.execute(delete).await?;
        self.describe(id).await?;
        Ok(forgotten)
    }

    async fn set_language(&mut self, id: PersonId, language: Language) -> Result<()> {
        let update = query::<Db>("UPDATE people SET language = $2 WHERE id = $1")
            .bytes(&id)
            .bind(language.text());
        self.execute(update).await.map(drop)
    }

    async fn page(&mut self, query: &PeopleQuery) -> Result<Vec<PersonSummary>> {
        self.listed(query).await
    }

    async fn count(&mut self, query: &PeopleQuery) -> Result<u64> {
        self.count_listed(query).await
    }
}
