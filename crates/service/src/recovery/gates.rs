//! The two gates: count the try, check it, and turn the challenge into a proof, once (S15, S17, S60).

use super::contacts::waits_for_contacts;
use super::method::of_class;
use crate::factors::authenticator::parse_authenticator;
use crate::factors::signing::find_code;
use crate::recovery::Recovery;
use crate::{DeviceToken, FlowToken, Outcome, Visitor};
use regain_base::{CodeOf, Letter, Op, Span};
use regain_domain::{
    Facts, FlowState, HistoryEvent, LinkToken, Method, MethodKind, OneTimeCode, PersonStatus,
    ProofClass, ProofId, Refusal, SavedCode, policy,
};
use regain_storage::{Challenge, Flow, Person, Work};
use regain_vault::{CodeUse, VaultOp};

/// What came by mail: the typed code, or the link's token.
pub(super) enum Mailed {
    Code(OneTimeCode),
    Link(LinkToken),
}

impl Recovery {
    /// Takes a mailed code, typed where the recovery was started.
    ///
    /// # Errors
    /// What is wrong with the code, or with the flow.
    pub async fn enter_mailed_code(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        typed: &str,
    ) -> Outcome<()> {
        let code = OneTimeCode::parse(typed)?;
        self.enter_mailed(visitor, token, &Mailed::Code(code)).await
    }

    /// Takes the link of the mail, confirmed in the browser where the recovery was started.
    ///
    /// # Errors
    /// [`Refusal::LinkElsewhere`] if this browser's recovery isn't the link's; otherwise as for the code.
    pub async fn confirm_link(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        typed: &str,
    ) -> Outcome<()> {
        let link = LinkToken::parse(typed).map_err(|_| Refusal::LinkElsewhere)?;
        self.enter_mailed(visitor, token, &Mailed::Link(link)).await
    }

    async fn enter_mailed(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        given: &Mailed,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let flow = self.live_flow(&mut op, token).await?;
        let challenges = of_class(
            op.recovery().challenges(flow.id).await?,
            ProofClass::MailedCode,
        );
        let newest = challenges.first().ok_or(Refusal::FlowStep)?;
        let matches = |challenge: &Challenge| self.is_of(given, &flow, challenge);

        if challenges
            .iter()
            .any(|challenge| challenge.consumed_at.is_some())
        {
            return Err(if challenges.iter().any(matches) {
                Refusal::CodeUsed
            } else {
                wrong(given)
            }
            .into());
        }

        let tried = op
            .recovery()
            .count_try(flow.id, ProofClass::MailedCode, policy::CODE_TRIES, now)
            .await?;
        if !tried.contains(&newest.id) {
            return Err(if !newest.created_at.lasts(newest.expires_at, now) {
                Refusal::CodeExpired
            } else {
                Refusal::CodeTries
            }
            .into());
        }

        let found = challenges.iter().find(|challenge| matches(challenge));
        match found.filter(|challenge| tried.contains(&challenge.id) && flow.person.is_some()) {
            Some(challenge) => {
                self.pass_gate(&mut op, &flow, challenge).await?;
                op.commit().await
            }
            None => {
                op.commit().await?;
                let over = found.filter(|challenge| challenge.id != newest.id);
                Err(over
                    .map_or_else(|| wrong(given), |_| Refusal::CodeReplaced)
                    .into())
            }
        }
    }

    pub(super) fn is_of(&self, given: &Mailed, flow: &Flow, challenge: &Challenge) -> bool {
        let of = CodeOf {
            challenge: challenge.id,
            flow: challenge.flow,
            person: challenge.person,
        };

        // It dates from its recovery, whose seal covers the time.
        let span = Span::of_recovery(flow.created_at);
        match given {
            Mailed::Code(code) => challenge.code_digest.as_ref().is_some_and(|expected| {
                self.base
                    .is_sealed(span, expected, |keys| keys.code_digest(&of, code))
            }),
            Mailed::Link(link) => challenge.link_digest.as_ref().is_some_and(|expected| {
                self.base
                    .is_sealed(span, expected, |keys| keys.link_digest(&of, link))
            }),
        }
    }

