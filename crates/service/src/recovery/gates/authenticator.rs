//! Takes a code of an authenticator app.

use crate::factors::authenticator::parse_authenticator;
use crate::recovery::Recovery;
use crate::recovery::method::of_class;
use crate::{DeviceToken, FlowToken, Outcome, Visitor};
use regain_base::Op;
use regain_domain::{Method, MethodKind, ProofClass, Refusal, policy};
use regain_storage::Work;

impl Recovery {
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
}
