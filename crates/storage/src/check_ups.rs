//! When people last looked at their ways back, and when they were asked to. No credential: it decides nothing about getting
//! in.

use crate::Result;
use async_trait::async_trait;
use regain_domain::check_up::Known;
use regain_domain::{PersonId, Timestamp};

/// What is noted about somebody who has enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckUp {
    /// When they last confirmed that they still have it all.
    pub checked_at: Option<Timestamp>,
    /// When they were last asked at a sign-in.
    pub asked_at: Option<Timestamp>,
    /// What they are known to have had since.
    pub known: Known,
}

/// Check-ups; each person who enrols has one from then on.
#[async_trait]
pub trait CheckUps: Send {
    /// What is noted about somebody; none if they never enrolled.
    async fn of(&mut self, person: PersonId) -> Result<Option<CheckUp>>;

    /// Notes that they have looked at all there is; the next reminder comes at `remind_at`.
    async fn looked(
        &mut self,
        person: PersonId,
        known: Known,
        at: Timestamp,
        remind_at: Timestamp,
    ) -> Result<bool>;

    /// Notes what they have had.
    async fn know(&mut self, person: PersonId, known: Known) -> Result<()>;

    /// Notes that they are asked; `true` for the one call that does, unless they were since `asked_before`.
    async fn ask(
        &mut self,
        person: PersonId,
        at: Timestamp,
        asked_before: Timestamp,
    ) -> Result<bool>;

    /// No reminder comes later than `latest`, whatever the clock was when it was noted; how many did.
    async fn remind_by(&mut self, latest: Timestamp) -> Result<u64>;

    /// Active people who are to be reminded, those who wait longest first.
    async fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<PersonId>>;

    /// Notes that somebody is reminded, and when again; `true` for the one call that does.
    async fn remind(
        &mut self,
        person: PersonId,
        now: Timestamp,
        again_at: Timestamp,
    ) -> Result<bool>;
}
