//! Adds an authenticator app, proven by a right code.

use super::WaysBack;
use crate::factors::authenticator::Seed;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::Op;
use regain_domain::{MethodKind, MethodName, MethodsChange, Refusal, policy};
use regain_vault::VaultOp;

impl WaysBack {
    /// The secret of the app to be added, if this session may make changes.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`].
    pub async fn seed_to_add(&self, signed_in: &SignedIn) -> Outcome<Seed> {
        if !self.confirmation.is_confirmed(signed_in).await? {
            return Err(Refusal::ConfirmNeeded.into());
        }

        let mut op = self.store.reading(&self.base).await?;
        self.own_seed(&mut op, signed_in).await
    }

    /// Tied to this session, however often it is confirmed: a new sign-in gets another secret.
    async fn own_seed(&self, op: &mut dyn VaultOp, signed_in: &SignedIn) -> Outcome<Seed> {
        let since = signed_in.session.created_at.as_millis().to_be_bytes();
        self.factors
            .seed_of(op, signed_in.person.id, "session", &since)
            .await
    }

    /// Adds an authenticator app, proven by a right code.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with the name or the code; [`Refusal::MethodMany`].
    pub async fn add_authenticator(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        name: &str,
        typed: &str,
    ) -> Outcome<()> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let seed = self.own_seed(&mut op, signed_in).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;

        if holdings.methods_of(MethodKind::Authenticator).count() >= policy::AUTHENTICATORS_MAX {
            return Err(Refusal::MethodMany.into());
        }

        let step = self.factors.step_shown(&seed, typed, op.now())?;
        let policy = op.policy().await?;
        let waits = crate::quarantine::of_new(&policy, &proofs, &holdings);
        let method = self.factors.new_authenticator(&name, &seed, step, waits);

        self.vault
            .add_method(&mut op, proofs, &method, &crate::circumstances(visitor))
            .await?;

        self.methods_changed(op, person, MethodsChange::AuthenticatorAdded)
            .await
    }
}
