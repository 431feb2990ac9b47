//! Rows of people's current and former addresses.

use super::binds::Binds as _;
use super::reckoned::reckoned;
use super::stored::{bytes, change_id, count, digest, moment};
use super::unit::Unit;
use crate::Db;
use regain_domain::{ChangeId, EmailAddress, PersonId, Timestamp};
use regain_storage::{ObjectionDigest, Result, StorageError};
use regain_vault::{AddressRow, Change, FormerAddress};
use sqlx::{FromRow, query, query_as};

/// From $3 on, it neither counts nor can object; stored times keep their distance from its end, as recorded.
macro_rules! nothing_left {
    () => {
        concat!(
            "counts_until = CASE WHEN ",
            reckoned!("entry.subject = person_id", "ended_at", "counts_until", "$3"),
            " > $3 THEN $3 + ended_at - (",
            reckoned!("entry.subject = person_id", "ended_at", "ended_at", "$3"),
            ") ELSE counts_until END,
             objectable_until = CASE WHEN objectable_until > $3 THEN $3 ELSE objectable_until END"
        )
    };
}

#[derive(FromRow)]
struct Current {
    shown: String,
    position: i64,
    verified_at: i64,
    counts_from: i64,
    change_id: Option<Vec<u8>>,
}

impl TryFrom<Current> for AddressRow {
    type Error = StorageError;

    fn try_from(row: Current) -> Result<Self> {
        Ok(Self {
            address: EmailAddress::parse(&row.shown)
                .map_err(|_| StorageError::Corrupt("an address"))?,
            position: count(row.position)?,
            verified_at: Timestamp::from_millis(row.verified_at),
            counts_from: Timestamp::from_millis(row.counts_from),
            change: row.change_id.as_deref().map(change_id).transpose()?,
        })
    }
}

#[derive(FromRow)]
struct Former {
    #[sqlx(flatten)]
    was: Current,
    ended_by: Vec<u8>,
    ended_at: i64,
    counts_until: i64,
    reserved_until: i64,
    nonce: Vec<u8>,
    code_mac: Vec<u8>,
    objectable_until: Option<i64>,
    objected_at: Option<i64>,
}

impl TryFrom<Former> for FormerAddress {
    type Error = StorageError;

    fn try_from(row: Former) -> Result<Self> {
        Ok(Self {
            was: row.was.try_into()?,
            ended_by: change_id(&row.ended_by)?,
            ended_at: Timestamp::from_millis(row.ended_at),
            counts_until: Timestamp::from_millis(row.counts_until),
            reserved_until: Timestamp::from_millis(row.reserved_until),
            nonce: bytes(&row.nonce, "an objection's nonce")?,
            code_digest: digest(&row.code_mac, "an objection's digest")?,
            objectable_until: moment(row.objectable_until),
            objected_at: moment(row.objected_at),
        })
    }
}

#[derive(FromRow)]
struct Found {
    person_id: Vec<u8>,
    ended_by: Vec<u8>,
}

struct Objecting(PersonId, ChangeId);

impl TryFrom<Found> for Objecting {
    type Error = StorageError;

    fn try_from(row: Found) -> Result<Self> {
        let person = PersonId::from_slice(&row.person_id)
            .ok_or(StorageError::Corrupt("a former address' person"))?;
        Ok(Self(person, change_id(&row.ended_by)?))
    }
}

#[derive(FromRow)]
struct Released {
    person_id: Vec<u8>,
    shown: String,
}

struct Free(PersonId, EmailAddress);

impl TryFrom<Released> for Free {
    type Error = StorageError;

    fn try_from(row: Released) -> Result<Self> {
        let person = PersonId::from_slice(&row.person_id)
            .ok_or(StorageError::Corrupt("a former address' person"))?;
        Ok(Self(
            person,
            EmailAddress::parse(&row.shown).map_err(|_| StorageError::Corrupt("an address"))?,
        ))
    }
}