    /// Takes a saved recovery code and uses it up.
    ///
    /// # Errors
    /// What is wrong with the code, or with the flow.
    pub async fn enter_saved_code(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        typed: &str,
    ) -> Outcome<()> {
        let code = SavedCode::parse(typed)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let flow = self.live_flow(&mut op, token).await?;

        if flow.method != Some(Method::SavedCode) {
            return Err(Refusal::FlowStep.into());
        }

        let challenges = of_class(
            op.recovery().challenges(flow.id).await?,
            ProofClass::SavedCode,
        );
        let challenge = challenges.into_iter().next().ok_or(Refusal::FlowStep)?;

        // After finding the challenge, but before counting: if the hasher is busy, this wasn't an attempt (S59).
        let place = self.hasher.place()?;
        if op
            .recovery()
            .count_try(flow.id, challenge.class, policy::CODE_TRIES, now)
            .await?
            .is_empty()
        {
            return Err(Refusal::CodeTries.into());
        }

        let named = op.people().by_id_if_any(flow.person).await?;
        let holdings = self.accounts.genuine_if_any(&mut op, &named).await?;
        let quarantine = op.policy().await?.quarantine();
        let row = holdings
            .as_ref()
            .and_then(|holdings| find_code(holdings.all_codes(), &code));
        let at = named
            .as_person()
            .map_or(now, |person| person.counting_at(now));
        let found = row.as_ref().zip(holdings.as_ref());
        let counts = found.is_some_and(|(row, held)| {
            held.codes_that_count(at, quarantine)
                .any(|code| code.id == row.id)
        });
        let is_new =
            found.is_some_and(|(row, held)| held.saved_codes.iter().any(|code| code.id == row.id));

        op.commit().await?;

        let hash = row.as_ref().map(|row| &row.hash);
        let verdict = self
            .hasher
            .verify_at(place, code.verifier().as_bytes(), hash)
            .await?;
        let (Some(row), true) = (row, verdict.matches) else {
            return Err(Refusal::CodeWrong.into());
        };

        if !counts {
            return Err(if is_new {
                Refusal::MethodNew
            } else {
                Refusal::CodeWrong
            }
            .into());
        }

        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let flow = self.live_flow(&mut op, token).await?;
        let (person, proof) = self.pass_gate(&mut op, &flow, &challenge).await?;
        let used = CodeUse {
            code: row.id,
            proof,
            at: now,
        };

        if !self
            .vault
            .use_saved_code(&mut op, &person, used, &crate::circumstances(visitor))
            .await?
        {
            return Err(Refusal::CodeUsed.into());
        }

        self.factors.tell_code_used(&mut op, &person).await?;
        op.commit().await
    }

