//! Adding a passkey, after a fresh proof (S42, S45).

use crate::factors::passkeys::For;
use crate::ways_back::WaysBack;
use crate::{Outcome, PasskeyAnswer, PasskeyQuestion, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{MethodKind, MethodName, MethodsChange, Refusal, policy};
use regain_vault::Holdings;

impl WaysBack {
    /// Asks the browser to make a passkey for the signed-in person, if this session may make changes.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodMany`]; [`Refusal::PasskeyUnsupported`].
    pub async fn passkey_to_add(&self, signed_in: &SignedIn) -> Outcome<PasskeyQuestion> {
        if !self.confirmation.is_confirmed(signed_in).await? {
            return Err(Refusal::ConfirmNeeded.into());
        }

        let person = &signed_in.person;
        let mut op = self.store.reading(&self.base).await?;
        let holdings = self
            .accounts
            .genuine(&mut op, person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        few_enough(&holdings)?;

        self.factors
            .ask_for_new(&For::Add(&signed_in.session), person, &holdings)
    }

    /// Adds the passkey that the browser made.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the name or the passkey; [`Refusal::MethodMany`].
    pub async fn add_passkey(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        name: &str,
        answer: &PasskeyAnswer<'_>,
    ) -> Outcome<()> {
        let name = MethodName::parse(name)?;
        let person = &signed_in.person;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;

        few_enough(&holdings)?;
        let made = self
            .factors
            .made(
                &mut op,
                &For::Add(&signed_in.session),
                person.id,
                &holdings,
                answer,
            )
            .await?;
        let policy = op.policy().await?;
        let waits = crate::quarantine::of_new(&policy, &proofs, &holdings);
        let method = made.named(self.factors.new_method_id(), &name, waits);

        self.vault
            .add_method(&mut op, proofs, &method, &crate::circumstances(visitor))
            .await?;

        self.methods_changed(op, person, MethodsChange::PasskeyAdded)
            .await
    }
}

fn few_enough(holdings: &Holdings) -> Result<(), Refusal> {
    if holdings.methods_of(MethodKind::Passkey).count() < policy::PASSKEYS_MAX {
        Ok(())
    } else {
        Err(Refusal::MethodMany)
    }
}
