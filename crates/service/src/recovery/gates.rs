//! The two gates: count the try, check it, and turn the challenge into a proof, once (S15, S17, S60).

use super::method::of_class;
use crate::keys::same;
use crate::outbox::Letter;
use crate::{FlowToken, Outcome, Regain, Visitor};
use regain_domain::{
    FlowState, LinkToken, Method, OneTimeCode, ProofClass, ProofId, Refusal, SavedCode, Timestamp, policy,
};
use regain_storage::{Challenge, Flow, Mac, PersonStatus, Proof, Work};

/// What came by mail: the typed code, or the link's token.
enum Mailed {
    Code(OneTimeCode),
    Link(LinkToken),
}

impl Regain {
    /// A mailed code, typed where the recovery was started.
    ///
    /// # Errors
    /// What is wrong with the code, or with the flow.
    pub async fn enter_mailed_code(&self, visitor: &Visitor, token: &FlowToken, typed: &str) -> Outcome<()> {
        let code = OneTimeCode::parse(typed)?;
        self.enter_mailed(visitor, token, &Mailed::Code(code)).await
    }

    /// The link of the mail, confirmed in the browser where the recovery was started.
    ///
    /// # Errors
    /// [`Refusal::LinkElsewhere`] if this browser's recovery isn't the link's; otherwise as for the code.
    pub async fn confirm_link(&self, visitor: &Visitor, token: &FlowToken, typed: &str) -> Outcome<()> {
        let link = LinkToken::parse(typed).map_err(|_| Refusal::LinkElsewhere)?;
        self.enter_mailed(visitor, token, &Mailed::Link(link)).await
    }

    async fn enter_mailed(&self, visitor: &Visitor, token: &FlowToken, given: &Mailed) -> Outcome<()> {
        let now = self.now();
        let mut work = self.store.write().await?;
        let flow = self.live_flow(work.as_mut(), token).await?;
        let challenges = of_class(work.recovery().challenges(flow.id).await?, ProofClass::MailedCode);
        let newest = challenges.first().ok_or(Refusal::FlowStep)?;
        let matches = |challenge: &Challenge| self.is_of(given, challenge);
        if newest.consumed_at.is_some() {
            return Err(if challenges.iter().any(matches) { Refusal::CodeUsed } else { wrong(given) }.into());
        }
        if work.recovery().count_try(newest.id, policy::CODE_TRIES, now).await?.is_none() {
            return Err(if now >= newest.expires_at { Refusal::CodeExpired } else { Refusal::CodeTries }.into());
        }
        if !matches(newest) || flow.person.is_none() {
            work.commit().await?;
            let older = challenges.iter().skip(1).find(|challenge| matches(challenge));
            return Err(older.map_or_else(|| wrong(given), |_| Refusal::CodeReplaced).into());
        }
        self.pass_gate(work.as_mut(), &flow, newest, visitor, now).await?;
        self.commit(work).await
    }

    fn is_of(&self, given: &Mailed, challenge: &Challenge) -> bool {
        let (expected, given): (Option<&Mac>, Mac) = match given {
            Mailed::Code(code) => (challenge.code_mac.as_ref(), self.keys.code_mac(challenge.id, code)),
            Mailed::Link(link) => (challenge.link_mac.as_ref(), self.keys.link_mac(challenge.id, link)),
        };
        expected.is_some_and(|expected| same(expected, &given))
    }

    /// A saved recovery code; it is used up by this.
    ///
    /// # Errors
    /// What is wrong with the code, or with the flow.
    pub async fn enter_saved_code(&self, visitor: &Visitor, token: &FlowToken, typed: &str) -> Outcome<()> {
        let code = SavedCode::parse(typed)?;
        let now = self.now();
        let mut work = self.store.write().await?;
        let flow = self.live_flow(work.as_mut(), token).await?;
        if flow.method != Some(Method::SavedCode) {
            return Err(Refusal::FlowStep.into());
        }
        let challenges = of_class(work.recovery().challenges(flow.id).await?, ProofClass::SavedCode);
        let challenge = challenges.into_iter().next().ok_or(Refusal::FlowStep)?;
        if work.recovery().count_try(challenge.id, policy::CODE_TRIES, now).await?.is_none() {
            return Err(Refusal::CodeTries.into());
        }
        let row = match flow.person {
            Some(person) => work.credentials().saved_code(person, code.selector()).await?,
            None => None,
        };
        work.commit().await?;

        let hash = row.as_ref().map(|row| &row.hash);
        let verdict = self.hasher.verify(code.verifier().as_bytes(), hash).await?;
        let (Some(row), true) = (row, verdict.matches) else { return Err(Refusal::CodeWrong.into()) };

        let now = self.now();
        let mut work = self.store.write().await?;
        let flow = self.live_flow(work.as_mut(), token).await?;
        if !work.credentials().use_saved_code(row.id, now).await? {
            return Err(Refusal::CodeUsed.into());
        }
        self.pass_gate(work.as_mut(), &flow, &challenge, visitor, now).await?;
        self.commit(work).await
    }

    /// Consumes the challenge, adds its proof, and moves the flow, all in this unit of work or not at all.
    async fn pass_gate(
        &self,
        work: &mut dyn Work,
        flow: &Flow,
        challenge: &Challenge,
        visitor: &Visitor,
        now: Timestamp,
    ) -> Outcome<()> {
        let next = flow.state.pass(challenge.class).map_err(|_| Refusal::FlowStep)?;
        let person = match flow.person {
            Some(id) => work.people().by_id(id).await?.filter(|person| person.status == PersonStatus::Active),
            None => None,
        };
        let person = person.ok_or(Refusal::CodeWrong)?;
        if !work.recovery().consume(challenge.id, now).await? {
            return Err(Refusal::CodeUsed.into());
        }
        let proof = Proof {
            id: ProofId::from_bytes(self.bytes()),
            person: person.id,
            flow: flow.id,
            class: challenge.class,
            challenge: challenge.id,
            at: now,
        };
        work.recovery().insert_proof(&proof).await?;
        let expires_at = match next {
            FlowState::OneGate(_) => now.plus(policy::FLOW_LIFETIME_AFTER_GATE),
            _ => flow.expires_at,
        };
        if !work.recovery().advance(flow.id, flow.state, next, expires_at, now).await? {
            return Err(Refusal::FlowStep.into());
        }
        if matches!(next, FlowState::OneGate(_)) {
            self.notify(work, &person, visitor, &Letter::GatePassed).await?;
        }
        Ok(())
    }
}

const fn wrong(given: &Mailed) -> Refusal {
    match given {
        Mailed::Code(_) => Refusal::CodeWrong,
        Mailed::Link(_) => Refusal::LinkElsewhere,
    }
}
