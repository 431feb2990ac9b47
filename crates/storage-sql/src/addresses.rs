//! Claims of addresses, and the validity of addresses at a given time.

use super::binds::Binds as _;
use super::people::{NamedRow, named_person, read_addresses};
use super::reckoned::reckoned;
use super::stored::{bytes, count, digest, moment};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{ClaimId, EmailAddress, PersonId, Timestamp};
use regain_storage::{AddressClaim, AddressRows, Named, Result, StorageError};
use sqlx::{FromRow, query, query_as, query_scalar};

/// Whether a former address counted at a given time: it may have ended since, or have come to count since. $2 is the
/// time of reading. An address that is its person's again isn't a former one.
macro_rules! counted {
    ($at:literal) => {
        concat!(
            reckoned!("entry.subject = person_id", "ended_at", "counts_until", "$2"),
            " > ",
            $at,
            " AND ",
            reckoned!("entry.subject = person_id", "verified_at", "counts_from", "$2"),
            " <= ",
            $at,
            " AND NOT EXISTS (SELECT 1 FROM identifiers AS own WHERE own.canonical = former_addresses.canonical)"
        )
    };
}

#[derive(FromRow)]
struct ClaimRow {
    id: Vec<u8>,
    person_id: Vec<u8>,
    position: i64,
    replaces: Option<String>,
    shown: String,
    nonce: Vec<u8>,
    code_mac: Vec<u8>,
    created_at: i64,
    expires_at: i64,
    tries: i64,
    consumed_at: Option<i64>,
    replaced_at: Option<i64>,
}

impl TryFrom<ClaimRow> for AddressClaim {
    type Error = StorageError;

    fn try_from(row: ClaimRow) -> Result<Self> {
        Ok(Self {
            id: ClaimId::from_slice(&row.id).ok_or(StorageError::Corrupt("a claim's id"))?,
            person: PersonId::from_slice(&row.person_id)
                .ok_or(StorageError::Corrupt("a claim's person"))?,
            position: count(row.position)?,
            replaces: row.replaces,
            address: EmailAddress::parse(&row.shown)
                .map_err(|_| StorageError::Corrupt("an address"))?,
            nonce: bytes(&row.nonce, "a claim's nonce")?,
            code_digest: digest(&row.code_mac, "a claim's digest")?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            tries: count(row.tries)?,
            consumed_at: moment(row.consumed_at),
            replaced_at: moment(row.replaced_at),
        })
    }
}

