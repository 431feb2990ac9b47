//! Invitations and requests to recovery contacts.

use super::binds::Binds as _;
use super::contacts::contact_id;
use super::stored::{bytes, digest, moment, optional_digest};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{ChallengeId, ContactId, ContactInvitationId, ContactRequestId, Timestamp};
use regain_storage::{
    ContactDigest, ContactInvitation, ContactRequest, ContactRows, GivenSeal, PassOnDigest,
    PassedDigest, Result, StorageError,
};
use sqlx::{FromRow, query, query_as};

#[derive(FromRow)]
struct InvitationColumns {
    id: Vec<u8>,
    contact_id: Vec<u8>,
    nonce: Vec<u8>,
    code_mac: Vec<u8>,
    created_at: i64,
    expires_at: i64,
    accepted_at: Option<i64>,
    declined_at: Option<i64>,
    replaced_at: Option<i64>,
}

impl TryFrom<InvitationColumns> for ContactInvitation {
    type Error = StorageError;

    fn try_from(row: InvitationColumns) -> Result<Self> {
        Ok(Self {
            id: ContactInvitationId::from_slice(&row.id)
                .ok_or(StorageError::Corrupt("an invitation's id"))?,
            contact: contact_id(&row.contact_id)?,
            nonce: bytes(&row.nonce, "an invitation's nonce")?,
            code_digest: digest(&row.code_mac, "an invitation's digest")?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            accepted_at: moment(row.accepted_at),
            declined_at: moment(row.declined_at),
            replaced_at: moment(row.replaced_at),
        })
    }
}

#[derive(FromRow)]
struct RequestColumns {
    id: Vec<u8>,
    challenge_id: Vec<u8>,
    contact_id: Option<Vec<u8>>,
    nonce: Vec<u8>,
    link_mac: Vec<u8>,
    confirmed_at: Option<i64>,
    code_mac: Option<Vec<u8>>,
    refused_at: Option<i64>,
    given_at: Option<i64>,
    given_seal: Option<Vec<u8>>,
}

impl TryFrom<RequestColumns> for ContactRequest {
    type Error = StorageError;

    fn try_from(row: RequestColumns) -> Result<Self> {
        let seal = optional_digest(row.given_seal.as_deref(), "a contact's seal")?;
        Ok(Self {
            id: ContactRequestId::from_slice(&row.id)
                .ok_or(StorageError::Corrupt("a contact's place"))?,
            challenge: ChallengeId::from_slice(&row.challenge_id)
                .ok_or(StorageError::Corrupt("a challenge's id"))?,
            contact: row.contact_id.as_deref().map(contact_id).transpose()?,
            nonce: bytes(&row.nonce, "a contact's nonce")?,
            link_digest: digest(&row.link_mac, "a contact's digest")?,
            confirmed_at: moment(row.confirmed_at),
            code_digest: optional_digest(row.code_mac.as_deref(), "a contact's digest")?,
            refused_at: moment(row.refused_at),
            given: moment(row.given_at).zip(seal),
        })
    }
}