    /// Takes a code of an authenticator app, after something stronger has passed (S15). Wrong codes are counted per
    /// known browser (S58).
    ///
    /// # Errors
    /// What is wrong with the code, or with the flow; [`Refusal::MethodNew`] if the app was added too recently (S28).
    pub async fn enter_authenticator(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        device: Option<&DeviceToken>,
        typed: &str,
    ) -> Outcome<()> {
        let code = parse_authenticator(typed)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let flow = self.live_flow(&mut op, token).await?;

        if flow.method != Some(Method::Authenticator) {
            return Err(Refusal::FlowStep.into());
        }

        let challenges = of_class(
            op.recovery().challenges(flow.id).await?,
            ProofClass::Authenticator,
        );
        let challenge = challenges.into_iter().next().ok_or(Refusal::FlowStep)?;
        if op
            .recovery()
            .count_try(flow.id, challenge.class, policy::CODE_TRIES, now)
            .await?
            .is_empty()
        {
            return Err(Refusal::AuthenticatorTries.into());
        }

        // Only somebody who exists can have passed the first gate.
        let person = flow.person.ok_or(Refusal::FlowStep)?;
        let person = op.people().by_id(person).await?.ok_or(Refusal::FlowStep)?;
        let holdings = self
            .accounts
            .genuine(&mut op, &person)
            .await?
            .ok_or(Refusal::AuthenticatorWrong)?;
        let apps: Vec<_> = holdings
            .gates_of(MethodKind::Authenticator, person.counting_at(now))
            .collect();

        match self
            .factors
            .authenticator_of(&mut op, (&person, device), &apps, &code)
            .await?
        {
            Ok((app, step)) => {
                self.pass_gate(&mut op, &flow, &challenge).await?;
                if !self.vault.use_step(&mut op, app, step, now).await? {
                    return Err(Refusal::AuthenticatorUsed.into());
                }

                self.throttle
                    .forget_app_codes(&mut op, person.id, device)
                    .await?;
                op.commit().await
            }
            Err(refusal) => {
                op.commit().await?;
                let of = (&person, &holdings);
                Err(self.factors.or_too_new(of, &code, refusal, now).into())
            }
        }
    }

    /// Consumes the challenge, adds its proof and advances the flow: all in this unit of work, or nothing.
    pub(crate) async fn pass_gate(
        &self,
        op: &mut dyn VaultOp,
        flow: &Flow,
        challenge: &Challenge,
    ) -> Outcome<(Person, ProofId)> {
        let now = op.now();
        let next = flow
            .state
            .pass(challenge.class)
            .map_err(|_| Refusal::FlowStep)?;
        let person = match flow.person {
            Some(id) => op
                .people()
                .by_id(id)
                .await?
                .filter(|person| person.status == PersonStatus::Active),
            None => None,
        };

        let person = person.ok_or(Refusal::CodeWrong)?;
        if self.accounts.genuine(op, &person).await?.is_none() {
            return Err(Refusal::CodeWrong.into());
        }

        let policy = op.policy().await?;

        // A method that was switched off meanwhile opens nothing (S82).
        if !Method::ALL
            .into_iter()
            .any(|method| method.class() == challenge.class && policy.offers(method))
        {
            return Err(Refusal::FlowStep.into());
        }

        let proof = self
            .vault
            .prove(op, flow, challenge, now)
            .await?
            .ok_or(Refusal::CodeUsed)?;

        // A newer challenge whose mail was withheld has no purpose any more.
        op.recovery()
            .replace_challenges(flow.id, challenge.class, now)
            .await?;
        let is_first = flow.state == FlowState::Started;
        let soon = now.plus(policy.flow_after_gate());
        let expires_at = match (next, challenge.class) {
            (_, ProofClass::Contact) => soon,
            // Contacts keep their day (S27), whatever passes meanwhile.
            (FlowState::OneGate(_), _)
                if waits_for_contacts(&op.recovery().challenges(flow.id).await?, now) =>
            {
                flow.expires_at.max(soon)
            }
            _ if is_first => soon,
            // After both gates, there is nobody left to wait for (S16).
            _ => flow.expires_at.min(soon),
        };

        if !op
            .recovery()
            .advance(flow.id, flow.state, next, expires_at, now)
            .await?
        {
            return Err(Refusal::FlowStep.into());
        }

        let facts = Facts {
            proof: Some(challenge.class),
            ..Facts::default()
        };
        let entry = op
            .visitor()
            .entry(HistoryEvent::GatePassed, person.id)
            .with(facts);
        op.record(&entry).await?;
        if is_first {
            op.notify(&person, &Letter::GatePassed).await?;
        }

        Ok((person, proof))
    }
}

const fn wrong(given: &Mailed) -> Refusal {
    match given {
        Mailed::Code(_) => Refusal::CodeWrong,
        Mailed::Link(_) => Refusal::LinkElsewhere,
    }
}
