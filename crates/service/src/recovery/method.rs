//! Choosing a method in a recovery, and mailing its codes.

use crate::nobody::NOBODY;
use crate::recovery::Recovery;
use crate::{Failure, FlowToken, Outcome, Requester, Visitor};
use regain_base::{CodeOf, Letter, Op};
use regain_domain::TransitionError;
use regain_domain::{
    ChallengeId, FlowId, Method, PersonId, Policy, ProofClass, Refusal, Timestamp, policy,
};
use regain_storage::{Challenge, Flow, Work};

impl Recovery {
    /// Chooses a method. For a mailed code, sends one, unless a working one was sent already.
    ///
    /// # Errors
    /// [`Refusal::MethodUsed`] if its class has passed (S12); [`Refusal::MethodLater`] if a stronger one must come
    /// first (S15); [`Refusal::ResendSpent`] if no more codes may be sent; a refusal of the flow.
    pub async fn choose_method(
        &self,
        from: &Requester,
        token: &FlowToken,
        method: Method,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let now = op.now();
        let flow = self.asking_flow(&mut op, token).await?;
        let policy = op.policy().await?;

        if !flow.trouble.methods().contains(&method) || !policy.offers(method) {
            return Err(Refusal::FlowStep.into());
        }

        match flow.state.pass(method.class()) {
            Err(TransitionError::TooEarly) => return Err(Refusal::MethodLater.into()),
            Err(TransitionError::SameClass) => return Err(Refusal::MethodUsed.into()),
            Err(TransitionError::NotAsked) => return Err(Refusal::FlowStep.into()),
            Ok(_) => {}
        }

        let class = method.class();
        let challenges = of_class(op.recovery().challenges(flow.id).await?, class);
        if !challenges
            .first()
            .is_some_and(|challenge| works(challenge, now))
        {
            match method {
                Method::Mail => {
                    self.mail_code(&mut op, &flow, from, &policy, &challenges)
                        .await?;
                }
                Method::Contact => {
                    self.ask_contacts(&mut op, &flow, from, &policy, &challenges)
                        .await?;
                }
                Method::SavedCode if !challenges.is_empty() => {
                    return Err(Refusal::CodeTries.into());
                }
                Method::Authenticator if !challenges.is_empty() => {
                    return Err(Refusal::AuthenticatorTries.into());
                }
                // A passkey can't be guessed, so it may be asked for any number of times.
                Method::SavedCode | Method::Authenticator | Method::Passkey => {
                    let challenge = self.new_challenge(&flow, class, &policy, now);
                    op.recovery().insert_challenge(&challenge).await?;
                }
            }
        }

        if !op
            .recovery()
            .choose_method(flow.id, Some(method), now)
            .await?
        {
            return Err(Refusal::FlowStep.into());
        }

        op.commit().await
    }

