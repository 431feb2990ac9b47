//! When people last checked their ways back, and when they were asked to. Not a credential: it has no influence on
//! access.

use crate::Result;
use async_trait::async_trait;
use regain_domain::check_up::Known;
use regain_domain::{PersonId, Timestamp};

/// The check-up record of an enrolled person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckUp {
    /// When they last confirmed that they still have everything.
    pub checked_at: Option<Timestamp>,
    /// When they were last asked at a sign-in.
    pub asked_at: Option<Timestamp>,
    /// The most that they are known to have had since.
    pub known: Known,
}

/// Check-up records; created for each person at enrolment.
#[async_trait]
pub trait CheckUpRows: Send {
    /// The record of a person; `None` if they never enrolled.
    async fn of(&mut self, person: PersonId) -> Result<Option<CheckUp>>;

    /// Records a complete check; the next reminder is due at `remind_at`.
    async fn looked(
        &mut self,
        person: PersonId,
        known: Known,
        at: Timestamp,
        remind_at: Timestamp,
    ) -> Result<bool>;

    /// Records what they have had.
    async fn know(&mut self, person: PersonId, known: Known) -> Result<()>;

    /// Records that they are asked; `true` only for the one call that did it, unless they were asked since
    /// `asked_before`.
    async fn ask(
        &mut self,
        person: PersonId,
        at: Timestamp,
        asked_before: Timestamp,
    ) -> Result<bool>;

    /// Limits every reminder to `latest`, whatever the clock was when it was recorded. Returns the number changed.
    async fn remind_by(&mut self, latest: Timestamp) -> Result<u64>;

    /// Active people to be reminded, longest overdue first.
    async fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<PersonId>>;

    /// Records a reminder, and when the next one is due; `true` only for the one call that did it.
    async fn remind(
        &mut self,
        person: PersonId,
        now: Timestamp,
        again_at: Timestamp,
    ) -> Result<bool>;
}
