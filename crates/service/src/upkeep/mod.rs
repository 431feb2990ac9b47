//! What the server does by itself. Here it deletes what has expired.

mod erasure;
pub(crate) mod restored;

use crate::accounts::Accounts;
use crate::addresses::Objections;
use crate::check_ups::CheckUps;
use crate::heads::{Chain, Heads};
use crate::{Outcome, Visitor};
use regain_base::{Base, Op};
use regain_domain::policy;
use regain_storage::Work;
use regain_vault::{Vault, VaultStore};
use std::sync::Arc;
use std::time::Duration;

/// Recoveries are kept this long after their end, for their last page and for questions.
const RECOVERY_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Recoveries without a proof, which strangers can create, are kept only as long as their browser's cookie, so that
/// their page can report that the time is up (S99).
const UNPROVEN_KEPT: Duration = Duration::from_secs(30 * 60);
/// Mail that was given up is kept this long for the operator to see (S65). It was tried for seven days before;
/// together that is the 30 days after which the approximate location in it must be forgotten (S103).
const GIVEN_UP_KEPT: Duration = Duration::from_secs(23 * 24 * 60 * 60);

/// Longest span that a budget looks back.
const BUDGETS_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Most rows deleted in one unit of work: writers wait for each other, and after a flood they would wait for all of
/// it (S98).
const AT_ONCE: u32 = 1000;

/// Kinds of expired rows. Each is handled by itself: if one fails, the others go on.
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

/// Rows deleted so far, and the first failure.
struct Swept {
    rows: u64,
    outcome: Outcome<()>,
}

impl Swept {
    /// The rows that `done` deleted; a failure is recorded, and the sweep goes on.
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

/// What the server does by itself: deleting, erasing, and closing what a restored backup must not bring back.
pub struct Upkeep {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) heads: Arc<Heads>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) check_ups: Arc<CheckUps>,
    pub(crate) objections: Arc<Objections>,
    pub(crate) chain: Arc<Chain>,
}

impl Upkeep {
    /// Deletes expired sessions, recoveries, pending second factors, devices, counters of failed sign-ins, given-up
    /// mail, answered passkey questions, freeze links, address claims and old locations in the history, and releases
    /// addresses given up long ago; returns the number of rows. Also writes the yearly check-up reminders, ends
    /// entries dated ahead since the clock was set back, and erases people whose time has come (S103).
    ///
    /// # Errors
    /// If a part of it failed; the rest is done.
    pub async fn sweep(&self) -> Outcome<u64> {
        let mut swept = Swept {
            rows: 0,
            outcome: Ok(()),
        };
        for kind in Kind::ALL {
            swept.rows += swept.note(kind, self.forget(kind).await);
        }

        swept.rows += swept.note("what lies ahead", self.settle_clock().await);
        let reminders = swept.note("reminders", self.check_ups.remind_of_check_ups().await);
        tracing::debug!(reminders, "wrote the yearly reminders that were due");
        swept.rows += swept.note(
            "given-up addresses",
            self.objections.release_addresses().await,
        );
        let erased = swept.note("people whose time has come", self.erase_those_due().await);
        tracing::debug!(erased, "erased those whose time had come");

        swept.outcome.map(|()| swept.rows)
    }

    /// After the clock was set back: ends entries dated ahead, and records it in the history once the clock has
    /// stayed back.
    async fn settle_clock(&self) -> Outcome<u64> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let settled = self.base.historian.settle_clock(&mut op, now).await?;
        let ended = op.end_ahead(now, settled).await?;

        op.commit().await?;
        Ok(ended)
    }

    /// Deletes expired rows of a kind in portions, so that others can write in between. Returns the number of rows.
    async fn forget(&self, kind: Kind) -> Outcome<u64> {
        let mut forgotten = 0;
        loop {
            let rows = self.forget_some(kind).await?;
            forgotten += rows;
            if rows < u64::from(AT_ONCE) {
                return Ok(forgotten);
            }
        }
    }

    /// Deletes one portion in one unit of work.
    async fn forget_some(&self, kind: Kind) -> Outcome<u64> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let rows = match kind {
            Kind::Sessions => {
                op.sessions()
                    .forget_older(now.minus(policy::SESSION_ABSOLUTE))
                    .await?
            }
            Kind::Recoveries => {
                let proven = now.minus(RECOVERY_KEPT);
                let unproven = now.minus(UNPROVEN_KEPT);
                op.recovery()
                    .forget_older(proven, unproven, AT_ONCE)
                    .await?
            }
            Kind::Verifications => {
                op.verifications()
                    .forget_older(now.minus(RECOVERY_KEPT))
                    .await?
            }
            Kind::Devices => {
                op.devices()
                    .forget_older(now.minus(policy::DEVICE_REMEMBERED))
                    .await?
            }
            Kind::Trust => {
                // A newer policy also limits devices remembered before; if it offers no remembering, none remain.
                let longest = op.policy().await?.device_remembered().unwrap_or_default();
                op.devices()
                    .remember_until_at_most(now.plus(longest))
                    .await?;

                // Likewise, no reminder is later than a year from now.
                op.check_ups()
                    .remind_by(now.plus(policy::CHECK_UP_EVERY))
                    .await?;

                0
            }
            Kind::Counters => {
                let old = op
                    .counters()
                    .forget_older(now.minus(policy::FAILURES_FORGOTTEN), AT_ONCE)
                    .await?;
                old + op
                    .counters()
                    .forget_lightest(policy::COUNTERS_KEPT, AT_ONCE)
                    .await?
            }
            Kind::Budgets => {
                op.budgets()
                    .forget_older(now.minus(BUDGETS_KEPT), AT_ONCE)
                    .await?
            }
            Kind::GivenUpMail => {
                op.outbox()
                    .forget_given_up(now.minus(GIVEN_UP_KEPT), AT_ONCE)
                    .await?
            }
            Kind::AnsweredPasskeys => op.passkeys().forget_older(now).await?,
            Kind::FreezeLinks => op.freeze_links().forget_older(now).await?,
            Kind::Claims => {
                op.addresses()
                    .forget_claims(now.minus(RECOVERY_KEPT))
                    .await?
            }
            Kind::Places => {
                op.history()
                    .forget_places(now.minus(policy::PLACE_KEPT), AT_ONCE)
                    .await?
            }
        };

        op.commit().await?;
        Ok(rows)
    }
}
