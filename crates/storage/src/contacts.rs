//! Invitations and requests to recovery contacts: to be one, and, in a recovery, to pass on a code (S27). Contacts'
//! names and addresses are credentials, and so aren't here: only `regain-vault` reaches those.

use crate::{ContactDigest, GivenSeal, PassOnDigest, PassedDigest, Result};
use async_trait::async_trait;
use regain_domain::{ChallengeId, ContactId, ContactInvitationId, ContactRequestId, Timestamp};

/// An invitation to be somebody's recovery contact; its code derives from the nonce and is never stored (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactInvitation {
    /// Random.
    pub id: ContactInvitationId,
    /// The contact asked.
    pub contact: ContactId,
    /// Input from which the code derives, with a key outside the database.
    pub nonce: [u8; 16],
    /// Look-up digest of the code.
    pub code_digest: ContactDigest,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it was declined, or the contact withdrew.
    pub declined_at: Option<Timestamp>,
    /// When a newer one replaced it.
    pub replaced_at: Option<Timestamp>,
}

impl ContactInvitation {
    /// Whether it hasn't expired, answered or not (S16).
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.created_at.lasts(self.expires_at, now)
    }
}

/// A request to a contact in a recovery. There are always as many as there can be contacts, so that a recovery of
/// nobody leaves the same rows (S2, S3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRequest {
    /// Random.
    pub id: ContactRequestId,
    /// The challenge that contacts' codes meet.
    pub challenge: ChallengeId,
    /// The contact asked; `None` for a placeholder.
    pub contact: Option<ContactId>,
    /// Input from which the link's token and the code derive.
    pub nonce: [u8; 16],
    /// Look-up digest of the token in the contact's link.
    pub link_digest: PassOnDigest,
    /// When the contact confirmed that they have spoken with the owner; before that, there is no code.
    pub confirmed_at: Option<Timestamp>,
    /// Digest of the code, from then on.
    pub code_digest: Option<PassedDigest>,
    /// When a contact said that it isn't the owner: then no code of that recovery works any more.
    pub refused_at: Option<Timestamp>,
    /// When the code was typed where the recovery was started, and the seal showing that this server saw it.
    pub given: Option<(Timestamp, GivenSeal)>,
}

/// Invitations and requests to contacts.
#[async_trait]
pub trait ContactRows: Send {
    /// Adds an invitation.
    async fn insert_invitation(&mut self, invitation: &ContactInvitation) -> Result<()>;

    /// The invitation with this code, in any state.
    async fn invitation_by_code(
        &mut self,
        code_digest: &ContactDigest,
    ) -> Result<Option<ContactInvitation>>;

    /// The invitation with this id (for the mail that carries it).
    async fn invitation(&mut self, id: ContactInvitationId) -> Result<Option<ContactInvitation>>;

    /// The newest invitation of a contact.
    async fn newest_invitation(&mut self, contact: ContactId) -> Result<Option<ContactInvitation>>;

    /// Ends the unanswered invitations of a contact in favour of a newer one. Returns their number.
    async fn replace_invitations(&mut self, contact: ContactId, at: Timestamp) -> Result<u64>;

    /// Accepts; `true` only for the one call that did it, within its lifetime (S17).
    async fn accept(&mut self, id: ContactInvitationId, at: Timestamp) -> Result<bool>;

    /// Declines, or withdraws an acceptance; `true` only for the one call that did it (S17).
    async fn decline(&mut self, id: ContactInvitationId, at: Timestamp) -> Result<bool>;

    /// Adds a request.
    async fn insert_request(&mut self, request: &ContactRequest) -> Result<()>;

    /// The request with this link token, in any state.
    async fn request_by_link(
        &mut self,
        link_digest: &PassOnDigest,
    ) -> Result<Option<ContactRequest>>;

    /// The request with this id (for the mail that carries its link).
    async fn request(&mut self, id: ContactRequestId) -> Result<Option<ContactRequest>>;

    /// The requests of a challenge, in the order of writing.
    async fn requests(&mut self, challenge: ChallengeId) -> Result<Vec<ContactRequest>>;

    /// Records that the contact recognised the owner, and the code made then; `true` only for the one call that did
    /// it (S17).
    async fn confirm(
        &mut self,
        id: ContactRequestId,
        code_digest: &PassedDigest,
        at: Timestamp,
    ) -> Result<bool>;

    /// Records at every request of a challenge that a contact says it isn't the owner. Returns the number of requests
    /// newly marked.
    async fn refuse(&mut self, challenge: ChallengeId, at: Timestamp) -> Result<u64>;

    /// Records that the code was typed; `true` only for the one call that did it (S17).
    async fn give(&mut self, id: ContactRequestId, at: Timestamp, seal: &GivenSeal)
    -> Result<bool>;
}
