//! Forgets what is over.

use crate::{Outcome, Regain};
use regain_domain::{Timestamp, policy};
use std::time::Duration;

/// Recoveries are kept this long after their end, for their last page and for questions.
const RECOVERY_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Those without a proof, which strangers can make, only for as long as their browser's cookie: so long their page can say that the
/// time is up (S99).
const UNPROVEN_KEPT: Duration = Duration::from_secs(30 * 60);
/// Mail that was given up is kept this long for the operator to see (S65). It was tried for seven days before, and roughly where
/// something happened stands in it, which is forgotten after thirty (S103).
const GIVEN_UP_KEPT: Duration = Duration::from_secs(23 * 24 * 60 * 60);

/// No budget looks further back.
const BUDGETS_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Rows that one unit of work forgets at most: writers wait for each other, and after a flood they would wait for all of it
/// (S98).
const AT_ONCE: u32 = 1000;

/// What is forgotten, each kind by itself: where one can't be, the others are all the same.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Sessions,
    Recoveries,
    Verifications,
    Devices,
    Trust,
    Counters,
    Budgets,
    GivenUpMail,
    AnsweredPasskeys,
    FreezeLinks,
    Claims,
    Places,
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Sessions,
        Self::Recoveries,
        Self::Verifications,
        Self::Devices,
        Self::Trust,
        Self::Counters,
        Self::Budgets,
        Self::GivenUpMail,
        Self::AnsweredPasskeys,
        Self::FreezeLinks,
        Self::Claims,
        Self::Places,
    ];
}

/// What went well so far, and the first thing that didn't.
struct Swept {
    rows: u64,
    outcome: Outcome<()>,
}

impl Swept {
    /// How many rows `done` adds to those forgotten; if it failed, the rest goes on.
    fn note(&mut self, what: impl std::fmt::Debug, done: Outcome<u64>) -> u64 {
        done.unwrap_or_else(|error| {
            tracing::error!(%error, ?what, "what is over can't be forgotten");
            if self.outcome.is_ok() {
                self.outcome = Err(error);
            }
            0
        })
    }
}

impl Regain {
    /// Deletes sessions, recoveries, second factors that were asked for, devices, counters of failed sign-ins, given-up mail,
    /// answered questions for passkeys, links of notices, claims of addresses and the places of the history of long ago, and
    /// frees addresses that were given up then; how many rows those were. Writes the yearly reminders of check-ups that are
    /// due, too; ends what lies ahead since the clock was set back; and erases those whose time has come (S103).
    ///
    /// # Errors
    /// If something of it failed; all else is done.
    pub async fn sweep(&self) -> Outcome<u64> {
        let now = self.base.now();
        let mut swept = Swept {
            rows: 0,
            outcome: Ok(()),
        };
        for kind in Kind::ALL {
            swept.rows += swept.note(kind, self.forget(kind, now).await);
        }
        swept.rows += swept.note("what lies ahead", self.settle_clock(now).await);
        let reminders = swept.note("reminders", self.remind_of_check_ups().await);
        tracing::debug!(reminders, "wrote the yearly reminders that were due");
        swept.rows += swept.note("given-up addresses", self.release_addresses().await);
        let erased = swept.note("people whose time has come", self.erase_those_due().await);
        tracing::debug!(erased, "erased those whose time had come");
        swept.outcome.map(|()| swept.rows)
    }

    /// After the clock was set back: ends what lies ahead, and has the history say so once it has stayed back.
    async fn settle_clock(&self, now: Timestamp) -> Outcome<u64> {
        let mut work = self.store.write_vault().await?;
        let settled = self.base.historian.settle_clock(work.as_mut(), now).await?;
        let ended = work.end_ahead(now, settled).await?;
        work.commit().await?;
        Ok(ended)
    }

    /// Forgets what is over of a kind, bit by bit, so that others can write in between; how many rows those were.
    async fn forget(&self, kind: Kind, now: Timestamp) -> Outcome<u64> {
        let mut forgotten = 0;
        loop {
            let rows = self.forget_some(kind, now).await?;
            forgotten += rows;
            if rows < u64::from(AT_ONCE) {
                return Ok(forgotten);
            }
        }
    }

    /// One unit of work of it.
    async fn forget_some(&self, kind: Kind, now: Timestamp) -> Outcome<u64> {
        let mut work = self.store.write_vault().await?;
        let rows = match kind {
            Kind::Sessions => {
                work.sessions()
                    .forget_older(now.minus(policy::SESSION_ABSOLUTE))
                    .await?
            }
            Kind::Recoveries => {
                let (proven, unproven) = (now.minus(RECOVERY_KEPT), now.minus(UNPROVEN_KEPT));
                work.recovery()
                    .forget_older(proven, unproven, AT_ONCE)
                    .await?
            }
            Kind::Verifications => {
                work.verifications()
                    .forget_older(now.minus(RECOVERY_KEPT))
                    .await?
            }
            Kind::Devices => {
                work.devices()
                    .forget_older(now.minus(policy::DEVICE_REMEMBERED))
                    .await?
            }
            Kind::Trust => {
                // A policy that took effect meanwhile holds for what was remembered before, too; none at all where it offers
                // none.
                let longest = self
                    .base
                    .policy(work.as_mut())
                    .await?
                    .device_remembered()
                    .unwrap_or_default();
                work.devices()
                    .remember_until_at_most(now.plus(longest))
                    .await?;
                // Nor is anybody reminded later than a year from now.
                work.check_ups()
                    .remind_by(now.plus(policy::CHECK_UP_EVERY))
                    .await?;
                0
            }
            Kind::Counters => {
                let old = work
                    .counters()
                    .forget_older(now.minus(policy::FAILURES_FORGOTTEN), AT_ONCE)
                    .await?;
                old + work
                    .counters()
                    .forget_lightest(policy::COUNTERS_KEPT, AT_ONCE)
                    .await?
            }
            Kind::Budgets => {
                work.budgets()
                    .forget_older(now.minus(BUDGETS_KEPT), AT_ONCE)
                    .await?
            }
            Kind::GivenUpMail => {
                work.outbox()
                    .forget_given_up(now.minus(GIVEN_UP_KEPT), AT_ONCE)
                    .await?
            }
            Kind::AnsweredPasskeys => work.passkeys().forget_older(now).await?,
            Kind::FreezeLinks => work.freeze_links().forget_older(now).await?,
            Kind::Claims => {
                work.addresses()
                    .forget_claims(now.minus(RECOVERY_KEPT))
                    .await?
            }
            Kind::Places => {
                work.history()
                    .forget_places(now.minus(policy::PLACE_KEPT), AT_ONCE)
                    .await?
            }
        };
        work.commit().await?;
        Ok(rows)
    }
}
