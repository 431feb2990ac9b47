//! People and their identifiers.

use crate::Db;
use crate::stored::{Stored, moment};
use crate::unit::Unit;
use async_trait::async_trait;
use regain_domain::{EmailAddress, Language, PersonId, PersonName, Timestamp, UserName};
use regain_storage::{People, Person, PersonStatus, Result, Role, StorageError};
use sqlx::{FromRow, query, query_as, query_scalar};

#[derive(FromRow)]
struct PersonRow {
    id: Vec<u8>,
    status: String,
    role: String,
    name: Option<String>,
    user_name: Option<String>,
    language: String,
    created_at: i64,
    activated_at: Option<i64>,
}

impl TryFrom<PersonRow> for Person {
    type Error = StorageError;

    fn try_from(row: PersonRow) -> Result<Self> {
        let name = row.name.as_deref().map(PersonName::parse).transpose();
        let user_name = row.user_name.as_deref().map(UserName::parse).transpose();
        Ok(Self {
            id: PersonId::from_slice(&row.id).ok_or(StorageError::Corrupt("a person's id"))?,
            status: PersonStatus::read(&row.status)?,
            role: Role::read(&row.role)?,
            name: name.map_err(|_| StorageError::Corrupt("a name"))?,
            user_name: user_name.map_err(|_| StorageError::Corrupt("a user name"))?,
            language: Language::read(&row.language)?,
            created_at: Timestamp::from_millis(row.created_at),
            activated_at: moment(row.activated_at),
        })
    }
}

fn read_addresses(stored: Vec<String>) -> Result<Vec<EmailAddress>> {
    let read = |text: String| EmailAddress::parse(&text).map_err(|_| StorageError::Corrupt("an address"));
    stored.into_iter().map(read).collect()
}

#[async_trait]
impl People for Unit<'_> {
    async fn insert(&mut self, person: &Person) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO people (id, status, role, name, language, created_at, activated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(person.id.as_bytes().as_slice())
        .bind(person.status.text())
        .bind(person.role.text())
        .bind(person.name.as_ref().map(PersonName::as_str))
        .bind(person.language.text())
        .bind(person.created_at.as_millis())
        .bind(person.activated_at.map(Timestamp::as_millis));
        self.execute(insert).await.map(drop)
    }

    async fn by_id(&mut self, id: PersonId) -> Result<Option<Person>> {
        let select = query_as::<Db, PersonRow>(
            "SELECT p.id, p.status, p.role, p.name, u.shown AS user_name, p.language, p.created_at, p.activated_at
             FROM people p LEFT JOIN identifiers u ON u.person_id = p.id AND u.kind = 'user_name'
             WHERE p.id = $1",
        )
        .bind(id.as_bytes().as_slice());
        self.find(select).await
    }

    async fn by_identifier(&mut self, canonical: &str) -> Result<Option<Person>> {
        let select = query_as::<Db, PersonRow>(
            "SELECT p.id, p.status, p.role, p.name, u.shown AS user_name, p.language, p.created_at, p.activated_at
             FROM identifiers i JOIN people p ON p.id = i.person_id
                                LEFT JOIN identifiers u ON u.person_id = p.id AND u.kind = 'user_name'
             WHERE i.canonical = $1",
        )
        .bind(canonical);
        self.find(select).await
    }

    async fn anybody_active(&mut self) -> Result<bool> {
        let select = query_scalar::<Db, bool>("SELECT EXISTS (SELECT 1 FROM people WHERE activated_at IS NOT NULL)");
        Ok(self.value(select).await?.unwrap_or(false))
    }

    async fn set_names(&mut self, id: PersonId, name: &PersonName, user_name: &UserName) -> Result<bool> {
        // All or nothing by itself, whatever else the unit of work does.
        let mut part = self.part().await?;
        let invited = query::<Db>("UPDATE people SET name = $2 WHERE id = $1 AND status = 'invited'")
            .bind(id.as_bytes().as_slice())
            .bind(name.as_str());
        let earlier = query::<Db>("DELETE FROM identifiers WHERE person_id = $1 AND kind = 'user_name'")
            .bind(id.as_bytes().as_slice());
        let insert = query::<Db>(
            "INSERT INTO identifiers (canonical, person_id, kind, shown, position)
             VALUES ($1, $2, 'user_name', $3, 0) ON CONFLICT (canonical) DO NOTHING",
        )
        .bind(user_name.canonical())
        .bind(id.as_bytes().as_slice())
        .bind(user_name.as_str());
        if !part.changed(invited).await? {
            return Ok(false);
        }
        part.execute(earlier).await?;
        if !part.changed(insert).await? {
            return Ok(false);
        }
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
            "INSERT INTO identifiers (canonical, person_id, kind, shown, position, verified_at)
             VALUES ($1, $2, 'email', $3,
                     (SELECT coalesce(max(position), 0) + 1 FROM identifiers WHERE person_id = $2), $4)
             ON CONFLICT (canonical) DO NOTHING",
        )
        .bind(address.canonical())
        .bind(id.as_bytes().as_slice())
        .bind(address.as_str())
        .bind(verified_at.map(Timestamp::as_millis));
        self.changed(insert).await
    }

    async fn verify_addresses(&mut self, id: PersonId, at: Timestamp) -> Result<()> {
        let update = query::<Db>(
            "UPDATE identifiers SET verified_at = $2
             WHERE person_id = $1 AND kind = 'email' AND verified_at IS NULL",
        )
        .bind(id.as_bytes().as_slice())
        .bind(at.as_millis());
        self.execute(update).await.map(drop)
    }

    async fn addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>> {
        let select = query_scalar::<Db, String>(
            "SELECT shown FROM identifiers WHERE person_id = $1 AND kind = 'email' ORDER BY position",
        )
        .bind(id.as_bytes().as_slice());
        self.values(select).await.and_then(read_addresses)
    }

    async fn verified_addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>> {
        let select = query_scalar::<Db, String>(
            "SELECT shown FROM identifiers
             WHERE person_id = $1 AND kind = 'email' AND verified_at IS NOT NULL ORDER BY position",
        )
        .bind(id.as_bytes().as_slice());
        self.values(select).await.and_then(read_addresses)
    }

    async fn activate(&mut self, id: PersonId, at: Timestamp) -> Result<bool> {
        let update =
            query::<Db>("UPDATE people SET status = 'active', activated_at = $2 WHERE id = $1 AND status = 'invited'")
                .bind(id.as_bytes().as_slice())
                .bind(at.as_millis());
        self.changed(update).await
    }

    async fn set_disabled(&mut self, id: PersonId, disabled: bool) -> Result<bool> {
        let (from, to) = if disabled {
            (PersonStatus::Active, PersonStatus::Disabled)
        } else {
            (PersonStatus::Disabled, PersonStatus::Active)
        };
        let update = query::<Db>("UPDATE people SET status = $3 WHERE id = $1 AND status = $2")
            .bind(id.as_bytes().as_slice())
            .bind(from.text())
            .bind(to.text());
        self.changed(update).await
    }

    async fn set_language(&mut self, id: PersonId, language: Language) -> Result<()> {
        let update = query::<Db>("UPDATE people SET language = $2 WHERE id = $1")
            .bind(id.as_bytes().as_slice())
            .bind(language.text());
        self.execute(update).await.map(drop)
    }
}
