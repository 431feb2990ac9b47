//! How many codes are mailed, and at whose expense (S66).

use crate::{DeviceToken, Outcome, Regain, Visitor};
use regain_domain::{PersonId, Source, policy};
use regain_storage::{Mac, Work};

impl Regain {
    /// Whose budget a recovery's mail is: the person's, or that of an identifier that is nobody's.
    pub(crate) fn mails_of(&self, person: Option<PersonId>, identifier: &Mac) -> Mac {
        person.map_or(*identifier, |person| self.base.keys.mails_key(person))
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
        let (now, keys) = (self.base.now(), &self.base.keys);
        let may = match self.familiar(work, person, token).await? {
            Some(device) => {
                work.budgets().spend(&keys.reserved_mails_key(of, device), policy::MAILS_RESERVED, now).await?
                    || work.budgets().spend(of, policy::MAILS, now).await?
            }
            None => {
                let mut may = true;
                for network in visitor.source.into_iter().flat_map(Source::networks) {
                    let budget = policy::MAILS_OF_SOURCE.times(network.width().factor());
                    let left = if may { budget } else { policy::NOTHING };
                    may = work.budgets().spend(&keys.source_mails_key(network), left, now).await?;
                }
                // Names of nobody have a cap of their own: no mail leaves for them, and who makes names up takes none from
                // those who are there.
                let of_all = keys.all_mails_key(person.is_some());
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
