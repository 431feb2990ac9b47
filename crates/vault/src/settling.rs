//! Older proofs outrank newer ones. At the end of a recovery, and when a frozen account opens, credentials that are
//! too new to count are set aside, as are those that yield to the proofs that opened it; removed ones that were just
//! used are restored (S109, S112, S113).

mod plan;
mod rule;

use crate::proofs::evidence::Evidence;
use crate::{Circumstances, Condition, Ended, FormerAddress, Permit, Vault, VaultWork};
use plan::Plan;
use regain_domain::{Factor, HistoryEvent, Timestamp};
use regain_storage::{Person, Result};
use rule::StayingRule;
use std::time::Duration;

/// Time and circumstances of opening an account.
#[derive(Debug, Clone)]
pub struct Settling {
    /// The time at which credentials must count: that of the freeze, if the account is frozen (S111).
    pub counting_at: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// What opened the account.
    pub opened_by: OpenedBy,
    /// Waiting period of credentials without a date of their own (S28).
    pub quarantine: Duration,
}

/// What opened an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenedBy {
    /// The proofs of a recovery.
    Proofs(Evidence),
    /// A second factor given in this unit of work.
    Factor(Factor),
}

impl Vault {
    /// Sets aside credentials that don't count yet or that yield, and restores those that were just used; returns
    /// whether any was set aside.
    pub async fn settle(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        settling: Settling,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let Some(person) = work.people().by_id(person.id).await? else {
            return Ok(false);
        };

        let Condition::Genuine(stored) = self.check(work, &person).await? else {
            return Ok(false);
        };

        let holdings = self.reckoned(work, person.id, stored, settling.now).await?;
        let rule = StayingRule::of(settling, &holdings);
        let plan = Plan::of(&holdings, &rule);
        if plan.is_empty() {
            return Ok(false);
        }

        let version = self.next_version(work, person.id).await?;

        // The engine permits it on account of this entry (see its migrations), so the entry is written first.
        let entry = circumstances
            .entry(HistoryEvent::WaysSettled, &person)
            .vouching_for_manifest(version);
        self.historian.append(work, &entry, rule.now).await?;
        self.carry_out(work, &person, &plan, rule.now).await?;
        self.vouch(work, &Permit::new(), person.id, None, rule.now)
            .await?;

        for former in &plan.addresses_back {
            self.object_for(work, &person, former, circumstances, (rule.at, rule.now))
                .await?;
        }

        Ok(plan.sets_aside())
    }

    async fn carry_out(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        plan: &Plan,
        now: Timestamp,
    ) -> Result<()> {
        let permit = Permit::new();
        let aside = Ended::aside(now);
        for method in &plan.methods_aside {
            work.rows().end_method(&permit, *method, &aside).await?;
        }

        for method in &plan.methods_back {
            work.rows()
                .put_back_method(&permit, *method, crate::PutBack::Settled)
                .await?;
        }

        if let Some(set) = plan.set_aside {
            work.rows().end_codes(&permit, set, &aside).await?;
        }

        if let Some(set) = plan.set_back {
            work.rows().put_back_codes(&permit, set).await?;
        }

        for contact in &plan.contacts_aside {
            work.rows().end_contact(&permit, *contact, &aside).await?;
            work.contacts().replace_invitations(*contact, now).await?;
        }

        for contact in &plan.contacts_back {
            work.rows()
                .put_back_contact(&permit, *contact, None)
                .await?;
        }

        for method in &plan.former.methods {
            work.rows()
                .former_method_gives_way(&permit, *method)
                .await?;
        }

        for set in &plan.former.sets {
            work.rows().former_codes_give_way(&permit, *set).await?;
        }

        for contact in &plan.former.contacts {
            work.rows()
                .former_contact_gives_way(&permit, *contact)
                .await?;
        }

        for ended_by in &plan.former.addresses {
            work.rows()
                .former_address_gives_way(&permit, person.id, *ended_by, now)
                .await?;
        }

        if let Some(address) = &plan.address_gone {
            work.rows()
                .forget_second_address(&permit, person.id, address)
                .await?;
        }

        Ok(())
    }

    /// Restores a replaced address as if it had objected itself (S28), as of the time of a freeze, which stops the
    /// waiting periods.
    async fn object_for(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        former: &FormerAddress,
        circumstances: &Circumstances,
        moments: (Timestamp, Timestamp),
    ) -> Result<()> {
        let Some(objection) = self
            .objection_by_settling(work, person, former, moments)
            .await?
        else {
            return Ok(());
        };

        self.restore_address(work, objection, circumstances)
            .await
            .map(drop)
    }
}
