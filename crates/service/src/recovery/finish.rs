//! The ends of a recovery: one unit of work each; none of them signs in (S29).

use crate::recovery::Recovery;
use crate::{FlowToken, Outcome, Seed, Visitor};
use regain_base::{Letter, Op};
use regain_domain::{
    Facts, FlowState, GivenPassword, HistoryEvent, MethodName, MethodsChange, NewPassword,
    PasswordError, PersonId, PersonStatus, RecoveryEnd, Refusal, Trouble, policy,
};
use regain_storage::{Flow, Person, Work};
use regain_vault::{Evidence, Occasion, OpenedBy, PasswordRow, VaultOp, VerifiedProofs};

impl Recovery {
    /// Finishes with a new password; ends every session, every other recovery and every delay.
    ///
    /// # Errors
    /// The rule that the password breaks, without using up anything; a refusal of the flow.
    pub async fn finish_with_new_password(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        password: &str,
    ) -> Outcome<()> {
        let mut op = self.store.reading(&self.base).await?;
        let flow = self.password_flow(&mut op, token).await?;
        let person = owner(&mut op, flow.person).await?;
        let addresses = op.people().verified_addresses(person.id).await?;
        let stored = self.password_of(&mut op, &person).await?;
        let policy = op.policy().await?;

        drop(op);
        let password = NewPassword::parse(
            password,
            &self
                .passwords
                .password_context(&person, &addresses, &policy),
        )?;
        if self
            .hasher
            .verify(password.expose(), Some(&stored.hash))
            .await?
            .matches
        {
            return Err(PasswordError::Unchanged.into());
        }

        self.passwords.refuse_breached(&password).await?;
        let hash = self
            .hasher
            .hash(password.expose(), self.base.bytes())
            .await?;

        let mut op = self.store.writing(&self.base, visitor).await?;
        let proofs = self.finished(&mut op, &flow).await?;
        let sessions_ended = op.sessions().end_all_of(person.id).await?;
        let evidence = proofs.evidence().clone();
        let facts = Facts {
            sessions: Some(sessions_ended),
            old_proofs: Some(evidence.ends_older()),
            ..Facts::default()
        };
        let circumstances = crate::circumstances(visitor);
        let occasion = Occasion {
            event: HistoryEvent::PasswordCreated,
            facts,
        };

        self.vault
            .set_password(&mut op, proofs, occasion, &hash, &circumstances)
            .await?;
        self.open_up(&mut op, &person, (&flow, evidence)).await?;
        let letter = Letter::PasswordCreated { sessions_ended };
        op.notify(&person, &letter).await?;

        op.commit().await
    }

    /// Finishes with the current password, entered once; ends every delay of the account.
    ///
    /// # Errors
    /// [`Refusal::PasswordWrong`]; [`Refusal::PasswordTries`] after too many wrong ones, when only a new password
    /// helps; a refusal of the flow.
    pub async fn finish_with_kept_password(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        password: &str,
    ) -> Outcome<()> {
        let password = GivenPassword::parse(password)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let flow = self.password_flow(&mut op, token).await?;
        let person = owner(&mut op, flow.person).await?;

        // Before counting: if the hasher is busy, this wasn't an attempt (S59).
        let place = self.hasher.place()?;
        if op
            .recovery()
            .count_keep_try(flow.id, policy::KEEP_TRIES, now)
            .await?
            .is_none()
        {
            return Err(Refusal::PasswordTries.into());
        }

        let stored = self.password_of(&mut op, &person).await?;
        op.commit().await?;

        if !self
            .hasher
            .verify_at(place, password.expose(), Some(&stored.hash))
            .await?
            .matches
        {
            return Err(Refusal::PasswordWrong.into());
        }

        let mut op = self.store.writing(&self.base, visitor).await?;
        if self.password_of(&mut op, &person).await? != stored {
            return Err(Refusal::PasswordWrong.into());
        }

        let evidence = self.finished(&mut op, &flow).await?.evidence().clone();
        let facts = Facts {
            old_proofs: Some(evidence.ends_older()),
            ..Facts::default()
        };
        let entry = visitor
            .entry(HistoryEvent::PasswordKept, person.id)
            .with(facts);
        op.record(&entry).await?;
        self.open_up(&mut op, &person, (&flow, evidence)).await?;
        op.notify(&person, &Letter::PasswordKept).await?;

        op.commit().await
    }

    /// The secret of the app that replaces the lost ones.
    ///
    /// # Errors
    /// A refusal of the flow.
    pub async fn seed_to_replace(&self, token: &FlowToken) -> Outcome<Seed> {
        let mut op = self.store.reading(&self.base).await?;
        Ok(self.replacing(&mut op, token).await?.2)
    }

    async fn replacing(
        &self,
        op: &mut dyn VaultOp,
        token: &FlowToken,
    ) -> Outcome<(Flow, Person, Seed)> {
        let flow = self.proven_flow(op, token).await?;
        if flow.trouble.ends_with() != RecoveryEnd::NewAuthenticator {
            return Err(Refusal::FlowStep.into());
        }

        let person = owner(op, flow.person).await?;
        let seed = self
            .factors
            .seed_of(op, person.id, "recovery", flow.id.as_bytes())
            .await?;

        Ok((flow, person, seed))
    }

