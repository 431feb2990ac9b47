//! Which ways back people have, for reports: how many, never which (S81).

use crate::Result;
use async_trait::async_trait;
use regain_domain::{PersonId, PersonName, Role, Timestamp, UserName, Ways};

/// The ways back of active people, counted without reaching a credential.
#[async_trait]
pub trait WaysOfPeople: Send {
    /// All active people in groups: who has the same role, and as many of each way as makes a difference.
    async fn ways_in_groups(&mut self, at: Asked) -> Result<Vec<WaysGroup>>;

    /// A page of active people in the order of their names, each with what they have.
    async fn ways_in_order(&mut self, query: &WaysQuery) -> Result<Vec<PersonWays>>;

    /// How many a search finds, whatever the page.
    async fn count_ways(&mut self, query: &WaysQuery) -> Result<u64>;

    /// What one active person has; none if nobody active has the id.
    async fn ways_of(&mut self, person: PersonId, at: Asked) -> Result<Option<PersonWays>>;
}

/// At which moment something counts, and is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// What counts from then on, or earlier, counts.
    pub now: Timestamp,
    /// Whose last look at their ways back was then, or earlier, is overdue.
    pub overdue_before: Timestamp,
}

/// What a group of people has in common: written by the engine, handed back to it to look for those people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape(pub(crate) u64);

impl Shape {
    /// Of an engine's own making.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// As the engine made it.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// Active people who are alike as far as their ways back are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysGroup {
    /// What they may do.
    pub role: Role,
    /// What they have; numbers stop growing where more makes no difference to whether they could get back in.
    pub ways: Ways,
    /// They haven't looked at it for long.
    pub check_overdue: bool,
    /// Finds them.
    pub shape: Shape,
    /// How many they are.
    pub people: u64,
}

/// Whom to look for among active people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysQuery {
    /// When.
    pub at: Asked,
    /// A part of name, user name or address, [folded](regain_domain::text::folded); empty for everybody.
    pub text: String,
    /// Only this role.
    pub role: Option<Role>,
    /// Only these groups.
    pub shapes: Option<Vec<Shape>>,
    /// Only what comes after this place in the order.
    pub after: Option<(String, PersonId)>,
    /// At most so many.
    pub limit: u32,
}

/// What a person has, without any of it (S81).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonWays {
    /// The person.
    pub id: PersonId,
    /// What they may do.
    pub role: Role,
    /// What they are called.
    pub name: Option<PersonName>,
    /// What they sign in with.
    pub user_name: Option<UserName>,
    /// When enrolment was finished.
    pub activated_at: Timestamp,
    /// When they last confirmed that they still have it all.
    pub checked_at: Option<Timestamp>,
    /// They haven't for long.
    pub check_overdue: bool,
    /// What they have.
    pub ways: Ways,
    /// The place in the order, for the next page.
    pub sort_key: String,
}
