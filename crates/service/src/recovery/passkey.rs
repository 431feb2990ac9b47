//! A passkey as the proof in a recovery: both gates at once (S12, S43).

use crate::factors::passkeys::For;
use crate::nobody::NOBODY;
use crate::recovery::{Recovery, of_class};
use crate::{FlowToken, Outcome, PasskeyAnswer, PasskeyQuestion, Visitor};
use regain_domain::{Method, MethodKind, ProofClass, Refusal};
use regain_storage::{Flow, Work};

impl Recovery {
    /// Asks for a passkey in this browser's recovery; the same for people who don't exist (S2, S44).
    ///
    /// # Errors
    /// A refusal of the flow; [`Refusal::PasskeyUnsupported`].
    pub async fn passkey_to_recover(&self, token: &FlowToken) -> Outcome<PasskeyQuestion> {
        let mut work = self.store.read_vault().await?;
        let flow = self.passkey_flow(work.as_mut(), token).await?;
        self.factors.ask_for_passkey(&For::Recover(&flow))
    }

    /// Takes a passkey of the account, which opens both gates.
    ///
    /// # Errors
    /// What is wrong with the passkey; [`Refusal::MethodNew`] if it was added too recently (S28); a refusal of the flow.
    pub async fn enter_passkey(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        answer: &PasskeyAnswer<'_>,
    ) -> Outcome<()> {
        let now = self.base.now();
        let mut work = self.store.write_vault().await?;
        let flow = self.passkey_flow(work.as_mut(), token).await?;
        let challenges = of_class(
            work.recovery().challenges(flow.id).await?,
            ProofClass::Passkey,
        );
        let challenge = challenges.into_iter().next().ok_or(Refusal::FlowStep)?;
        let purpose = For::Recover(&flow);
        let of = Some(flow.person.unwrap_or(NOBODY));
        let used = match self
            .factors
            .answered(work.as_mut(), visitor, &purpose, of, answer)
            .await?
        {
            Ok(used) => used,
            Err(rejected) => return Err(self.factors.rejected(work, rejected).await),
        };
        let gates: Vec<_> = used
            .holdings
            .gates_of(MethodKind::Passkey, used.person.counting_at(now))
            .collect();
        if let Err(refusal) = used.is_among(&gates) {
            return Err(self.factors.rejected(work, refusal.into()).await);
        }
        self.pass_gate(work.as_mut(), &flow, &challenge, visitor, now)
            .await?;
        if !self
            .vault
            .use_step(work.as_mut(), used.row.id, used.counter, now)
            .await?
        {
            return Err(Refusal::PasskeyExpired.into());
        }
        self.base.commit(work).await
    }

    async fn passkey_flow(&self, work: &mut dyn Work, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.live_flow(work, token).await?;
        if flow.method == Some(Method::Passkey) && flow.state.asks_for_proof() {
            Ok(flow)
        } else {
            Err(Refusal::FlowStep.into())
        }
    }
}
