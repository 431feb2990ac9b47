//! The two gates: count the try, check it, and turn the challenge into a proof, once (S15, S17, S60).

mod authenticator;
mod mailed;
mod passkey;
mod saved_code;

pub(super) use mailed::Mailed;

use super::contacts::waits_for_contacts;
use crate::Outcome;
use crate::recovery::Recovery;
use regain_base::Letter;
use regain_domain::{
    Facts, FlowState, HistoryEvent, Method, PersonStatus, ProofClass, ProofId, Refusal,
};
use regain_storage::{Challenge, Flow, Person};
use regain_vault::VaultOp;

impl Recovery {
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
