//! People and their identifiers.

use crate::{Result, StandingDigest, UserNameDigest};
use async_trait::async_trait;
use regain_domain::{
    EmailAddress, Language, PersonId, PersonName, PersonStatus, Role, Timestamp, UserName,
};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Random, never reused.
    pub id: PersonId,
    /// Status of the account.
    pub status: PersonStatus,
    /// The person's role.
    pub role: Role,
    /// The person's name; `None` until enrolment sets it.
    pub name: Option<PersonName>,
    /// The user name, usable besides the address; `None` until enrolment sets it.
    pub user_name: Option<UserName>,
    /// The language of mails, and of screens unless the browser says otherwise.
    pub language: Language,
    /// When the person was first invited.
    pub created_at: Timestamp,
    /// When enrolment was finished.
    pub activated_at: Option<Timestamp>,
    /// When the account was frozen, if it is.
    pub frozen_at: Option<Timestamp>,
    /// Whether, while frozen, only a recovery opens it and no sign-in, because a backup brought older credentials
    /// back (S84).
    pub needs_recovery: bool,
    /// When the person first had a role beside member while active; `None` for members, and for people whose role is
    /// older than this record (S114).
    pub role_since: Option<Timestamp>,
    /// The seal on status, role and freeze.
    pub seal: StandingSeal,
}

impl Person {
    /// Somebody who is invited: without a name, and without a seal until the history tells of them.
    #[must_use]
    pub const fn invited(
        id: PersonId,
        role: Role,
        language: Language,
        created_at: Timestamp,
    ) -> Self {
        Self {
            id,
            status: PersonStatus::Invited,
            role,
            name: None,
            user_name: None,
            language,
            created_at,
            activated_at: None,
            frozen_at: None,
            needs_recovery: false,
            role_since: None,
            seal: StandingSeal {
                version: 0,
                digest: StandingDigest::NONE,
            },
        }
    }

    /// The time at which their credentials must count: a freeze stops all waiting periods (S111).
    #[must_use]
    pub fn counting_at(&self, now: Timestamp) -> Timestamp {
        self.frozen_at.map_or(now, |frozen_at| frozen_at.min(now))
    }
}

/// The person that a stranger named, or of a recovery. One statement finds one person in either case, so that timing
/// doesn't reveal which it was (S3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// This person.
    Person(Person),
    /// Nobody. An active person stands in, always the same one while they are active, so that work takes as long as
    /// for a person; `None` if nobody is active.
    Nobody(Option<Person>),
}

impl Named {
    /// The person, if there is one.
    #[must_use]
    pub const fn as_person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Nobody(_) => None,
        }
    }

    /// The person, if there is one.
    #[must_use]
    pub fn person(self) -> Option<Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Nobody(_) => None,
        }
    }
}

/// A keyed digest over a person's standing (status, role and its date, activation, freeze), with its version (S79).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingSeal {
    /// Increases by one with each change; the history names the newest.
    pub version: u64,
    /// Made with a key outside the database.
    pub digest: StandingDigest,
}

/// People and their identifiers: user names and addresses, unique in one namespace (S9).
#[async_trait]
pub trait PersonRows: Send {
    /// Adds a person without identifiers.
    async fn insert(&mut self, person: &Person) -> Result<()>;

    /// The person with this id.
    async fn by_id(&mut self, id: PersonId) -> Result<Option<Person>>;

    /// The person with a canonical user name or address, in any status.
    async fn by_identifier(&mut self, canonical: &str) -> Result<Option<Person>>;

    /// Whether anybody has ever finished enrolment.
    async fn anybody_active(&mut self) -> Result<bool>;

    /// The person whom a stranger named by a canonical user name or address, in any status.
    async fn named(&mut self, canonical: &str) -> Result<Named>;

    /// The person with this id, or nobody if it is `None`.
    async fn by_id_if_any(&mut self, id: Option<PersonId>) -> Result<Named>;

    /// Sets name and user name of an *invited* person, replacing earlier ones; `false`, without a change, if the user
    /// name is taken or the person isn't invited.
    async fn set_names(
        &mut self,
        id: PersonId,
        name: &PersonName,
        user_name: &UserName,
    ) -> Result<bool>;

    /// Adds an address to a person; `false`, without a change, if it is taken.
    async fn add_address(
        &mut self,
        id: PersonId,
        address: &EmailAddress,
        verified_at: Option<Timestamp>,
    ) -> Result<bool>;

    /// Verifies the address at which a person was invited, and removes all their others, which nobody vouches for
    /// (S78). `false` if it isn't theirs, or was verified before.
    async fn verify_address(
        &mut self,
        id: PersonId,
        address: &EmailAddress,
        at: Timestamp,
    ) -> Result<bool>;

    /// All addresses, oldest first.
    async fn addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>>;

    /// The verified addresses, oldest first.
    async fn verified_addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>>;

    /// Writes status, role and its date, activation, freeze and seal of a person, if the stored seal is still the
    /// previous one (`version` − 1); `true` only for the one call that did it. The engine refuses what S77 forbids.
    /// With status `Erased`, it deletes everything that the person had in the same statement, and only if the newest
    /// history entry says so (S103).
    async fn set_standing(&mut self, person: &Person) -> Result<bool>;

    /// Records the keyed digest of a user name that nobody may ever have again (S103).
    async fn retire_user_name(&mut self, digest: &UserNameDigest) -> Result<()>;

    /// Whether a digest is so recorded.
    async fn is_retired(&mut self, digest: &UserNameDigest) -> Result<bool>;

    /// Number of active people with this role.
    async fn count_active(&mut self, role: Role) -> Result<u32>;

    /// The ids of active people with a role.
    async fn active_of(&mut self, role: Role) -> Result<Vec<PersonId>>;

    /// Deletes all identifiers of a person whose invitation was cancelled, so that the addresses can be invited
    /// again.
    async fn forget_identifiers(&mut self, id: PersonId) -> Result<u64>;

    /// Sets the language of mails.
    async fn set_language(&mut self, id: PersonId, language: Language) -> Result<()>;

    /// A page of people, ordered by name, for administrators.
    async fn page(&mut self, query: &PeopleQuery) -> Result<Vec<PersonSummary>>;

    /// Number of people that a search finds, on all pages.
    async fn count(&mut self, query: &PeopleQuery) -> Result<u64>;
}

/// A search by administrators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Part of a name, user name or address, [folded](regain_domain::text::folded); empty for everybody.
    pub text: String,
    /// Only with this status.
    pub status: Option<PersonStatus>,
    /// Only with this role.
    pub role: Option<Role>,
    /// Only after this position in the order.
    pub after: Option<(String, PersonId)>,
    /// Maximum number.
    pub limit: u32,
}

/// A row of the administrators' list, without credentials or their kinds (S81).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSummary {
    /// The person.
    pub person: Person,
    /// The first address.
    pub address: Option<EmailAddress>,
    /// Position in the order, for the next page.
    pub sort_key: String,
}