#[async_trait]
impl ContactRows for Unit<'_> {
    async fn insert_invitation(&mut self, invitation: &ContactInvitation) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO contact_invitations (id, contact_id, nonce, code_mac, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bytes(&invitation.id)
        .bytes(&invitation.contact)
        .bind(invitation.nonce.as_slice())
        .bytes(&invitation.code_digest)
        .moment(invitation.created_at)
        .moment(invitation.expires_at);
        self.execute(insert).await.map(drop)
    }

    async fn invitation_by_code(
        &mut self,
        code_digest: &ContactDigest,
    ) -> Result<Option<ContactInvitation>> {
        let select = query_as::<Db, InvitationColumns>(
            "SELECT * FROM contact_invitations WHERE code_mac = $1",
        );
        self.find(select.bytes(&code_digest)).await
    }

    async fn invitation(&mut self, id: ContactInvitationId) -> Result<Option<ContactInvitation>> {
        let select =
            query_as::<Db, InvitationColumns>("SELECT * FROM contact_invitations WHERE id = $1");
        self.find(select.bytes(&id)).await
    }

    async fn newest_invitation(&mut self, contact: ContactId) -> Result<Option<ContactInvitation>> {
        let select = query_as::<Db, InvitationColumns>(
            "SELECT * FROM contact_invitations WHERE contact_id = $1 ORDER BY seq DESC LIMIT 1",
        );
        self.find(select.bytes(&contact)).await
    }

    async fn replace_invitations(&mut self, contact: ContactId, at: Timestamp) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE contact_invitations SET replaced_at = $2
             WHERE contact_id = $1 AND accepted_at IS NULL AND declined_at IS NULL AND replaced_at IS NULL",
        )
        .bytes(&contact)
        .moment(at);
        self.execute(update).await
    }

    async fn accept(&mut self, id: ContactInvitationId, at: Timestamp) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contact_invitations SET accepted_at = $2
             WHERE id = $1 AND accepted_at IS NULL AND declined_at IS NULL AND replaced_at IS NULL AND expires_at > $2",
        )
        .bytes(&id)
        .moment(at);
        self.changed(update).await
    }

    async fn decline(&mut self, id: ContactInvitationId, at: Timestamp) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contact_invitations SET declined_at = $2
             WHERE id = $1 AND declined_at IS NULL AND replaced_at IS NULL
               AND (accepted_at IS NOT NULL OR expires_at > $2)",
        )
        .bytes(&id)
        .moment(at);
        self.changed(update).await
    }

    async fn insert_request(&mut self, request: &ContactRequest) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO contact_requests (id, challenge_id, contact_id, nonce, link_mac) VALUES ($1, $2, $3, $4, $5)",
        )
        .bytes(&request.id)
        .bytes(&request.challenge)
        .bytes_or_null(request.contact.as_ref())
        .bind(request.nonce.as_slice())
        .bytes(&request.link_digest);
        self.execute(insert).await.map(drop)
    }

    async fn request_by_link(
        &mut self,
        link_digest: &PassOnDigest,
    ) -> Result<Option<ContactRequest>> {
        let select =
            query_as::<Db, RequestColumns>("SELECT * FROM contact_requests WHERE link_mac = $1");
        self.find(select.bytes(&link_digest)).await
    }

    async fn request(&mut self, id: ContactRequestId) -> Result<Option<ContactRequest>> {
        let select = query_as::<Db, RequestColumns>("SELECT * FROM contact_requests WHERE id = $1");
        self.find(select.bytes(&id)).await
    }

    async fn requests(&mut self, challenge: ChallengeId) -> Result<Vec<ContactRequest>> {
        let select = query_as::<Db, RequestColumns>(
            "SELECT * FROM contact_requests WHERE challenge_id = $1 ORDER BY seq",
        );
        self.list(select.bytes(&challenge)).await
    }

    async fn confirm(
        &mut self,
        id: ContactRequestId,
        code_digest: &PassedDigest,
        at: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contact_requests SET confirmed_at = $2, code_mac = $3
             WHERE id = $1 AND contact_id IS NOT NULL AND confirmed_at IS NULL AND refused_at IS NULL",
        )
        .bytes(&id)
        .moment(at)
        .bytes(&code_digest);
        self.changed(update).await
    }

    async fn refuse(&mut self, challenge: ChallengeId, at: Timestamp) -> Result<u64> {
        let update =
            query::<Db>("UPDATE contact_requests SET refused_at = $2 WHERE challenge_id = $1 AND refused_at IS NULL")
                .bytes(&challenge)
                .moment(at);
        self.execute(update).await
    }

    async fn give(
        &mut self,
        id: ContactRequestId,
        at: Timestamp,
        seal: &GivenSeal,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contact_requests SET given_at = $2, given_seal = $3
             WHERE id = $1 AND confirmed_at IS NOT NULL AND refused_at IS NULL AND given_at IS NULL",
        )
        .bytes(&id)
        .moment(at)
        .bytes(&seal);
        self.changed(update).await
    }
}
