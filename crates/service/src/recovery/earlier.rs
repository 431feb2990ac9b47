//! Recognises codes and links of a browser's earlier recoveries, so that they are named as such and don't cost a try
//! of the present one. Earlier recoveries are over; their codes open nothing, here or anywhere.

use super::gates::Mailed;
use super::method::of_class;
use crate::recovery::Recovery;
use crate::{FlowToken, Outcome};
use regain_domain::{FlowState, LinkToken, OneTimeCode, ProofClass};
use regain_storage::Work;

impl Recovery {
    /// Whether a typed code was mailed in one of these recoveries; `false` for malformed codes.
    pub async fn is_earlier_code(&self, earlier: &[FlowToken], typed: &str) -> Outcome<bool> {
        match OneTimeCode::parse(typed) {
            Ok(code) => self.is_of_any(earlier, &Mailed::Code(code)).await,
            Err(_) => Ok(false),
        }
    }

    /// The same for the token of a mailed link.
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

        let mut op = self.store.reading(&self.base).await?;
        let mut found = false;
        for token in earlier {
            // A recovery that is still open is checked only by its own gate, which counts the try first (S15).
            let Some(flow) = self
                .flow_of(&mut op, token)
                .await?
                .filter(|flow| flow.state == FlowState::Cancelled)
            else {
                continue;
            };

            let challenges = of_class(
                op.recovery().challenges(flow.id).await?,
                ProofClass::MailedCode,
            );
            found |= challenges
                .iter()
                .any(|challenge| self.is_of(given, &flow, challenge));
        }

        Ok(found)
    }
}
