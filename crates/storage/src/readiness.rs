//! People's ways back, for reports: numbers without details (S81).

use crate::Result;
use async_trait::async_trait;
use regain_domain::{PersonId, PersonName, Role, Timestamp, UserName, Ways};

/// The ways back of active people, counted without access to credentials.
#[async_trait]
pub trait WaysOfPeople: Send {
    /// All active people in groups: with the same role and, as far as it matters, the same numbers.
    async fn ways_in_groups(&mut self, at: ReportMoments) -> Result<Vec<WaysGroup>>;

    /// A page of active people with their ways back, ordered by name.
    async fn ways_in_order(&mut self, query: &WaysQuery) -> Result<Vec<PersonWays>>;

    /// Number of people that a search finds, on all pages.
    async fn count_ways(&mut self, query: &WaysQuery) -> Result<u64>;

    /// The ways back of one active person; `None` if there is none with this id.
    async fn ways_of(&mut self, person: PersonId, at: ReportMoments) -> Result<Option<PersonWays>>;
}

/// Times for judging what counts and what is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportMoments {
    /// Credentials count if they do so from this time, or earlier.
    pub now: Timestamp,
    /// Check-ups are overdue if the last one was at this time, or earlier.
    pub overdue_before: Timestamp,
}

/// Identifies a group of people with something in common; made by the engine, and passed back to it to find those
/// people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeopleGroup(pub(crate) u64);

impl PeopleGroup {
    /// From the engine's number.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The engine's number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// Active people with equivalent ways back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysGroup {
    /// Their role.
    pub role: Role,
    /// Their ways back; numbers are capped where more makes no difference to whether they could get back in.
    pub ways: Ways,
    /// Whether their check-up is overdue.
    pub check_overdue: bool,
    /// Finds these people.
    pub shape: PeopleGroup,
    /// Number of people.
    pub people: u64,
}

/// A search among active people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysQuery {
    /// The times to judge by.
    pub at: ReportMoments,
    /// Part of a name, user name or address, [folded](regain_domain::text::folded); empty for everybody.
    pub text: String,
    /// Only with this role.
    pub role: Option<Role>,
    /// Only in these groups.
    pub shapes: Option<Vec<PeopleGroup>>,
    /// Only after this position in the order.
    pub after: Option<(String, PersonId)>,
    /// Maximum number.
    pub limit: u32,
}

/// A person's ways back, without details (S81).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonWays {
    /// The person.
    pub id: PersonId,
    /// Their role.
    pub role: Role,
    /// Their name.
    pub name: Option<PersonName>,
    /// Their user name.
    pub user_name: Option<UserName>,
    /// When enrolment was finished.
    pub activated_at: Timestamp,
    /// When they last confirmed that they still have everything.
    pub checked_at: Option<Timestamp>,
    /// Whether their check-up is overdue.
    pub check_overdue: bool,
    /// Their ways back.
    pub ways: Ways,
    /// Position in the order, for the next page.
    pub sort_key: String,
}
