//! Takes a saved recovery code.

use crate::factors::signing::find_code;
use crate::recovery::Recovery;
use crate::recovery::method::of_class;
use crate::{FlowToken, Outcome, Visitor};
use regain_base::Op;
use regain_domain::{Method, ProofClass, Refusal, SavedCode, policy};
use regain_storage::Work;
use regain_vault::CodeUse;

impl Recovery {
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
}
