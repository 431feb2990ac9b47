//! Budgets for mailed codes (S66).

use crate::nobody::NOBODY;
use crate::throttle::Throttle;
use crate::{Outcome, Requester};
use regain_base::Op;
use regain_domain::{PersonId, Source, policy};
use regain_storage::{BudgetKey, IdentifierDigest};

impl Throttle {
    /// The budget for a recovery's mail: the person's, or that of an identifier that belongs to nobody.
    pub(crate) async fn mail_budget(
        &self,
        op: &mut dyn Op,
        person: Option<PersonId>,
        identifier: &IdentifierDigest,
    ) -> Outcome<BudgetKey> {
        // If it belongs to nobody, the same query is made for a stand-in (S3).
        let own = self
            .base
            .counted(op, |keys| keys.mails_key(person.unwrap_or(NOBODY)))
            .await?;
        Ok(person.map_or((*identifier).into(), |_| own))
    }

    /// Spends one mail; `false`: it isn't sent, and nobody is told (S2). The person's known devices have a reserve
    /// that no stranger can use up, and don't count against their network's budget.
    pub(crate) async fn spend_mail(
        &self,
        op: &mut dyn Op,
        from: &Requester,
        person: Option<PersonId>,
        own: &BudgetKey,
    ) -> Outcome<bool> {
        let now = op.now();
        let granted = match self.familiar(op, person, from.device.as_ref()).await? {
            Some(device) => {
                // Under the device's newest key, to which it moves with its next use.
                let reserve = self
                    .base
                    .counted(op, |keys| keys.reserved_mails_key(own, device))
                    .await?;
                op.budgets()
                    .spend(&reserve, policy::MAILS_RESERVED, now)
                    .await?
                    || op.budgets().spend(own, policy::MAILS, now).await?
            }
            None => {
                let mut granted = true;
                for network in from.visitor.source.into_iter().flat_map(Source::networks) {
                    let budget = policy::MAILS_OF_SOURCE.times(network.width().factor());
                    let left = if granted { budget } else { policy::NOTHING };
                    let key = self
                        .base
                        .counted(op, |keys| keys.source_mails_key(network))
                        .await?;
                    granted = op.budgets().spend(&key, left, now).await?;
                }

                // Unknown names have a cap of their own: no mail is sent for them, so inventing names takes nothing
                // from real people.
                let of_all = self
                    .base
                    .counted(op, |keys| keys.all_mails_key(person.is_some()))
                    .await?;
                for (key, budget) in [(own, policy::MAILS), (&of_all, policy::MAILS_OF_ALL)] {
                    // Queried even if already decided: one statement less would reveal what was asked under another
                    // name (S3).
                    let left = if granted { budget } else { policy::NOTHING };
                    granted = op.budgets().spend(key, left, now).await?;
                }

                granted
            }
        };

        if !granted {
            // Only the operator is told, and in the same way for people who don't exist.
            tracing::info!("a code isn't mailed: a budget of mail is used up (S66)");
        }

        Ok(granted)
    }
}
