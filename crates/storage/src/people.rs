//! People and their identifiers.

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{
    EmailAddress, Language, PersonId, PersonName, PersonStatus, Role, Timestamp, UserName,
};

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
    /// When the account was frozen, while it is.
    pub frozen_at: Option<Timestamp>,
    /// While it is frozen: no sign-in opens it, only a recovery, because a backup brought older credentials back (S84).
    pub needs_recovery: bool,
    /// Since when the person, once active, has had a role beside member, whichever; none for members, and for who had it before
    /// that was noted (S114).
    pub role_since: Option<Timestamp>,
    /// What vouches for status, role and freeze.
    pub seal: StandingSeal,
}

impl Person {
    /// The moment at which something of theirs has to count: a freeze stops every clock (S111).
    #[must_use]
    pub fn counting_at(&self, now: Timestamp) -> Timestamp {
        self.frozen_at.map_or(now, |frozen_at| frozen_at.min(now))
    }
}

/// Whom a stranger is dealing with, by a name or in a recovery. One statement finds one person in either case, so that its
/// time doesn't tell which it was (S3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// This person.
    Person(Person),
    /// Nobody. Somebody who is active stands in, the same at each call while they are, where work is done as for a
    /// person; none if nobody is active.
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

/// A keyed digest over a person's standing (status, role and since when, activation, freeze), and which one it is (S79).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingSeal {
    /// Grows by one with each change; the history names the newest.
    pub version: u64,
    /// Made with a key that isn't in the database.
    pub mac: Mac,
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

    /// Whose a canonical user name or address is that a stranger gave, whatever their status.
    async fn named(&mut self, canonical: &str) -> Result<Named>;

    /// The person of an id, or nobody without one.
    async fn by_id_if_any(&mut self, id: Option<PersonId>) -> Result<Named>;

    /// Sets name and user name of an *invited* person, replacing earlier ones; `false`, and no change, if the user name
    /// is taken or the person isn't invited.
    async fn set_names(
        &mut self,
        id: PersonId,
        name: &PersonName,
        user_name: &UserName,
    ) -> Result<bool>;

    /// Gives an address to a person; `false`, and no change, if it is taken.
    async fn add_address(
        &mut self,
        id: PersonId,
        address: &EmailAddress,
        verified_at: Option<Timestamp>,
    ) -> Result<bool>;

    /// Notes that the address at which a person was invited is verified, and takes every other one from them: nobody
    /// vouches for those (S78). `false` if it isn't theirs, or was verified before.
    async fn verify_address(
        &mut self,
        id: PersonId,
        address: &EmailAddress,
        at: Timestamp,
    ) -> Result<bool>;

    /// All addresses, the oldest first.
    async fn addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>>;

    /// The verified addresses, the oldest first.
    async fn verified_addresses(&mut self, id: PersonId) -> Result<Vec<EmailAddress>>;

    /// Writes status, role and since when, activation, freeze and seal of a person, if the stored seal is still the one before
    /// (`version` − 1): `true` for the one call that did it. The engine refuses what S77 forbids. With the status `Erased` it takes
    /// everything away that the person had, in the same statement, and only if the newest entry of the history says so (S103).
    async fn set_standing(&mut self, person: &Person) -> Result<bool>;

    /// Notes that a user name, by its keyed digest, is nobody's and stays so (S103).
    async fn retire_user_name(&mut self, digest: &Mac) -> Result<()>;

    /// Whether that is so.
    async fn is_retired(&mut self, digest: &Mac) -> Result<bool>;

    /// How many active people have a role.
    async fn count_active(&mut self, role: Role) -> Result<u32>;

    /// The ids of active people with a role.
    async fn active_of(&mut self, role: Role) -> Result<Vec<PersonId>>;

    /// Takes all identifiers from a person whose invitation was cancelled, so that the addresses can be invited anew.
    async fn forget_identifiers(&mut self, id: PersonId) -> Result<u64>;

    /// The language of mails.
    async fn set_language(&mut self, id: PersonId, language: Language) -> Result<()>;

    /// A page of people in the order of their names, for administrators.
    async fn page(&mut self, query: &PeopleQuery) -> Result<Vec<PersonSummary>>;

    /// How many people a search finds, whatever the page.
    async fn count(&mut self, query: &PeopleQuery) -> Result<u64>;
}

/// What administrators look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// A part of name, user name or address, [folded](regain_domain::text::folded); empty for everybody.
    pub text: String,
    /// Only this status.
    pub status: Option<PersonStatus>,
    /// Only this role.
    pub role: Option<Role>,
    /// Only what comes after this place in the order.
    pub after: Option<(String, PersonId)>,
    /// At most so many.
    pub limit: u32,
}

/// A line in the administrators' list: no credential, and none of its methods (S81).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSummary {
    /// The person.
    pub person: Person,
    /// The first address.
    pub address: Option<EmailAddress>,
    /// The place in the order, for the next page.
    pub sort_key: String,
}
