//! Invitations to enrol (S78).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{ChangeId, InvitationId, PersonId, Timestamp};

/// An invitation; its code is derived from the nonce, and never stored (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Random.
    pub id: InvitationId,
    /// Who is invited.
    pub person: PersonId,
    /// What the code is derived from, with a key that isn't in the database.
    pub nonce: [u8; 16],
    /// Finds it by its code.
    pub code_mac: Mac,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Says which change set the password, where this invitation's holder chose one.
    pub password_seal: Option<Mac>,
    /// Says which change made the saved codes, in the same way.
    pub codes_seal: Option<Mac>,
    /// The change that made the saved codes of which one was typed back.
    pub codes_confirmed: Option<ChangeId>,
    /// When the person became active by it.
    pub accepted_at: Option<Timestamp>,
    /// When a newer one took its place.
    pub replaced_at: Option<Timestamp>,
}

impl Invitation {
    /// Whether it still lasts, used or not (S16, S78).
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.created_at.lasts(self.expires_at, now)
    }
}

/// Invitations to enrol.
#[async_trait]
pub trait Invitations: Send {
    /// Adds an invitation.
    async fn insert(&mut self, invitation: &Invitation) -> Result<()>;

    /// The invitation of a code, whatever became of it.
    async fn by_code(&mut self, code_mac: &Mac) -> Result<Option<Invitation>>;

    /// The invitation of an id (for the mail that carries it).
    async fn by_id(&mut self, id: InvitationId) -> Result<Option<Invitation>>;

    /// The newest invitation that is neither accepted nor replaced, expired or not, of a person.
    async fn open_of(&mut self, person: PersonId) -> Result<Option<Invitation>>;

    /// The newest invitation of a person, whatever became of it.
    async fn newest_of(&mut self, person: PersonId) -> Result<Option<Invitation>>;

    /// The newest open invitation of anybody (for the first start).
    async fn newest_open(&mut self) -> Result<Option<Invitation>>;

    /// Ends the open invitations of a person in favour of a newer one; how many there were.
    async fn replace_open(&mut self, person: PersonId, at: Timestamp) -> Result<u64>;

    /// Ends the open invitations of people who have come already; how many there were.
    async fn end_of_those_who_came(&mut self, at: Timestamp) -> Result<u64>;

    /// Notes what says which change set the password.
    async fn seal_password(&mut self, id: InvitationId, seal: &Mac) -> Result<()>;

    /// Notes what says which change made the saved codes.
    async fn seal_codes(&mut self, id: InvitationId, seal: &Mac) -> Result<()>;

    /// Notes that one of the saved codes that this change made was typed back.
    async fn confirm_codes(&mut self, id: InvitationId, codes: ChangeId) -> Result<()>;

    /// Uses it up; `true` for the one call that did it, within its lifetime (S17).
    async fn accept(&mut self, id: InvitationId, at: Timestamp) -> Result<bool>;
}
