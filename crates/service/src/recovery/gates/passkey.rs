//! A passkey as the proof in a recovery: both gates at once (S12, S43).

use crate::factors::passkeys::For;
use crate::nobody::NOBODY;
use crate::recovery::{Recovery, of_class};
use crate::{FlowToken, Outcome, PasskeyAnswer, PasskeyQuestion, Visitor};
use regain_base::Op;
use regain_domain::{Method, MethodKind, ProofClass, Refusal};
use regain_storage::{Flow, Work};

impl Recovery {
    /// Asks for a passkey in this browser's recovery; the same for people who don't exist (S2, S44).
    ///
    /// # Errors
    /// A refusal of the flow; [`Refusal::PasskeyUnsupported`].
    pub async fn passkey_to_recover(&self, token: &FlowToken) -> Outcome<PasskeyQuestion> {
        let mut op = self.store.reading(&self.base).await?;
        let flow = self.passkey_flow(&mut op, token).await?;
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
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let flow = self.passkey_flow(&mut op, token).await?;
        let challenges = of_class(
            op.recovery().challenges(flow.id).await?,
            ProofClass::Passkey,
        );
        let challenge = challenges.into_iter().next().ok_or(Refusal::FlowStep)?;
        let purpose = For::Recover(&flow);
        let of = Some(flow.person.unwrap_or(NOBODY));
        let used = match self.factors.answered(&mut op, &purpose, of, answer).await? {
            Ok(used) => used,
            Err(rejected) => return Err(self.factors.rejected(op, rejected).await),
        };

        let gates: Vec<_> = used
            .holdings
            .gates_of(MethodKind::Passkey, used.person.counting_at(now))
            .collect();
        if let Err(refusal) = used.is_among(&gates) {
            return Err(self.factors.rejected(op, refusal.into()).await);
        }

        self.pass_gate(&mut op, &flow, &challenge).await?;

        if !self
            .vault
            .use_step(&mut op, used.row.id, used.counter, now)
            .await?
        {
            return Err(Refusal::PasskeyExpired.into());
        }

        op.commit().await
    }

    async fn passkey_flow(&self, op: &mut dyn Op, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.live_flow(op, token).await?;
        if flow.method == Some(Method::Passkey) && flow.state.asks_for_proof() {
            Ok(flow)
        } else {
            Err(Refusal::FlowStep.into())
        }
    }
}