#[async_trait]
impl AddressRows for Unit<'_> {
    async fn insert_claim(&mut self, claim: &AddressClaim) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO address_claims (id, person_id, position, replaces, canonical, shown, nonce, code_mac, created_at,
                                         expires_at, tries)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
        )
        .bytes(&claim.id)
        .bytes(&claim.person)
        .bind(i64::from(claim.position))
        .bind(claim.replaces.as_deref())
        .bind(claim.address.canonical())
        .bind(claim.address.as_str())
        .bind(claim.nonce.as_slice())
        .bytes(&claim.code_digest)
        .moment(claim.created_at)
        .moment(claim.expires_at);
        self.execute(insert).await.map(drop)
    }

    async fn claims_of(&mut self, person: PersonId, since: Timestamp) -> Result<Vec<AddressClaim>> {
        let select = query_as::<Db, ClaimRow>(
            "SELECT * FROM address_claims WHERE person_id = $1 AND created_at > $2 ORDER BY seq DESC",
        )
        .bytes(&person)
        .moment(since);
        self.list(select).await
    }

    async fn claim(&mut self, id: ClaimId) -> Result<Option<AddressClaim>> {
        let select =
            query_as::<Db, ClaimRow>("SELECT * FROM address_claims WHERE id = $1").bytes(&id);
        self.find(select).await
    }

    async fn replace_claims(&mut self, person: PersonId, at: Timestamp) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE address_claims SET replaced_at = $2
             WHERE person_id = $1 AND consumed_at IS NULL AND replaced_at IS NULL",
        )
        .bytes(&person)
        .moment(at);
        self.execute(update).await
    }

    async fn count_claim_try(
        &mut self,
        id: ClaimId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>> {
        let update = query_scalar::<Db, i64>(
            "UPDATE address_claims SET tries = tries + 1
             WHERE id = $1 AND tries < $2 AND consumed_at IS NULL AND replaced_at IS NULL AND expires_at > $3
               AND created_at <= $3 + 5000
             RETURNING tries",
        )
        .bytes(&id)
        .bind(i64::from(max))
        .moment(now);
        self.value(update).await?.map(count).transpose()
    }

    async fn consume_claim(&mut self, id: ClaimId, now: Timestamp) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE address_claims SET consumed_at = $2
             WHERE id = $1 AND consumed_at IS NULL AND replaced_at IS NULL AND expires_at > $2
               AND created_at <= $2 + 5000",
        )
        .bytes(&id)
        .moment(now);
        self.changed(update).await
    }

    async fn forget_claims(&mut self, before: Timestamp) -> Result<u64> {
        self.execute(query::<Db>("DELETE FROM address_claims WHERE created_at < $1").moment(before))
            .await
    }

    async fn counting(&mut self, person: PersonId, now: Timestamp) -> Result<Vec<EmailAddress>> {
        let select = query_scalar::<Db, String>(concat!(
            "SELECT shown FROM (
                 SELECT shown, 0 AS former, position AS nth FROM identifiers
                 WHERE person_id = $1 AND kind = 'email' AND verified_at IS NOT NULL AND ",
            reckoned!(
                "entry.subject = person_id",
                "verified_at",
                "counts_from",
                "$2"
            ),
            " <= $2
                 UNION ALL
                 SELECT shown, 1, verified_at FROM former_addresses WHERE person_id = $1 AND ",
            counted!("$2"),
            ") AS addresses
             ORDER BY former, nth"
        ))
        .bytes(&person)
        .moment(now);
        self.values(select).await.and_then(read_addresses)
    }

    async fn told(&mut self, person: PersonId, now: Timestamp) -> Result<Vec<EmailAddress>> {
        let select = query_scalar::<Db, String>(concat!(
            "SELECT shown FROM (
                 SELECT shown, position, 0 AS former FROM identifiers
                 WHERE person_id = $1 AND kind = 'email' AND verified_at IS NOT NULL
                 UNION ALL
                 SELECT shown, position, 1 FROM former_addresses WHERE person_id = $1 AND ",
            counted!("$2"),
            ") AS addresses
             ORDER BY former, position"
        ))
        .bytes(&person)
        .moment(now);
        self.values(select).await.and_then(read_addresses)
    }

    async fn recovering(&mut self, canonical: &str, now: Timestamp) -> Result<Named> {
        let select = query_as::<Db, NamedRow>(named_person!(
            "SELECT coalesce(
                 (SELECT person_id FROM identifiers WHERE canonical = $1),
                 (SELECT person_id FROM former_addresses WHERE canonical = $1 AND ",
            // A freeze stops its person's waiting periods (S111).
            counted!(
                "(SELECT CASE WHEN owner.frozen_at < $2 THEN owner.frozen_at ELSE $2 END
                  FROM people AS owner WHERE owner.id = person_id)"
            ),
            "))"
        ))
        .bind(canonical)
        .moment(now);
        Ok(self.find(select).await?.unwrap_or(Named::Nobody(None)))
    }

    async fn holder(&mut self, canonical: &str) -> Result<Option<PersonId>> {
        let select = query_scalar::<Db, Vec<u8>>(
            "SELECT person_id FROM identifiers WHERE canonical = $1
             UNION SELECT person_id FROM former_addresses WHERE canonical = $1",
        )
        .bind(canonical);
        let read =
            |id: Vec<u8>| PersonId::from_slice(&id).ok_or(StorageError::Corrupt("a person's id"));
        self.value(select).await?.map(read).transpose()
    }
}
