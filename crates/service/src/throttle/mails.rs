//! How many codes are mailed, and at whose expense (S66).

use crate::nobody::NOBODY;
use crate::{DeviceToken, Outcome, Regain, Visitor};
use regain_domain::{PersonId, Source, policy};
use regain_storage::{Mac, Work};

impl Regain {
    /// Whose budget a recovery's mail is: the person's, or that of an identifier that is nobody's.
    pub(crate) async fn mails_of(
        &self,
        work: &mut dyn Work,
        person: Option<PersonId>,
        identifier: &Mac,
    ) -> Outcome<Mac> {
        // Where it is nobody's the same is asked of the database, as of nobody (S3).
        let of = self
            .base
            .counted(work, |keys| keys.mails_key(person.unwrap_or(NOBODY)))
            .await?;
        Ok(person.map_or(*identifier, |_| of))
    }

    /// Spends one mail; `false`: it isn't sent, and nobody is told so (S2). The person's own known devices have a reserve that
    /// no stranger can use up, and aren't held against their network's budget.
    pub(crate) async fn may_mail(
        &self,
        work: &mut dyn Work,
        visitor: &Visitor,
        person: Option<PersonId>,
        of: &Mac,
        token: Option<&DeviceToken>,
    ) -> Outcome<bool> {
        let now = self.base.now();
        let may = match self.familiar(work, person, token).await? {
            Some(device) => {
                // By the newest of what the device has: it goes over to that with its next use.
                let reserve = self
                    .base
                    .counted(work, |keys| keys.reserved_mails_key(of, device))
                    .await?;
                work.budgets()
                    .spend(&reserve, policy::MAILS_RESERVED, now)
                    .await?
                    || work.budgets().spend(of, policy::MAILS, now).await?
            }
            None => {
                let mut may = true;
                for network in visitor.source.into_iter().flat_map(Source::networks) {
                    let budget = policy::MAILS_OF_SOURCE.times(network.width().factor());
                    let left = if may { budget } else { policy::NOTHING };
                    let key = self
                        .base
                        .counted(work, |keys| keys.source_mails_key(network))
                        .await?;
                    may = work.budgets().spend(&key, left, now).await?;
                }
                // Names of nobody have a cap of their own: no mail leaves for them, and who makes names up takes none from
                // those who are there.
                let of_all = self
                    .base
                    .counted(work, |keys| keys.all_mails_key(person.is_some()))
                    .await?;
                for (key, budget) in [(of, policy::MAILS), (&of_all, policy::MAILS_OF_ALL)] {
                    // Asked even where it is decided: a statement less would tell what was asked under another name (S3).
                    let left = if may { budget } else { policy::NOTHING };
                    may = work.budgets().spend(key, left, now).await?;
                }
                may
            }
        };
        if !may {
            // Said to the operator only, and alike for people who don't exist.
            tracing::info!("a code isn't mailed: a budget of mail is used up (S66)");
        }
        Ok(may)
    }
}
