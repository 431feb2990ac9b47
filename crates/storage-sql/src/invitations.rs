//! Invitations to enrol.

use super::binds::Binds as _;
use super::stored::{bytes, digest, moment};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{ChangeId, InvitationId, PersonId, Timestamp};
use regain_storage::{
    Invitation, InvitationDigest, InvitationRows, InvitationSeal, Result, StorageError,
};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct InvitationRow {
    id: Vec<u8>,
    person_id: Vec<u8>,
    nonce: Vec<u8>,
    code_mac: Vec<u8>,
    created_at: i64,
    expires_at: i64,
    password_seal: Option<Vec<u8>>,
    codes_seal: Option<Vec<u8>>,
    codes_confirmed: Option<Vec<u8>>,
    accepted_at: Option<i64>,
    replaced_at: Option<i64>,
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = StorageError;

    fn try_from(row: InvitationRow) -> Result<Self> {
        let seal = |stored: Option<Vec<u8>>| {
            stored
                .map(|seal| digest(&seal, "an invitation's seal"))
                .transpose()
        };
        Ok(Self {
            id: InvitationId::from_slice(&row.id)
                .ok_or(StorageError::Corrupt("an invitation's id"))?,
            person: PersonId::from_slice(&row.person_id)
                .ok_or(StorageError::Corrupt("an invitation's person"))?,
            nonce: bytes(&row.nonce, "an invitation's nonce")?,
            code_digest: digest(&row.code_mac, "an invitation's digest")?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            password_seal: seal(row.password_seal)?,
            codes_seal: seal(row.codes_seal)?,
            codes_confirmed: row
                .codes_confirmed
                .as_deref()
                .and_then(ChangeId::from_slice),
            accepted_at: moment(row.accepted_at),
            replaced_at: moment(row.replaced_at),
        })
    }
}

#[async_trait]
impl InvitationRows for Unit<'_> {
    async fn insert(&mut self, invitation: &Invitation) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO invitations
                 (id, person_id, nonce, code_mac, created_at, expires_at, accepted_at, replaced_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bytes(&invitation.id)
        .bytes(&invitation.person)
        .bind(invitation.nonce.as_slice())
        .bytes(&invitation.code_digest)
        .moment(invitation.created_at)
        .moment(invitation.expires_at)
        .bind(invitation.accepted_at.map(Timestamp::as_millis))
        .bind(invitation.replaced_at.map(Timestamp::as_millis));
        self.execute(insert).await.map(drop)
    }

    async fn by_code(&mut self, code_digest: &InvitationDigest) -> Result<Option<Invitation>> {
        let select = query_as::<Db, InvitationRow>("SELECT * FROM invitations WHERE code_mac = $1")
            .bytes(&code_digest);
        self.find(select).await
    }

    async fn by_id(&mut self, id: InvitationId) -> Result<Option<Invitation>> {
        let select =
            query_as::<Db, InvitationRow>("SELECT * FROM invitations WHERE id = $1").bytes(&id);
        self.find(select).await
    }

    async fn open_of(&mut self, person: PersonId) -> Result<Option<Invitation>> {
        let select = query_as::<Db, InvitationRow>(
            "SELECT * FROM invitations WHERE person_id = $1 AND accepted_at IS NULL AND replaced_at IS NULL
             ORDER BY seq DESC LIMIT 1",
        )
        .bytes(&person);
        self.find(select).await
    }

    async fn newest_of(&mut self, person: PersonId) -> Result<Option<Invitation>> {
        let select = query_as::<Db, InvitationRow>(
            "SELECT * FROM invitations WHERE person_id = $1 ORDER BY seq DESC LIMIT 1",
        )
        .bytes(&person);
        self.find(select).await
    }

    async fn newest_open(&mut self) -> Result<Option<Invitation>> {
        let select = query_as::<Db, InvitationRow>(
            "SELECT * FROM invitations WHERE accepted_at IS NULL AND replaced_at IS NULL ORDER BY seq DESC LIMIT 1",
        );
        self.find(select).await
    }

    async fn replace_open(&mut self, person: PersonId, at: Timestamp) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE invitations SET replaced_at = $2
             WHERE person_id = $1 AND accepted_at IS NULL AND replaced_at IS NULL",
        )
        .bytes(&person)
        .moment(at);
        self.execute(update).await
    }

    async fn end_of_those_who_came(&mut self, at: Timestamp) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE invitations SET replaced_at = $1
             WHERE accepted_at IS NULL AND replaced_at IS NULL
               AND person_id IN (SELECT id FROM people WHERE status <> 'invited')",
        )
        .moment(at);
        self.execute(update).await
    }

    async fn seal_password(&mut self, id: InvitationId, seal: &InvitationSeal) -> Result<()> {
        let update = query::<Db>(
            "UPDATE invitations SET password_seal = $2 WHERE id = $1 AND accepted_at IS NULL",
        )
        .bytes(&id)
        .bytes(&seal);
        self.execute(update).await.map(drop)
    }

    async fn seal_codes(&mut self, id: InvitationId, seal: &InvitationSeal) -> Result<()> {
        let update = query::<Db>(
            "UPDATE invitations SET codes_seal = $2 WHERE id = $1 AND accepted_at IS NULL",
        )
        .bytes(&id)
        .bytes(&seal);
        self.execute(update).await.map(drop)
    }

    async fn confirm_codes(&mut self, id: InvitationId, codes: ChangeId) -> Result<()> {
        let update = query::<Db>(
            "UPDATE invitations SET codes_confirmed = $2 WHERE id = $1 AND accepted_at IS NULL",
        )
        .bytes(&id)
        .bytes(&codes);
        self.execute(update).await.map(drop)
    }

    async fn accept(&mut self, id: InvitationId, at: Timestamp) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE invitations SET accepted_at = $2
             WHERE id = $1 AND accepted_at IS NULL AND replaced_at IS NULL AND expires_at > $2",
        )
        .bytes(&id)
        .moment(at);
        self.changed(update).await
    }
}
