//! Invitations to enrol (S78).

use crate::{InvitationDigest, InvitationSeal, Result};
use async_trait::async_trait;
use regain_domain::{ChangeId, InvitationId, PersonId, Timestamp};

/// An invitation; its code derives from the nonce and is never stored (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Random.
    pub id: InvitationId,
    /// The invited person.
    pub person: PersonId,
    /// Input from which the code derives, with a key outside the database.
    pub nonce: [u8; 16],
    /// Look-up digest of the code.
    pub code_digest: InvitationDigest,
    /// When it was made.
    pub created_at: Timestamp,
    /// Expiry.
    pub expires_at: Timestamp,
    /// Seals the change that set the password, if this invitation's holder chose one.
    pub password_seal: Option<InvitationSeal>,
    /// Likewise seals the change that made the saved codes.
    pub codes_seal: Option<InvitationSeal>,
    /// The change that made the saved codes, once one was typed back.
    pub codes_confirmed: Option<ChangeId>,
    /// When the person was activated by it.
    pub accepted_at: Option<Timestamp>,
    /// When a newer one replaced it.
    pub replaced_at: Option<Timestamp>,
}

impl Invitation {
    /// Whether it hasn't expired, used or not (S16, S78).
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.created_at.lasts(self.expires_at, now)
    }
}

/// Invitations to enrol.
#[async_trait]
pub trait InvitationRows: Send {
    /// Adds an invitation.
    async fn insert(&mut self, invitation: &Invitation) -> Result<()>;

    /// The invitation with this code, in any state.
    async fn by_code(&mut self, code_digest: &InvitationDigest) -> Result<Option<Invitation>>;

    /// The invitation with this id (for the mail that carries it).
    async fn by_id(&mut self, id: InvitationId) -> Result<Option<Invitation>>;

    /// The newest invitation of a person that is neither accepted nor replaced, expired or not.
    async fn open_of(&mut self, person: PersonId) -> Result<Option<Invitation>>;

    /// The newest invitation of a person, in any state.
    async fn newest_of(&mut self, person: PersonId) -> Result<Option<Invitation>>;

    /// The newest open invitation of anybody (for the first start).
    async fn newest_open(&mut self) -> Result<Option<Invitation>>;

    /// Ends the open invitations of a person in favour of a newer one. Returns their number.
    async fn replace_open(&mut self, person: PersonId, at: Timestamp) -> Result<u64>;

    /// Ends the open invitations of people who have enrolled. Returns their number.
    async fn end_of_those_who_came(&mut self, at: Timestamp) -> Result<u64>;

    /// Stores the seal on the change that set the password.
    async fn seal_password(&mut self, id: InvitationId, seal: &InvitationSeal) -> Result<()>;

    /// Stores the seal on the change that made the saved codes.
    async fn seal_codes(&mut self, id: InvitationId, seal: &InvitationSeal) -> Result<()>;

    /// Records that one of the saved codes made by this change was typed back.
    async fn confirm_codes(&mut self, id: InvitationId, codes: ChangeId) -> Result<()>;

    /// Uses it up; `true` only for the one call that did it, within its lifetime (S17).
    async fn accept(&mut self, id: InvitationId, at: Timestamp) -> Result<bool>;
}