    /// Finishes with an authenticator app that replaces the lost ones. Ends every session too, since whoever has the
    /// phone may be signed in there (S13).
    ///
    /// # Errors
    /// What is wrong with the name or the code, without using up anything; a refusal of the flow.
    pub async fn finish_with_new_authenticator(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        name: &str,
        typed: &str,
    ) -> Outcome<()> {
        let name = MethodName::parse(name)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let (flow, person, seed) = self.replacing(&mut op, token).await?;
        let quarantine = op.policy().await?.quarantine();
        let step = self.factors.step_shown(&seed, typed, op.now())?;
        let proofs = self.finished(&mut op, &flow).await?;
        let sessions_ended = op.sessions().end_all_of(person.id).await?;
        let evidence = proofs.evidence().clone();
        let facts = Facts {
            sessions: Some(sessions_ended),
            old_proofs: Some(evidence.ends_older()),
            ..Facts::default()
        };
        let method = self
            .factors
            .new_authenticator(&name, &seed, step, quarantine);
        let evidence = evidence.adding(method.id);
        let circumstances = crate::circumstances(visitor);

        self.vault
            .replace_authenticators(&mut op, proofs, facts, &method, &circumstances)
            .await?;
        self.open_up(&mut op, &person, (&flow, evidence)).await?;
        let letter = Letter::MethodsChanged {
            change: MethodsChange::AuthenticatorReplaced,
        };
        op.notify(&person, &letter).await?;

        op.commit().await
    }

    /// Changes the chosen end after both gates: keep the password or set a new one.
    ///
    /// # Errors
    /// A refusal of the flow.
    pub async fn end_with(&self, token: &FlowToken, keep: bool) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let flow = self.password_flow(&mut op, token).await?;
        let trouble = if keep {
            Trouble::KnowPassword
        } else {
            Trouble::ForgotPassword
        };

        op.recovery().set_trouble(flow.id, trouble, now).await?;
        op.commit().await
    }

    async fn proven_flow(&self, op: &mut dyn Op, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.live_flow(op, token).await?;
        match flow.state {
            FlowState::TwoGates => Ok(flow),
            _ => Err(Refusal::FlowStep.into()),
        }
    }

    /// A proven recovery that ends with a password.
    async fn password_flow(&self, op: &mut dyn Op, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.proven_flow(op, token).await?;
        match flow.trouble.ends_with() {
            RecoveryEnd::NewAuthenticator => Err(Refusal::FlowStep.into()),
            RecoveryEnd::NewPassword | RecoveryEnd::KeptPassword | RecoveryEnd::UserNameMailed => {
                Ok(flow)
            }
        }
    }

    /// The stored password, if the account is genuine.
    async fn password_of(&self, op: &mut dyn VaultOp, person: &Person) -> Outcome<PasswordRow> {
        let holdings = self.accounts.genuine(op, person).await?;
        Ok(holdings
            .and_then(|holdings| holdings.password)
            .ok_or(Refusal::FlowCancelled)?)
    }

    async fn finished(&self, op: &mut dyn VaultOp, flow: &Flow) -> Outcome<VerifiedProofs> {
        let now = op.now();
        let shown_until = now.plus(policy::FLOW_DONE_SHOWN);
        let proofs = self.vault.by_two_gates(op, flow, shown_until, now).await?;
        Ok(proofs.ok_or(Refusal::FlowStep)?)
    }

    /// Shared by all ends: cancels other recoveries, delays and a freeze (S21, S29), and disables the freeze links of
    /// older mails (S30).
    async fn open_up(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        (flow, evidence): (&Flow, Evidence),
    ) -> Outcome<()> {
        let now = op.now();
        op.recovery()
            .cancel_open_of(person.id, Some(flow.id))
            .await?;
        self.accounts.forget_trust(op, person.id).await?;
        self.throttle.end_all_waits(op, person.id).await?;
        op.freeze_links().end_all_of(person.id, now).await?;

        if person.frozen_at.is_some() {
            let entry = op.visitor().entry(HistoryEvent::Opened, person.id);
            let open = |person: &mut Person| {
                person.frozen_at = None;
                person.needs_recovery = false;
            };
            let opened = self
                .base
                .historian
                .stand(op, person, open, entry, now)
                .await?;
            opened.ok_or(Refusal::FlowCancelled)?;
        }

        self.accounts
            .settle(op, person, OpenedBy::Proofs(evidence))
            .await
    }
}

async fn owner(op: &mut dyn Op, person: Option<PersonId>) -> Outcome<Person> {
    let person = match person {
        Some(id) => op.people().by_id(id).await?,
        None => None,
    };

    Ok(person
        .filter(|person| person.status == PersonStatus::Active)
        .ok_or(Refusal::FlowCancelled)?)
}