    /// Returns to the list of methods; codes already sent keep working.
    ///
    /// # Errors
    /// A refusal of the flow.
    pub async fn choose_another_way(&self, token: &FlowToken) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let flow = self.asking_flow(&mut op, token).await?;
        op.recovery().choose_method(flow.id, None, now).await?;
        op.commit().await
    }

    /// Mails a new code, or asks the contacts again; earlier codes of this flow stop working (S21).
    ///
    /// # Errors
    /// [`Refusal::ResendEarly`] within the wait; [`Refusal::ResendSpent`] if no more codes may be sent; a refusal of the
    /// flow.
    pub async fn resend_code(&self, from: &Requester, token: &FlowToken) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let flow = self.asking_flow(&mut op, token).await?;
        let method = flow
            .method
            .filter(|method| matches!(method, Method::Mail | Method::Contact));
        let method = method.ok_or(Refusal::FlowStep)?;
        let challenges = of_class(op.recovery().challenges(flow.id).await?, method.class());
        let newest = challenges.first();
        let now = op.now();

        if newest.is_some_and(|newest| {
            !newest
                .created_at
                .wait_left(policy::RESEND_WAIT, now)
                .is_zero()
        }) {
            return Err(Refusal::ResendEarly.into());
        }

        let policy = op.policy().await?;
        match method {
            Method::Contact => {
                self.ask_contacts(&mut op, &flow, from, &policy, &challenges)
                    .await?;
            }
            _ => {
                self.mail_code(&mut op, &flow, from, &policy, &challenges)
                    .await?;
            }
        }

        op.commit().await
    }

    async fn asking_flow(&self, op: &mut dyn Op, token: &FlowToken) -> Outcome<Flow> {
        let flow = self.live_flow(op, token).await?;
        if flow.state.asks_for_proof() {
            Ok(flow)
        } else {
            Err(Refusal::FlowStep.into())
        }
    }

    /// Mails a code. Writes the same rows whether or not the person exists: a challenge and outbox entries (S3).
    async fn mail_code(
        &self,
        op: &mut dyn Op,
        flow: &Flow,
        from: &Requester,
        policy: &Policy,
        earlier: &[Challenge],
    ) -> Result<(), Failure> {
        if earlier.len() >= policy::CODES_PER_FLOW as usize {
            return Err(Refusal::ResendSpent.into());
        }

        let budget = self
            .throttle
            .mail_budget(op, flow.person, &flow.identifier_digest)
            .await?;
        let may_mail = self
            .throttle
            .spend_mail(op, from, flow.person, &budget)
            .await?;
        self.replace_earlier(op, flow, ProofClass::MailedCode, may_mail)
            .await?;
        let mut challenge = self.new_challenge(flow, ProofClass::MailedCode, policy, op.now());
        if !may_mail {
            // The code isn't mailed, so there is none to guess (S15).
            challenge.code_digest = None;
            challenge.link_digest = None;
        }

        op.recovery().insert_challenge(&challenge).await?;
        let letter = Letter::RecoveryCode {
            challenge: challenge.id.to_hex(),
        };
        let person = flow.person.filter(|_| may_mail);

        self.mail_to_counting(op, person, &letter, challenge.expires_at)
            .await
    }

    /// Ends earlier codes if a newer one is mailed. If the mail is withheld, they keep working: using up the budget
    /// must not disable a code (S66). The statement is always run, or timing would tell (S3).
    pub(super) async fn replace_earlier(
        &self,
        op: &mut dyn Op,
        flow: &Flow,
        class: ProofClass,
        leaves: bool,
    ) -> Outcome<()> {
        let now = op.now();
        let ending = if leaves {
            flow.id
        } else {
            FlowId::from_bytes([0; 16])
        };

        op.recovery().replace_challenges(ending, class, now).await?;
        Ok(())
    }

    /// Sends the same letter to every address that counts, including the oldest former ones: a thief's are newer.
    /// Writes as many rows as there may be addresses, whoever the person is (S3).
    pub(super) async fn mail_to_counting(
        &self,
        op: &mut dyn Op,
        person: Option<PersonId>,
        letter: &Letter,
        expires_at: Timestamp,
    ) -> Outcome<()> {
        let now = op.now();
        let at = op
            .people()
            .by_id_if_any(person)
            .await?
            .as_person()
            .map_or(now, |person| person.counting_at(now));
        let addresses = op
            .addresses()
            .counting(person.unwrap_or(NOBODY), at)
            .await?;
        for nth in 0..policy::ADDRESSES_MAILED {
            let address = addresses.get(nth);
            let letter = if address.is_some() {
                letter.clone()
            } else {
                Letter::Noop
            };

            op.enqueue(address, letter, expires_at).await?;
        }

        Ok(())
    }

    pub(super) fn new_challenge(
        &self,
        flow: &Flow,
        class: ProofClass,
        policy: &Policy,
        now: Timestamp,
    ) -> Challenge {
        let id = ChallengeId::from_bytes(self.base.bytes());
        let nonce = self.base.bytes();
        let mailed = class == ProofClass::MailedCode;
        let of = CodeOf {
            challenge: id,
            flow: flow.id,
            person: flow.person,
        };

        Challenge {
            id,
            flow: flow.id,
            person: flow.person,
            class,
            nonce,
            code_digest: mailed.then(|| {
                self.base
                    .keys
                    .code_digest(&of, &self.base.keys.one_time_code(id, &nonce))
            }),
            link_digest: mailed.then(|| {
                self.base
                    .keys
                    .link_digest(&of, &self.base.keys.link_token(id, &nonce))
            }),
            created_at: now,
            expires_at: match class {
                ProofClass::MailedCode => now.plus(policy.code_lifetime()),
                // People answer when they can (S27), but a recovery ends at some point (S16).
                ProofClass::Contact => now
                    .plus(policy::CONTACT_CODE_LIFETIME)
                    .min(flow.created_at.plus(policy::FLOW_LONGEST)),
                // No limit of its own: the recovery ends it.
                ProofClass::SavedCode | ProofClass::Passkey | ProofClass::Authenticator => {
                    now.plus(policy::FLOW_LONGEST)
                }
            },
            tries: 0,
            consumed_at: None,
            replaced_at: None,
        }
    }
}

/// Whether a code can still be tried.
fn works(challenge: &Challenge, now: Timestamp) -> bool {
    challenge.is_open(now) && challenge.tries < policy::CODE_TRIES
}

/// The challenges of one class, newest first.
pub(crate) fn of_class(challenges: Vec<Challenge>, class: ProofClass) -> Vec<Challenge> {
    challenges
        .into_iter()
        .filter(|challenge| challenge.class == class)
        .collect()
}
