//! Codes and links of the recoveries that a browser began before its present one: they are told as what they are, and cost the
//! present one no try. A recovery that was begun earlier is over, so that its code opens nothing, here or anywhere.

use super::gates::Mailed;
use super::method::of_class;
use crate::{FlowToken, Outcome, Regain};
use regain_domain::{FlowState, LinkToken, OneTimeCode, ProofClass};

impl Regain {
    /// Whether a mailed code that was typed belongs to one of these recoveries. What is no code belongs to none.
    pub async fn is_earlier_code(&self, earlier: &[FlowToken], typed: &str) -> Outcome<bool> {
        match OneTimeCode::parse(typed) {
            Ok(code) => self.is_of_any(earlier, &Mailed::Code(code)).await,
            Err(_) => Ok(false),
        }
    }

    /// The same of a mailed link's token.
    pub async fn is_earlier_link(&self, earlier: &[FlowToken], typed: &str) -> Outcome<bool> {
        match LinkToken::parse(typed) {
            Ok(link) => self.is_of_any(earlier, &Mailed::Link(link)).await,
            Err(_) => Ok(false),
        }
    }

    async fn is_of_any(&self, earlier: &[FlowToken], given: &Mailed) -> Outcome<bool> {
        if earlier.is_empty() {
            return Ok(false);
        }
        let mut work = self.store.read_vault().await?;
        let mut found = false;
        for token in earlier {
            // One that goes on is looked at by its own gate alone, which counts the try first (S15).
            let Some(flow) = self
                .flow_of(work.as_mut(), token)
                .await?
                .filter(|flow| flow.state == FlowState::Cancelled)
            else {
                continue;
            };
            let challenges = of_class(
                work.recovery().challenges(flow.id).await?,
                ProofClass::MailedCode,
            );
            found |= challenges
                .iter()
                .any(|challenge| self.is_of(given, &flow, challenge));
        }
        Ok(found)
    }
}