impl Unit<'_> {
    /// The verified addresses of a person, by position.
    pub(crate) async fn addresses_of(&mut self, person: PersonId) -> Result<Vec<AddressRow>> {
        let select = query_as::<Db, Current>(
            "SELECT shown, position, verified_at, counts_from, change_id FROM identifiers
             WHERE person_id = $1 AND kind = 'email' AND verified_at IS NOT NULL ORDER BY position",
        )
        .bytes(&person);
        self.list(select).await
    }

    /// A person's former addresses, in the order in which they ended.
    pub(crate) async fn former_addresses_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<FormerAddress>> {
        let select = query_as::<Db, Former>(
            "SELECT shown, position, verified_at, counts_from, change_id, ended_by, ended_at, counts_until, reserved_until,
                    nonce, code_mac, objectable_until, objected_at
             FROM former_addresses WHERE person_id = $1 ORDER BY ended_at, canonical",
        )
        .bytes(&person);
        self.list(select).await
    }

    /// Adds an address to a person.
    pub(crate) async fn insert_address(&mut self, change: &Change, row: &AddressRow) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO identifiers (canonical, person_id, kind, shown, position, verified_at, counts_from, change_id)
             VALUES ($1, $2, 'email', $3, $4, $5, $6, $7)",
        )
        .bind(row.address.canonical())
        .bytes(&change.person)
        .bind(row.address.as_str())
        .bind(i64::from(row.position))
        .moment(row.verified_at)
        .moment(row.counts_from)
        .bytes(&change.id);
        self.execute(insert).await?;
        self.describe(change.person).await
    }

    /// Records a former address, and removes the current one.
    pub(crate) async fn end_address_of(
        &mut self,
        change: &Change,
        former: &FormerAddress,
    ) -> Result<bool> {
        let was = &former.was;
        self.forget_former_of(change.person, &was.address).await?;
        let insert = query::<Db>(
            "INSERT INTO former_addresses
                 (canonical, person_id, shown, position, verified_at, counts_from, change_id, ended_by, ended_at,
                  counts_until, reserved_until, nonce, code_mac, objectable_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(was.address.canonical())
        .bytes(&change.person)
        .bind(was.address.as_str())
        .bind(i64::from(was.position))
        .moment(was.verified_at)
        .moment(was.counts_from)
        .bytes_or_null(was.change.as_ref())
        .bytes(&former.ended_by)
        .moment(former.ended_at)
        .moment(former.counts_until)
        .moment(former.reserved_until)
        .bind(former.nonce.as_slice())
        .bytes(&former.code_digest)
        .bind(former.objectable_until.map(Timestamp::as_millis));
        self.execute(insert).await?;
        let delete = query::<Db>(
            "DELETE FROM identifiers WHERE canonical = $1 AND person_id = $2 AND kind = 'email'",
        )
        .bind(was.address.canonical())
        .bytes(&change.person);
        let ended = self.changed(delete).await?;
        self.describe(change.person).await?;

        Ok(ended)
    }

    /// Lets former addresses of a position that still count do so at least until `until`.
    pub(crate) async fn prolong_former(
        &mut self,
        change: &Change,
        position: u8,
        until: Timestamp,
    ) -> Result<u64> {
        // As a duration after its end, since the time of the end is as recorded.
        let update = query::<Db>(concat!(
            "UPDATE former_addresses SET counts_until = $4 + ended_at - (",
            reckoned!("entry.subject = person_id", "ended_at", "ended_at", "$3"),
            ") WHERE person_id = $1 AND position = $2 AND ",
            reckoned!(
                "entry.subject = person_id",
                "ended_at",
                "counts_until",
                "$3"
            ),
            " > $3 AND ",
            reckoned!(
                "entry.subject = person_id",
                "ended_at",
                "counts_until",
                "$3"
            ),
            " < $4"
        ))
        .bytes(&change.person)
        .bind(i64::from(position))
        .moment(change.at)
        .moment(until);
        self.execute(update).await
    }

    /// Ends at once the former address that a change removed.
    pub(crate) async fn let_former_go(
        &mut self,
        change: &Change,
        ended_by: ChangeId,
    ) -> Result<bool> {
        let update = query::<Db>(concat!(
            "UPDATE former_addresses SET let_go_by = $4, ",
            nothing_left!(),
            " WHERE person_id = $1 AND ended_by = $2 AND let_go_by IS NULL"
        ))
        .bytes(&change.person)
        .bytes(&ended_by)
        .moment(change.at)
        .bytes(&change.id);
        self.changed(update).await
    }

    /// The same for one that gives way.
    pub(crate) async fn end_former_address(
        &mut self,
        person: PersonId,
        ended_by: ChangeId,
        at: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(concat!(
            "UPDATE former_addresses SET ",
            nothing_left!(),
            " WHERE person_id = $1 AND ended_by = $2"
        ))
        .bytes(&person)
        .bytes(&ended_by)
        .moment(at);
        self.changed(update).await
    }

    /// The same for those of a position that ended since `since` and didn't object.
    pub(crate) async fn silence_former(
        &mut self,
        change: &Change,
        position: u8,
        since: Timestamp,
    ) -> Result<u64> {
        let update = query::<Db>(concat!(
            "UPDATE former_addresses SET ",
            nothing_left!(),
            " WHERE person_id = $1 AND position = $2 AND ended_at >= $4 AND objected_at IS NULL"
        ))
        .bytes(&change.person)
        .bind(i64::from(position))
        .moment(change.at)
        .moment(since);
        self.execute(update).await
    }

    /// Deletes a second address, on account of the newest history entry.
    pub(crate) async fn delete_second_address(
        &mut self,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool> {
        let delete = query::<Db>(
            "DELETE FROM identifiers WHERE canonical = $1 AND person_id = $2 AND kind = 'email' AND position = 2",
        )
        .bind(address.canonical())
        .bytes(&person);
        let deleted = self.changed(delete).await?;
        self.describe(person).await?;
        Ok(deleted)
    }

    /// Deletes the record of a former address.
    pub(crate) async fn forget_former_of(
        &mut self,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool> {
        let delete =
            query::<Db>("DELETE FROM former_addresses WHERE canonical = $1 AND person_id = $2")
                .bind(address.canonical())
                .bytes(&person);
        self.changed(delete).await
    }

    /// Records the objection of the address that a change removed, once and in time.
    pub(crate) async fn note_objection(&mut self, change: ChangeId, at: Timestamp) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE former_addresses SET objected_at = $2
             WHERE ended_by = $1 AND objected_at IS NULL AND objectable_until > $2",
        )
        .bytes(&change)
        .moment(at);
        self.changed(update).await
    }

    /// The person and change that an objection code belongs to.
    pub(crate) async fn find_objection(
        &mut self,
        code_digest: &ObjectionDigest,
    ) -> Result<Option<(PersonId, ChangeId)>> {
        let select = query_as::<Db, Found>(
            "SELECT person_id, ended_by FROM former_addresses WHERE code_mac = $1",
        )
        .bytes(&code_digest);
        let found: Option<Objecting> = self.find(select).await?;
        Ok(found.map(|Objecting(person, change)| (person, change)))
    }

    /// Addresses whose reservation has ended.
    pub(crate) async fn free_addresses(
        &mut self,
        now: Timestamp,
    ) -> Result<Vec<(PersonId, EmailAddress)>> {
        let select = query_as::<Db, Released>(
            "SELECT person_id, shown FROM former_addresses WHERE reserved_until <= $1",
        )
        .moment(now);
        let free: Vec<Free> = self.list(select).await?;
        Ok(free
            .into_iter()
            .map(|Free(person, address)| (person, address))
            .collect())
    }
}
