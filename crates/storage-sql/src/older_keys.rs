//! Data sealed by older master keys (S104).

use super::binds::Binds as _;
use super::stored::{count, integer};
use super::unit::Unit;
use crate::Db;
use regain_domain::{MethodId, PersonId, Timestamp, policy};
use regain_storage::{Result, StorageError};
use regain_vault::BegunBefore;
use sqlx::{query, query_scalar};

impl Unit<'_> {
    pub(crate) async fn reseal_secret(
        &mut self,
        person: PersonId,
        method: MethodId,
        secret: &[u8],
    ) -> Result<bool> {
        let update = query::<Db>("UPDATE methods SET secret = $3 WHERE id = $1 AND person_id = $2")
            .bytes(&method)
            .bytes(&person)
            .bind(secret);
        self.changed(update).await
    }

    pub(crate) async fn vouched_for_before(
        &mut self,
        seq: u64,
        after: Option<PersonId>,
        most: u32,
    ) -> Result<Vec<PersonId>> {
        // Each of the two takes one step in an index of its own.
        let select = query_scalar::<Db, Vec<u8>>(
            "SELECT id FROM people
             WHERE id > $2
               AND (erased_at IS NULL
                    AND (SELECT max(seq) FROM history WHERE subject = people.id AND manifest_version IS NOT NULL) < $1
                    OR (SELECT max(seq) FROM history WHERE subject = people.id AND standing_version IS NOT NULL) < $1)
             ORDER BY id LIMIT $3",
        )
        .bind(integer(seq))
        .bind(after.as_ref().map_or(&[][..], |person| person.as_bytes()))
        .bind(i64::from(most));
        let ids = self.values(select).await?;
        let person =
            |id: Vec<u8>| PersonId::from_slice(&id).ok_or(StorageError::Corrupt("a person's id"));

        ids.into_iter().map(person).collect()
    }

    pub(crate) async fn all_begun_before(
        &mut self,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<BegunBefore> {
        Ok(BegunBefore {
            sessions: self.begun("SELECT count(*) FROM sessions WHERE created_at <= $1 AND created_at > $2", before, now.minus(policy::SESSION_ABSOLUTE)).await?,
            devices: self.begun("SELECT count(*) FROM devices WHERE last_used_at <= $1 AND last_used_at > $2", before, now.minus(policy::DEVICE_REMEMBERED)).await?,
            recoveries: self
                .begun(
                    "SELECT (SELECT count(*) FROM recovery_flows
                             WHERE created_at <= $1 AND expires_at > $2 AND state NOT IN ('finished', 'cancelled'))
                          + (SELECT count(*) FROM address_claims
                             WHERE created_at <= $1 AND expires_at > $2 AND consumed_at IS NULL AND replaced_at IS NULL)",
                    before,
                    now,
                )
                .await?,
            invitations: self
                .begun(
                    "SELECT (SELECT count(*) FROM invitations
                             WHERE created_at <= $1 AND expires_at > $2 AND accepted_at IS NULL AND replaced_at IS NULL)
                          + (SELECT count(*) FROM contact_invitations
                             WHERE created_at <= $1 AND expires_at > $2 AND accepted_at IS NULL AND declined_at IS NULL
                               AND replaced_at IS NULL)",
                    before,
                    now,
                )
                .await?,
            links: self
                .begun(
                    "SELECT (SELECT count(*) FROM freeze_links
                             WHERE expires_at - 2592000000 <= $1 AND expires_at > $2 AND ended_at IS NULL)
                          + (SELECT count(*) FROM former_addresses
                             WHERE ended_at <= $1 AND objectable_until > $2 AND objected_at IS NULL)",
                    before,
                    now,
                )
                .await?,
            requests: self
                .begun(
                    "SELECT (SELECT count(*) FROM role_requests
                             WHERE requested_at <= $1 AND expires_at > $2 AND decided_at IS NULL)
                          + (SELECT count(*) FROM policy_requests
                             WHERE requested_at <= $1 AND expires_at > $2 AND decided_at IS NULL)",
                    before,
                    now,
                )
                .await?,
        })
    }

    /// Number of rows that a query counts: begun until `before`, and still unfinished, or begun, after `after`.
    async fn begun(
        &mut self,
        select: &'static str,
        before: Timestamp,
        after: Timestamp,
    ) -> Result<u64> {
        let select = query_scalar::<Db, i64>(select).moment(before).moment(after);
        self.value(select)
            .await?
            .map(count)
            .transpose()
            .map(Option::unwrap_or_default)
    }

    pub(crate) async fn hashes_with(&mut self, parameter: &str) -> Result<u64> {
        let select =
            query_scalar::<Db, i64>("SELECT count(*) FROM passwords WHERE instr(phc, $1) > 0")
                .bind(parameter);
        self.value(select)
            .await?
            .map(count)
            .transpose()
            .map(Option::unwrap_or_default)
    }
}
