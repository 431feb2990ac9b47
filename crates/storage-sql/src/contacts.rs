//! Rows of recovery contacts, ended ones included.

use super::binds::Binds as _;
use super::ended::{Kept, ended, parted};
use super::stored::change_id;
use super::stored::{count, moment};
use super::unit::Unit;
use crate::Db;
use regain_domain::{ChangeId, ContactId, ContactsNeeded, EmailAddress, PersonId, Timestamp};
use regain_storage::{Result, StorageError};
use regain_vault::{Change, ContactRow, Ended, Former};
use sqlx::{FromRow, query, query_as, query_scalar};
use std::time::Duration;

pub(crate) fn contact_id(stored: &[u8]) -> Result<ContactId> {
    ContactId::from_slice(stored).ok_or(StorageError::Corrupt("a contact's id"))
}

#[derive(FromRow)]
struct ContactColumns {
    id: Vec<u8>,
    name: String,
    address: String,
    added_at: i64,
    waits: i64,
    accepted_at: Option<i64>,
    counts_from: Option<i64>,
    declined_at: Option<i64>,
    change_id: Vec<u8>,
    ended_at: Option<i64>,
    counts_until: Option<i64>,
    ended_by: Option<Vec<u8>>,
}

impl TryFrom<ContactColumns> for Kept<ContactRow> {
    type Error = StorageError;

    fn try_from(row: ContactColumns) -> Result<Self> {
        let was = ContactRow {
            id: contact_id(&row.id)?,
            name: row.name,
            address: EmailAddress::parse(&row.address)
                .map_err(|_| StorageError::Corrupt("a contact's address"))?,
            added_at: Timestamp::from_millis(row.added_at),
            waits: Duration::from_millis(count(row.waits)?),
            accepted_at: moment(row.accepted_at),
            counts_from: moment(row.counts_from),
            declined_at: moment(row.declined_at),
            change: change_id(&row.change_id)?,
        };
        Ok(Self {
            was,
            ended: ended(row.ended_at, row.counts_until, row.ended_by.as_deref())?,
        })
    }
}

#[derive(FromRow)]
struct NeededColumns {
    needed: i64,
    change_id: Vec<u8>,
}

struct Needed(ContactsNeeded, ChangeId);

impl TryFrom<NeededColumns> for Needed {
    type Error = StorageError;

    fn try_from(row: NeededColumns) -> Result<Self> {
        let needed = ContactsNeeded::from_number(count(row.needed)?);
        let needed = needed.ok_or(StorageError::Corrupt("a number of contacts"))?;
        Ok(Self(needed, change_id(&row.change_id)?))
    }
}

impl Unit<'_> {
    /// A person's contacts in the order of adding, and those removed or set aside.
    pub(crate) async fn contacts_of(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<ContactRow>, Vec<Former<ContactRow>>)> {
        let select = query_as::<Db, ContactColumns>(
            "SELECT id, name, address, added_at, waits, accepted_at, counts_from, declined_at, change_id, ended_at, counts_until,
                    ended_by
             FROM contacts WHERE person_id = $1 ORDER BY ended_at, added_at, id",
        )
        .bytes(&person);
        Ok(parted(self.list(select).await?))
    }

    /// How many contacts have to help.
    pub(crate) async fn contacts_needed_of(
        &mut self,
        person: PersonId,
    ) -> Result<Option<(ContactsNeeded, ChangeId)>> {
        let select = query_as::<Db, NeededColumns>(
            "SELECT needed, change_id FROM contacts_needed WHERE person_id = $1",
        )
        .bytes(&person);
        let needed: Option<Needed> = self.find(select).await?;
        Ok(needed.map(|Needed(needed, change)| (needed, change)))
    }

    pub(crate) async fn owner_of_contact(
        &mut self,
        contact: ContactId,
    ) -> Result<Option<PersonId>> {
        let select = query_scalar::<Db, Vec<u8>>("SELECT person_id FROM contacts WHERE id = $1")
            .bytes(&contact);
        let owner = self.value(select).await?;
        owner
            .map(|id| PersonId::from_slice(&id).ok_or(StorageError::Corrupt("a contact's owner")))
            .transpose()
    }

    pub(crate) async fn insert_contact(
        &mut self,
        person: PersonId,
        contact: &ContactRow,
    ) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO contacts (id, person_id, name, address, canonical, added_at, waits, change_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bytes(&contact.id)
        .bytes(&person)
        .bind(contact.name.as_str())
        .bind(contact.address.as_str())
        .bind(contact.address.canonical())
        .moment(contact.added_at)
        .bind(i64::try_from(contact.waits.as_millis()).unwrap_or(i64::MAX))
        .bytes(&contact.change);
        self.execute(insert).await.map(drop)
    }

    pub(crate) async fn delete_contact(
        &mut self,
        change: &Change,
        contact: ContactId,
    ) -> Result<bool> {
        let delete = query::<Db>("DELETE FROM contacts WHERE id = $1 AND person_id = $2")
            .bytes(&contact)
            .bytes(&change.person);
        self.changed(delete).await
    }

    /// Ends one, or sets them aside.
    pub(crate) async fn end_contact_row(
        &mut self,
        contact: ContactId,
        ended: &Ended,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contacts SET ended_at = $2, counts_until = $3, ended_by = $4 WHERE id = $1 AND ended_at IS NULL",
        )
        .bytes(&contact)
        .moment(ended.at)
        .moment(ended.counts_until)
        .bytes_or_null(ended.by.as_ref());
        self.changed(update).await
    }

    /// Undoes that.
    pub(crate) async fn put_back_contact_row(
        &mut self,
        contact: ContactId,
        change: Option<&Change>,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contacts SET ended_at = NULL, counts_until = NULL, ended_by = NULL, change_id = coalesce($2, change_id)
             WHERE id = $1 AND ended_at IS NOT NULL AND person_id = coalesce($3, person_id)",
        )
        .bytes(&contact)
        .bytes_or_null(change.map(|change| change.id))
        .bytes_or_null(change.map(|change| change.person));
        self.changed(update).await
    }

    /// Deletes a person's ended contacts who no longer count, as far as the engine permits.
    pub(crate) async fn forget_contact_rows(
        &mut self,
        person: PersonId,
        at: Timestamp,
    ) -> Result<u64> {
        let delete =
            query::<Db>("DELETE FROM contacts WHERE person_id = $1 AND counts_until <= $2")
                .bytes(&person)
                .moment(at);
        self.execute(delete).await
    }

    pub(crate) async fn update_contact(&mut self, contact: &ContactRow) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contacts SET accepted_at = $2, counts_from = $3, declined_at = $4
             WHERE id = $1 AND declined_at IS NULL AND ended_at IS NULL",
        )
        .bytes(&contact.id)
        .bind(contact.accepted_at.map(Timestamp::as_millis))
        .bind(contact.counts_from.map(Timestamp::as_millis))
        .bind(contact.declined_at.map(Timestamp::as_millis));
        self.changed(update).await
    }

    pub(crate) async fn upsert_contacts_needed(
        &mut self,
        change: &Change,
        needed: ContactsNeeded,
    ) -> Result<()> {
        let upsert = query::<Db>(
            "INSERT INTO contacts_needed (person_id, needed, change_id) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET needed = excluded.needed, change_id = excluded.change_id",
        )
        .bytes(&change.person)
        .bind(i64::from(needed.number()))
        .bytes(&change.id);
        self.execute(upsert).await.map(drop)
    }
}
