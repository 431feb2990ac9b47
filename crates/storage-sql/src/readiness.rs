//! People's ways back, counted for reports.

use super::binds::Binds as _;
use super::people_list::pattern;
use super::reckoned::reckoned;
use super::stored::{Stored, count, moment};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::readiness::Count;
use regain_domain::{PersonId, PersonName, Role, Timestamp, UserName, Ways};
use regain_storage::readiness::{
    PeopleGroup, PersonWays, ReportMoments, WaysGroup, WaysOfPeople, WaysQuery,
};
use regain_storage::{Result, StorageError};
use sqlx::{FromRow, query_as, query_scalar};

/// The ways back of every active person at time $1; a check-up is overdue if the last one was at $2 or earlier.
/// Triggers keep the counts; only where something still waits are rows counted one by one.
macro_rules! ways {
    () => {
        concat!(
        "WITH ways AS (
             SELECT p.id, p.role, p.sort_key, p.search_text, p.name, p.activated_at, c.checked_at,
                    ",
        reckoned!("entry.subject = p.id", "coalesce(c.checked_at, p.activated_at)", "coalesce(c.checked_at, p.activated_at)", "$1"),
        " <= $2 AS overdue,
                    CASE WHEN w.settles_at <= $1 THEN w.addresses ELSE
                        (SELECT count(*) FROM identifiers i
                         WHERE i.person_id = p.id AND i.kind = 'email' AND (",
        reckoned!("entry.subject = p.id", "i.verified_at", "i.counts_from", "$1"),
        " <= $1 OR EXISTS (
                             SELECT 1 FROM former_addresses f
                             WHERE f.person_id = p.id AND f.position = i.position AND ",
        reckoned!("entry.subject = p.id", "f.verified_at", "f.counts_from", "$1"),
        " <= $1 AND ",
        reckoned!("entry.subject = p.id", "f.ended_at", "f.counts_until", "$1"),
        " > $1)))
                    END AS addresses,
                    CASE WHEN w.settles_at <= $1 THEN 0 ELSE
                        (SELECT count(*) FROM identifiers i
                         WHERE i.person_id = p.id AND i.kind = 'email' AND ",
        reckoned!("entry.subject = p.id", "i.verified_at", "i.counts_from", "$1"),
        " > $1)
                    END AS addresses_wait,
                    w.saved_codes AS saved_codes,
                    CASE WHEN w.settles_at <= $1 THEN w.authenticators ELSE
                        (SELECT count(*) FROM methods m
                         WHERE m.person_id = p.id AND m.kind = 'authenticator' AND m.ended_at IS NULL AND ",
        reckoned!("entry.subject = p.id", "m.added_at", "m.counts_from", "$1"),
        " <= $1)
                    END AS authenticators,
                    CASE WHEN w.settles_at <= $1 THEN 0 ELSE
                        (SELECT count(*) FROM methods m
                         WHERE m.person_id = p.id AND m.kind = 'authenticator' AND m.ended_at IS NULL AND ",
        reckoned!("entry.subject = p.id", "m.added_at", "m.counts_from", "$1"),
        " > $1)
                    END AS authenticators_wait,
                    CASE WHEN w.settles_at <= $1 THEN w.passkeys ELSE
                        (SELECT count(*) FROM methods m
                         WHERE m.person_id = p.id AND m.kind = 'passkey' AND m.ended_at IS NULL AND ",
        reckoned!("entry.subject = p.id", "m.added_at", "m.counts_from", "$1"),
        " <= $1)
                    END AS passkeys,
                    CASE WHEN w.settles_at <= $1 THEN 0 ELSE
                        (SELECT count(*) FROM methods m
                         WHERE m.person_id = p.id AND m.kind = 'passkey' AND m.ended_at IS NULL AND ",
        reckoned!("entry.subject = p.id", "m.added_at", "m.counts_from", "$1"),
        " > $1)
                    END AS passkeys_wait,
                    (SELECT count(*) FROM contacts k
                     WHERE k.person_id = p.id AND k.ended_at IS NULL AND k.declined_at IS NULL AND ",
        reckoned!("entry.subject = p.id", "k.accepted_at", "k.counts_from", "$1"),
        " <= $1) AS contacts,
                    (SELECT count(*) FROM contacts k
                     WHERE k.person_id = p.id AND k.ended_at IS NULL AND k.declined_at IS NULL AND ",
        reckoned!("entry.subject = p.id", "k.accepted_at", "k.counts_from", "$1"),
        " > $1) AS contacts_wait,
                    coalesce((SELECT n.needed FROM contacts_needed n WHERE n.person_id = p.id), 0) AS contacts_needed
             FROM people p JOIN ways_counted w ON w.person_id = p.id JOIN check_ups c ON c.person_id = p.id
             WHERE p.status = 'active'
         ),
         shaped AS (
             SELECT ways.*,
                    CASE WHEN addresses > 2 THEN 2 ELSE addresses END
                    + CASE WHEN addresses_wait > 0 THEN 10 ELSE 0 END
                    + CASE WHEN saved_codes > 3 THEN 400 ELSE saved_codes * 100 END
                    + CASE WHEN authenticators > 0 THEN 1000 ELSE 0 END
                    + CASE WHEN authenticators_wait > 0 THEN 10000 ELSE 0 END
                    + CASE WHEN passkeys > 2 THEN 200000 ELSE passkeys * 100000 END
                    + CASE WHEN passkeys_wait > 0 THEN 1000000 ELSE 0 END
                    + CASE WHEN contacts > 3 THEN 30000000 ELSE contacts * 10000000 END
                    + CASE WHEN contacts_wait > 0 THEN 100000000 ELSE 0 END
                    + CASE WHEN contacts_needed > 2 THEN 2000000000 ELSE contacts_needed * 1000000000 END
                    + CASE WHEN overdue THEN 10000000000 ELSE 0 END AS shape
             FROM ways
         )"
        )
    };
}

/// The condition of a search.
macro_rules! found {
    () => {
        "($3 = '' OR search_text LIKE $4 ESCAPE '\\') AND ($5 IS NULL OR role = $5)
         AND ($6 IS NULL OR $6 LIKE '%,' || shape || ',%')"
    };
}

#[derive(FromRow)]
struct GroupRow {
    role: String,
    shape: i64,
    people: i64,
}

impl TryFrom<GroupRow> for WaysGroup {
    type Error = StorageError;

    fn try_from(row: GroupRow) -> Result<Self> {
        let number: u64 = count(row.shape)?;
        let digit = |place: u32| u32::try_from(number / 10u64.pow(place) % 10).unwrap_or(0);
        let two = |place: u32| Count {
            counting: digit(place),
            waiting: digit(place + 1),
        };

        Ok(Self {
            role: Role::read(&row.role)?,
            ways: Ways {
                mail_addresses: two(0),
                saved_codes: digit(2),
                authenticators: two(3),
                passkeys: two(5),
                contacts: two(7),
                contacts_needed: digit(9),
            },
            check_overdue: digit(10) == 1,
            shape: PeopleGroup::from_number(number),
            people: count(row.people)?,
        })
    }
}

#[derive(FromRow)]
struct PersonRow {
    id: Vec<u8>,
    role: String,
    name: Option<String>,
    user_name: Option<String>,
    activated_at: i64,
    checked_at: Option<i64>,
    overdue: bool,
    addresses: i64,
    addresses_wait: i64,
    saved_codes: i64,
    authenticators: i64,
    authenticators_wait: i64,
    passkeys: i64,
    passkeys_wait: i64,
    contacts: i64,
    contacts_wait: i64,
    contacts_needed: i64,
    sort_key: String,
}

impl TryFrom<PersonRow> for PersonWays {
    type Error = StorageError;

    fn try_from(row: PersonRow) -> Result<Self> {
        let two = |counting, waiting| {
            Result::Ok(Count {
                counting: count(counting)?,
                waiting: count(waiting)?,
            })
        };
        let name = row
            .name
            .map(|name| PersonName::stored(name).ok_or(StorageError::Corrupt("a name")))
            .transpose()?;
        let user_name = row.user_name.as_deref().map(UserName::parse).transpose();

        Ok(Self {
            id: PersonId::from_slice(&row.id).ok_or(StorageError::Corrupt("a person's id"))?,
            role: Role::read(&row.role)?,
            name,
            user_name: user_name.map_err(|_| StorageError::Corrupt("a user name"))?,
            activated_at: Timestamp::from_millis(row.activated_at),
            checked_at: moment(row.checked_at),
            check_overdue: row.overdue,
            ways: Ways {
                mail_addresses: two(row.addresses, row.addresses_wait)?,
                saved_codes: count(row.saved_codes)?,
                authenticators: two(row.authenticators, row.authenticators_wait)?,
                passkeys: two(row.passkeys, row.passkeys_wait)?,
                contacts: two(row.contacts, row.contacts_wait)?,
                contacts_needed: count(row.contacts_needed)?,
            },
            sort_key: row.sort_key,
        })
    }
}

/// Groups as one text that SQL can search: `,1,12,`.
fn listed(shapes: &[PeopleGroup]) -> String {
    shapes.iter().fold(",".to_owned(), |list, shape| {
        format!("{list}{},", shape.number())
    })
}

#[async_trait]
impl WaysOfPeople for Unit<'_> {
    async fn ways_in_groups(&mut self, at: ReportMoments) -> Result<Vec<WaysGroup>> {
        let select = query_as::<Db, GroupRow>(concat!(
            ways!(),
            "SELECT role, shape, count(*) AS people FROM shaped GROUP BY role, shape ORDER BY role, shape"
        ))
        .moment(at.now)
        .moment(at.overdue_before);
        self.list(select).await
    }

    async fn ways_in_order(&mut self, query: &WaysQuery) -> Result<Vec<PersonWays>> {
        let (key, id) = query
            .after
            .as_ref()
            .map_or(("", [].as_slice()), |(key, id)| {
                (key, id.as_bytes().as_slice())
            });
        let select = query_as::<Db, PersonRow>(concat!(
            ways!(),
            "SELECT shaped.*, (SELECT shown FROM identifiers u WHERE u.person_id = shaped.id AND u.kind = 'user_name')
                              AS user_name
             FROM shaped WHERE ",
            found!(),
            " AND (sort_key, id) > ($7, $8) ORDER BY sort_key, id LIMIT $9"
        ))
        .moment(query.at.now)
        .moment(query.at.overdue_before)
        .bind(query.text.as_str())
        .bind(pattern(&query.text))
        .bind(query.role.map(Stored::text))
        .bind(query.shapes.as_deref().map(listed))
        .bind(key)
        .bind(id)
        .bind(i64::from(query.limit));
        self.list(select).await
    }

    async fn count_ways(&mut self, query: &WaysQuery) -> Result<u64> {
        let select = query_scalar::<Db, i64>(concat!(
            ways!(),
            "SELECT count(*) FROM shaped WHERE ",
            found!()
        ))
        .moment(query.at.now)
        .moment(query.at.overdue_before)
        .bind(query.text.as_str())
        .bind(pattern(&query.text))
        .bind(query.role.map(Stored::text))
        .bind(query.shapes.as_deref().map(listed));
        count(self.value(select).await?.unwrap_or(0))
    }

    async fn ways_of(&mut self, person: PersonId, at: ReportMoments) -> Result<Option<PersonWays>> {
        let select = query_as::<Db, PersonRow>(concat!(
            ways!(),
            "SELECT shaped.*, (SELECT shown FROM identifiers u WHERE u.person_id = shaped.id AND u.kind = 'user_name')
                              AS user_name
             FROM shaped WHERE id = $3"
        ))
        .moment(at.now)
        .moment(at.overdue_before)
        .bytes(&person);
        self.find(select).await
    }
}
