//! People and their identifiers.

use crate::Result;
use async_trait::async_trait;
use regain_domain::{EmailAddress, Language, PersonId, PersonName, Timestamp, UserName};

/// Whether an account may be used; one-way: invited → active ↔ disabled, invited → revoked (S77).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonStatus {
    /// Asked to enrol, not finished.
    Invited,
    /// May sign in.
    Active,
    /// May not sign in.
    Disabled,
    /// Invited, and never came.
    Revoked,
}

/// What a person may do beside using their own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing more.
    Member,
    /// Everything an administrator can do; never anything to another's credentials (S72).
    GlobalAdministrator,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Random, never given out again.
    pub id: PersonId,
    /// Whether the account may be used.
    pub status: PersonStatus,
    /// What the person may do.
    pub role: Role,
    /// What the person is called; none before it was given in enrolment.
    pub name: Option<PersonName>,
    /// What the person signs in with beside the address; none before it was given in enrolment.
    pub user_name: Option<UserName>,
    /// The language of mails, and of screens unless the browser says otherwise.
    pub language: Language,
    /// When the person was first invited.
    pub created_at: Timestamp,
    /// When enrolment was finished.
    pub activated_at: Option<Timestamp>,
}

/// People and their identifiers: user names and addresses, unique in one namespace (S9).
#[async_trait]
pub trait People: Send {
    /// Adds a person without identifiers.
    async fn insert(&mut self, person: &Person) -> Result<()>;

    /// The person of an id.
    async fn by_id(&mut self, id: PersonId) -> Result<Option<Person>>;

    /// The person of a canonical user name or address, whatever their status.
    async fn by_identifier(&mut self, canonical: &str) -> Result<Option<Person>>;

    /// Whether anybody has ever finished enrolment.
    async fn anybody_active(&mut self) -> Result<bool>;

    /// Sets name and user name of an *invited* person, replacing earlier ones; `false`, and no change, if the user name
    /// is taken or the person isn't invited.
    async fn set_names(&mut self, id: PersonId, name: &PersonName, user_name: &UserName) -> Result<bool>;

    /// Gives an address to a person; `false`, and no change, if it is taken.
    async fn add_address(
        &mut self,
        id: PersonId,
        address: &EmailAddress,
        verified_at: Option<Timestamp>,
    ) -> Result<bool>;

    /// Notes that all addresses of a person are verified, where that isn't known yet.
    async fn verify_addresses(&mut self, id: PersonId, at: Timestamp) -> Result<()>;

    /// All addresses, the oldest first.
    async fn addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>>;

    /// The verified addresses, the oldest first.
    async fn verified_addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>>;

    /// From invited to active; `true` for the one call that did it.
    async fn activate(&mut self, id: PersonId, at: Timestamp) -> Result<bool>;

    /// Between active and disabled; `true` if that changed anything (S77).
    async fn set_disabled(&mut self, id: PersonId, disabled: bool) -> Result<bool>;

    /// The language of mails.
    async fn set_language(&mut self, id: PersonId, language: Language) -> Result<()>;
}
