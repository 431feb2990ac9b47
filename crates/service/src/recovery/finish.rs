//! The ends of a recovery: one unit of work each; none of them signs in (S29).

use crate::recovery::Recovery;
use crate::{FlowToken, Outcome, Seed, Visitor};
use regain_base::Letter;
use regain_domain::{
    Facts, FlowState, GivenPassword, HistoryEvent, MethodName, MethodsChange, NewPassword,
    PasswordError, PersonId, PersonStatus, Refusal, Timestamp, Trouble, policy,
};
use regain_storage::{Flow, Person, Work};
use regain_vault::{Evidence, Occasion, OpenedBy, PasswordRow, VaultWork, VerifiedProofs};

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
        let mut work = self.store.read_vault().await?;
        let flow = self.password_flow(work.as_mut(), token).await?;
        let person = owner(work.as_mut(), flow.person).await?;
        let addresses = work.people().verified_addresses(person.id).await?;
        let stored = self.password_of(work.as_mut(), &person).await?;
        let policy = self.base.policy(work.as_mut()).await?;
        drop(work);
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

        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        let proofs = self.finished(work.as_mut(), &flow, now).await?;
        let sessions_ended = work.sessions().end_all_of(person.id).await?;
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
            .set_password(work.as_mut(), proofs, occasion, &hash, &circumstances)
            .await?;
        self.open_up(work.as_mut(), visitor, &person, (&flow, evidence))
            .await?;
        let letter = Letter::PasswordCreated { sessions_ended };
        self.base
            .notify(work.as_mut(), &person, visitor, &letter)
            .await?;
        self.base.commit(work).await
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
        let mut work = self.store.write_vault().await?;
        let flow = self.password_flow(work.as_mut(), token).await?;
        let person = owner(work.as_mut(), flow.person).await?;
        // Before counting: if the hasher is busy, this wasn't an attempt (S59).
        let place = self.hasher.place()?;
        if work
            .recovery()
            .count_keep_try(flow.id, policy::KEEP_TRIES, self.base.now())
            .await?
            .is_none()
        {
            return Err(Refusal::PasswordTries.into());
        }
        let stored = self.password_of(work.as_mut(), &person).await?;
        work.commit().await?;
        if !self
            .hasher
            .verify_at(place, password.expose(), Some(&stored.hash))
            .await?
            .matches
        {
            return Err(Refusal::PasswordWrong.into());
        }

        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        if self.password_of(work.as_mut(), &person).await? != stored {
            return Err(Refusal::PasswordWrong.into());
        }
        let evidence = self
            .finished(work.as_mut(), &flow, now)
            .await?
            .evidence()
            .clone();
        let facts = Facts {
            old_proofs: Some(evidence.ends_older()),
            ..Facts::default()
        };
        let entry = visitor
            .entry(HistoryEvent::PasswordKept, person.id)
            .with(facts);
        self.base.tell(work.as_mut(), &entry).await?;
        self.open_up(work.as_mut(), visitor, &person, (&flow, evidence))
            .await?;
        self.base
            .notify(work.as_mut(), &person, visitor, &Letter::PasswordKept)
            .await?;
        self.base.commit(work).await
    }

    /// The secret of the app that replaces the lost ones.
    ///
    /// # Errors
    /// A refusal of the flow.
    pub async fn seed_to_replace(&self, token: &FlowToken) -> Outcome<Seed> {
        let mut work = self.store.read_vault().await?;
        Ok(self.replacing(work.as_mut(), token).await?.2)
    }

    async fn replacing(
        &self,
        work: &mut dyn VaultWork,
        token: &FlowToken,
    ) -> Outcome<(Flow, Person, Seed)> {
        let flow = self.proven_flow(work, token).await?;
        if flow.trouble != Trouble::LostAuthenticator {
            return Err(Refusal::FlowStep.into());
        }
        let person = owner(work, flow.person).await?;
        let seed = self
            .factors
            .seed_of(work, person.id, "recovery", flow.id.as_bytes())
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
        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        let (flow, person, seed) = self.replacing(work.as_mut(), token).await?;
        let quarantine = self.base.policy(work.as_mut()).await?.quarantine();
        let step = self.factors.step_shown(&seed, typed)?;
        let proofs = self.finished(work.as_mut(), &flow, now).await?;
        let sessions_ended = work.sessions().end_all_of(person.id).await?;
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
            .replace_authenticators(work.as_mut(), proofs, facts, &method, &circumstances)
            .await?;
        self.open_up(work.as_mut(), visitor, &person, (&flow, evidence))
            .await?;
        let letter = Letter::MethodsChanged {
            change: MethodsChange::AuthenticatorReplaced,
        };
        self.base
            .notify(work.as_mut(), &person, visitor, &letter)
            .await?;
        self.base.commit(work).await
    }

    /// Changes the chosen end after both gates: keep the password or set a new one.
    ///
    /// # Errors
    /// A refusal of the flow.
    pub async fn end_with(&self, token: &FlowToken, keep: bool) -> Outcome<()> {
        let mut work = self.store.write_vault().await?;
        let flow = self.password_flow(work.as_mut(), token).await?;
        let trouble = if keep {
            Trouble::KnowPassword
        } else {
            Trouble::ForgotPassword
        };
        work.recovery()
            .set_trouble(flow.id, trouble, self.base.now())
            .await?;
        Ok(work.commit().await?)
    }

    async fn proven_flow(&self, work: &mut dyn Work, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.live_flow(work, token).await?;
        match flow.state {
            FlowState::TwoGates => Ok(flow),
            _ => Err(Refusal::FlowStep.into()),
        }
    }

    /// A proven recovery that ends with a password.
    async fn password_flow(&self, work: &mut dyn Work, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.proven_flow(work, token).await?;
        match flow.trouble {
            Trouble::LostAuthenticator => Err(Refusal::FlowStep.into()),
            _ => Ok(flow),
        }
    }

    /// The stored password, if the account is genuine.
    async fn password_of(&self, work: &mut dyn VaultWork, person: &Person) -> Outcome<PasswordRow> {
        let holdings = self.accounts.genuine(work, person).await?;
        Ok(holdings
            .and_then(|holdings| holdings.password)
            .ok_or(Refusal::FlowCancelled)?)
    }

    async fn finished(
        &self,
        work: &mut dyn VaultWork,
        flow: &Flow,
        now: Timestamp,
    ) -> Outcome<VerifiedProofs> {
        let shown_until = now.plus(policy::FLOW_DONE_SHOWN);
        let proofs = self
            .vault
            .by_two_gates(work, flow, shown_until, now)
            .await?;
        Ok(proofs.ok_or(Refusal::FlowStep)?)
    }

    /// Shared by all ends: cancels other recoveries, delays and a freeze (S21, S29), and disables the freeze links of
    /// older mails (S30).
    async fn open_up(
        &self,
        work: &mut dyn VaultWork,
        visitor: &Visitor,
        person: &Person,
        (flow, evidence): (&Flow, Evidence),
    ) -> Outcome<()> {
        work.recovery()
            .cancel_open_of(person.id, Some(flow.id))
            .await?;
        self.accounts.forget_trust(work, person.id).await?;
        self.throttle.end_all_waits(work, person.id).await?;
        work.freeze_links()
            .end_all_of(person.id, self.base.now())
            .await?;
        if person.frozen_at.is_some() {
            let entry = visitor.entry(HistoryEvent::Opened, person.id);
            let open = |person: &mut Person| {
                person.frozen_at = None;
                person.needs_recovery = false;
            };
            let opened = self
                .base
                .historian
                .stand(work, person, open, entry, self.base.now())
                .await?;
            opened.ok_or(Refusal::FlowCancelled)?;
        }
        self.accounts
            .settle(work, visitor, person, OpenedBy::Proofs(evidence))
            .await
    }
}

async fn owner(work: &mut dyn Work, person: Option<PersonId>) -> Outcome<Person> {
    let person = match person {
        Some(id) => work.people().by_id(id).await?,
        None => None,
    };
    Ok(person
        .filter(|person| person.status == PersonStatus::Active)
        .ok_or(Refusal::FlowCancelled)?)
}
