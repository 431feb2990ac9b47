//! What recovery contacts are asked: to be one, and, in a recovery, to pass a code on (S27). Their names and addresses aren't
//! here: they are credentials, and only `regain-vault` reaches those.

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{ChallengeId, ContactId, ContactInvitationId, ContactRequestId, Timestamp};

/// An invitation to be somebody's recovery contact; its code is derived from the nonce, and never stored (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactInvitation {
    /// Random.
    pub id: ContactInvitationId,
    /// Who is asked.
    pub contact: ContactId,
    /// What the code is derived from, with a key that isn't in the database.
    pub nonce: [u8; 16],
    /// Finds it by its code.
    pub code_mac: Mac,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it was declined, or the contact stepped back.
    pub declined_at: Option<Timestamp>,
    /// When a newer one took its place.
    pub replaced_at: Option<Timestamp>,
}

impl ContactInvitation {
    /// Whether it still lasts, answered or not (S16).
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.created_at.lasts(self.expires_at, now)
    }
}

/// One of the places of a recovery in which a contact is asked: always as many as there can be contacts, so that a recovery
/// of nobody leaves the same rows (S2, S3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRequest {
    /// Random.
    pub id: ContactRequestId,
    /// What is met by the codes that contacts pass on.
    pub challenge: ChallengeId,
    /// Who is asked; none where there is nobody.
    pub contact: Option<ContactId>,
    /// What the link's token and the code are derived from.
    pub nonce: [u8; 16],
    /// Finds it by the token of the contact's link.
    pub link_mac: Mac,
    /// When the contact confirmed that they have spoken with the owner; before that there is no code.
    pub confirmed_at: Option<Timestamp>,
    /// Digest of the code, from then on.
    pub code_mac: Option<Mac>,
    /// When a contact said that it isn't the owner: no code of that recovery works any more.
    pub refused_at: Option<Timestamp>,
    /// When the code was typed where the recovery was started, and the digest that says that this server saw it.
    pub given: Option<(Timestamp, Mac)>,
}

/// What contacts are asked.
#[async_trait]
pub trait Contacts: Send {
    /// Adds an invitation.
    async fn insert_invitation(&mut self, invitation: &ContactInvitation) -> Result<()>;

    /// The invitation of a code, whatever became of it.
    async fn invitation_by_code(&mut self, code_mac: &Mac) -> Result<Option<ContactInvitation>>;

    /// The invitation of an id (for the mail that carries it).
    async fn invitation(&mut self, id: ContactInvitationId) -> Result<Option<ContactInvitation>>;

    /// The newest invitation of a contact.
    async fn newest_invitation(&mut self, contact: ContactId) -> Result<Option<ContactInvitation>>;

    /// Ends the unanswered invitations of a contact in favour of a newer one; how many there were.
    async fn replace_invitations(&mut self, contact: ContactId, at: Timestamp) -> Result<u64>;

    /// Accepts; `true` for the one call that did it, within its lifetime (S17).
    async fn accept(&mut self, id: ContactInvitationId, at: Timestamp) -> Result<bool>;

    /// Declines, or steps back after having accepted; `true` for the one call that did it (S17).
    async fn decline(&mut self, id: ContactInvitationId, at: Timestamp) -> Result<bool>;

    /// Adds a place.
    async fn insert_request(&mut self, request: &ContactRequest) -> Result<()>;

    /// The place of a link's token, whatever became of it.
    async fn request_by_link(&mut self, link_mac: &Mac) -> Result<Option<ContactRequest>>;

    /// The place of an id (for the mail that carries its link).
    async fn request(&mut self, id: ContactRequestId) -> Result<Option<ContactRequest>>;

    /// The places of a challenge, in the order of writing.
    async fn requests(&mut self, challenge: ChallengeId) -> Result<Vec<ContactRequest>>;

    /// Notes that the contact knows who asks, and the code that there is from then on; `true` for the one call that did it
    /// (S17).
    async fn confirm(
        &mut self,
        id: ContactRequestId,
        code_mac: &Mac,
        at: Timestamp,
    ) -> Result<bool>;

    /// Notes, at every place of a challenge, that a contact says that it isn't the owner; how many it hadn't been noted at.
    async fn refuse(&mut self, challenge: ChallengeId, at: Timestamp) -> Result<u64>;

    /// Notes that the code was typed; `true` for the one call that did it (S17).
    async fn give(&mut self, id: ContactRequestId, at: Timestamp, seal: &Mac) -> Result<bool>;
}
