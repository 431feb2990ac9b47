//! Forgets what is over.

use crate::{Outcome, Regain};
use regain_domain::policy;
use std::time::Duration;

/// Recoveries are kept this long after their end, for their last page and for questions.
const RECOVERY_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Mail that was given up is kept this long for the operator to see (S65).
const GIVEN_UP_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// No budget looks further back.
const BUDGETS_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

impl Regain {
    /// Deletes sessions, recoveries, second factors that were asked for, devices, counters of failed sign-ins, given-up mail,
    /// answered questions for passkeys, links of notices, claims of addresses and the places of the history of long ago, and
    /// frees addresses that were given up then; how many rows those were. Writes the yearly reminders of check-ups that are
    /// due, too.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn sweep(&self) -> Outcome<u64> {
        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        let sessions = work.sessions().forget_older(now.minus(policy::SESSION_ABSOLUTE)).await?;
        let recoveries = work.recovery().forget_older(now.minus(RECOVERY_KEPT)).await?;
        let verifications = work.verifications().forget_older(now.minus(RECOVERY_KEPT)).await?;
        let devices = work.devices().forget_older(now.minus(policy::DEVICE_REMEMBERED)).await?;
        // A policy that took effect meanwhile holds for what was remembered before, too; none at all where it offers none.
        let longest = self.base.policy(work.as_mut()).await?.device_remembered().unwrap_or_default();
        work.devices().remember_until_at_most(now.plus(longest)).await?;
        let counters = work.counters().forget_older(now.minus(policy::FAILURES_FORGOTTEN)).await?;
        let spent = work.budgets().forget_older(now.minus(BUDGETS_KEPT)).await?;
        let mails = work.outbox().forget_given_up(now.minus(GIVEN_UP_KEPT)).await?;
        let questions = work.passkeys().forget_older(now).await?;
        let links = work.freeze_links().forget_older(now).await?;
        let claims = work.addresses().forget_claims(now.minus(RECOVERY_KEPT)).await?;
        let places = work.history().forget_places(now.minus(policy::PLACE_KEPT)).await?;
        work.commit().await?;
        let reminders = self.remind_of_check_ups().await?;
        tracing::debug!(reminders, "wrote the yearly reminders that were due");
        let released = self.release_addresses().await?;
        let forgotten =
            sessions + recoveries + verifications + devices + counters + spent + mails + questions + links + claims;
        Ok(forgotten + places + released)
    }
}
