//! Opening an account: what a sign-in or a recovery brings back and sets aside (S109, S112, S113).

use crate::Outcome;
use crate::accounts::Accounts;
use regain_base::Letter;
use regain_domain::MethodsChange;
use regain_storage::Person;
use regain_vault::{OpenedBy, Settling, VaultOp};

impl Accounts {
    /// Runs at the end of a recovery and when a sign-in opens a frozen account: sets aside credentials that don't
    /// count yet (S112) and those that yield to older proofs (S113). `person` is the state before.
    pub(crate) async fn settle(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        opened_by: OpenedBy,
    ) -> Outcome<()> {
        let now = op.now();
        let quarantine = op.policy().await?.quarantine();
        let settling = Settling {
            counting_at: person.counting_at(now),
            now,
            opened_by,
            quarantine,
        };
        let circumstances = crate::circumstances(op.visitor());

        if self
            .vault
            .settle(op, person, settling, &circumstances)
            .await?
        {
            let letter = Letter::MethodsChanged {
                change: MethodsChange::SetAside,
            };
            op.notify(person, &letter).await?;
        }

        Ok(())
    }
}
