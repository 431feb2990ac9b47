//! Takes what came by mail: the typed code, or the link's token.

use crate::recovery::Recovery;
use crate::recovery::method::of_class;
use crate::{FlowToken, Outcome, Visitor};
use regain_base::{CodeOf, Op, Span};
use regain_domain::{LinkToken, OneTimeCode, ProofClass, Refusal, policy};
use regain_storage::{Challenge, Flow, Work};

/// What came by mail: the typed code, or the link's token.
pub(in crate::recovery) enum Mailed {
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

    pub(in crate::recovery) fn is_of(
        &self,
        given: &Mailed,
        flow: &Flow,
        challenge: &Challenge,
    ) -> bool {
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
}

const fn wrong(given: &Mailed) -> Refusal {
    match given {
        Mailed::Code(_) => Refusal::CodeWrong,
        Mailed::Link(_) => Refusal::LinkElsewhere,
    }
}
