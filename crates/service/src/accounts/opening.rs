//! Opening an account: what a sign-in or a recovery brings back and sets aside (S109, S112, S113).

use crate::accounts::Accounts;
use crate::{Outcome, Visitor};
use regain_base::Letter;
use regain_domain::MethodsChange;
use regain_storage::Person;
use regain_vault::{OpenedBy, Settling, VaultWork};

impl Accounts {
    /// Runs at the end of a recovery and when a sign-in opens a frozen account: sets aside credentials that don't
    /// count yet (S112) and those that yield to older proofs (S113). `person` is the state before.
    pub(crate) async fn settle(
        &self,
        work: &mut dyn VaultWork,
        visitor: &Visitor,
        person: &Person,
        opened_by: OpenedBy,
    ) -> Outcome<()> {
        let now = self.base.now();
        let quarantine = self.base.policy(work).await?.quarantine();
        let settling = Settling {
            counting_at: person.counting_at(now),
            now,
            opened_by,
            quarantine,
        };
        if self
            .vault
            .settle(work, person, settling, &crate::circumstances(visitor))
            .await?
        {
            let letter = Letter::MethodsChanged {
                change: MethodsChange::SetAside,
            };
            self.base.notify(work, person, visitor, &letter).await?;
        }
        Ok(())
    }
}
