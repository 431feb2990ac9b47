//! The two ends of a recovery: one unit of work each, and neither signs in (S29).

use crate::outbox::Letter;
use crate::proofs::VerifiedProofs;
use crate::{FlowToken, Outcome, Regain, Visitor, credentials};
use regain_domain::{
    FlowState, GivenPassword, NewPassword, PasswordError, PersonId, Refusal, Timestamp, Trouble, policy,
};
use regain_storage::{Flow, Person, PersonStatus, Work};

impl Regain {
    /// Ends with a new password; every session, every other recovery and every delay ends with it.
    ///
    /// # Errors
    /// The rule that the password breaks, which uses up nothing; a refusal of the flow.
    pub async fn finish_with_new_password(&self, visitor: &Visitor, token: &FlowToken, password: &str) -> Outcome<()> {
        let mut work = self.store.read().await?;
        let flow = self.proven_flow(work.as_mut(), token).await?;
        let person = owner(work.as_mut(), flow.person).await?;
        let addresses = work.people().verified_addresses(person.id).await?;
        let stored = work.credentials().password(person.id).await?;
        drop(work);
        let password = NewPassword::parse(password, &self.password_context(&person, &addresses))?;
        if self.hasher.verify(password.expose(), stored.as_ref()).await?.matches {
            return Err(PasswordError::Unchanged.into());
        }
        let hash = self.hasher.hash(password.expose(), self.bytes()).await?;

        let now = self.now();
        let mut work = self.store.write().await?;
        let proofs = self.finished(work.as_mut(), &flow, now).await?;
        credentials::set_password(work.as_mut(), proofs, &hash, now).await?;
        let sessions_ended = work.sessions().end_all_of(person.id).await?;
        self.clear_delays(work.as_mut(), &person, &flow).await?;
        let letter = Letter::PasswordCreated { sessions_ended };
        self.notify(work.as_mut(), &person, visitor, &letter).await?;
        self.commit(work).await
    }

    /// Ends with the password as it is: entered once, and every delay of the account is gone.
    ///
    /// # Errors
    /// [`Refusal::PasswordWrong`]; [`Refusal::PasswordTries`] when it was wrong too often, and only a new password
    /// helps; a refusal of the flow.
    pub async fn finish_with_kept_password(&self, visitor: &Visitor, token: &FlowToken, password: &str) -> Outcome<()> {
        let password = GivenPassword::parse(password)?;
        let mut work = self.store.write().await?;
        let flow = self.proven_flow(work.as_mut(), token).await?;
        let person = owner(work.as_mut(), flow.person).await?;
        if work.recovery().count_keep_try(flow.id, policy::KEEP_TRIES, self.now()).await?.is_none() {
            return Err(Refusal::PasswordTries.into());
        }
        let stored = work.credentials().password(person.id).await?;
        work.commit().await?;
        if !self.hasher.verify(password.expose(), stored.as_ref()).await?.matches {
            return Err(Refusal::PasswordWrong.into());
        }

        let now = self.now();
        let mut work = self.store.write().await?;
        if work.credentials().password(person.id).await? != stored {
            return Err(Refusal::PasswordWrong.into());
        }
        self.finished(work.as_mut(), &flow, now).await?;
        self.clear_delays(work.as_mut(), &person, &flow).await?;
        self.notify(work.as_mut(), &person, visitor, &Letter::PasswordKept).await?;
        self.commit(work).await
    }

    /// Changes the mind about the end, after both gates.
    ///
    /// # Errors
    /// A refusal of the flow.
    pub async fn end_with(&self, token: &FlowToken, keep: bool) -> Outcome<()> {
        let mut work = self.store.write().await?;
        let flow = self.proven_flow(work.as_mut(), token).await?;
        let trouble = if keep { Trouble::KnowPassword } else { Trouble::ForgotPassword };
        work.recovery().set_trouble(flow.id, trouble, self.now()).await?;
        Ok(work.commit().await?)
    }

    async fn proven_flow(&self, work: &mut dyn Work, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.live_flow(work, token).await?;
        match flow.state {
            FlowState::TwoGates => Ok(flow),
            _ => Err(Refusal::FlowStep.into()),
        }
    }

    async fn finished(&self, work: &mut dyn Work, flow: &Flow, now: Timestamp) -> Outcome<VerifiedProofs> {
        let shown_until = now.plus(policy::FLOW_DONE_SHOWN);
        let proofs = VerifiedProofs::by_two_gates(work, flow, shown_until, now).await?;
        Ok(proofs.ok_or(Refusal::FlowStep)?)
    }

    /// What both ends share: no other recovery, no delay is left (S21, S29).
    async fn clear_delays(&self, work: &mut dyn Work, person: &Person, flow: &Flow) -> Outcome<()> {
        work.recovery().cancel_open_of(person.id, Some(flow.id)).await?;
        let keys = self.counter_keys(work, person).await?;
        Ok(work.counters().clear(&keys).await?)
    }
}

async fn owner(work: &mut dyn Work, person: Option<PersonId>) -> Outcome<Person> {
    let person = match person {
        Some(id) => work.people().by_id(id).await?,
        None => None,
    };
    Ok(person.filter(|person| person.status == PersonStatus::Active).ok_or(Refusal::FlowCancelled)?)
}
