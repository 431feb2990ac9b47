//! "Ask my recovery contact": mails to the contacts, and the codes that they pass on (S27). All contacts together are
//! one gate.

use super::method::of_class;
use crate::contacts::pass_on::code_of;
use crate::nobody::NOBODY;
use crate::recovery::Recovery;
use crate::{Failure, FlowToken, Outcome, Requester, Visitor};
use regain_base::{Keys, Letter, Op, Span};
use regain_domain::{
    ContactRequestId, OneTimeCode, PersonId, Policy, ProofClass, Refusal, Timestamp, policy,
};
use regain_storage::{Challenge, ContactRequest, Flow, Work};
use regain_vault::{ContactRow, VaultOp, VaultWork};

impl Recovery {
    /// Asks the contacts and gives them a day; writes the same rows, and takes the same path, whether or not there
    /// are any (S2, S3). The worker tells the owner. If a contact has said that this isn't the owner, nobody is asked
    /// again.
    pub(super) async fn ask_contacts(
        &self,
        op: &mut dyn VaultOp,
        flow: &Flow,
        from: &Requester,
        policy: &Policy,
        earlier: &[Challenge],
    ) -> Result<(), Failure> {
        if earlier.len() >= policy::CODES_PER_FLOW as usize {
            return Err(Refusal::ResendSpent.into());
        }

        let own = self
            .throttle
            .mail_budget(op, flow.person, &flow.identifier_digest)
            .await?;
        let budget = match flow.person {
            Some(person) => {
                self.base
                    .counted(op, |keys| keys.contact_mails_key(&keys.mails_key(person)))
                    .await?
            }
            None => {
                self.base
                    .counted(op, |keys| keys.contact_mails_key(&own))
                    .await?
            }
        };

        let may_mail = self
            .throttle
            .spend_mail(op, from, flow.person, &budget)
            .await?;
        let mut refused = false;
        for challenge in earlier {
            let requests = op.contacts().requests(challenge.id).await?;
            refused |= requests.iter().any(|request| request.refused_at.is_some());
        }

        let now = op.now();
        let person = op.people().by_id_if_any(flow.person).await?.person();
        let at = person
            .as_ref()
            .map_or(now, |person| person.counting_at(now));
        let contacts = self
            .vault
            .contacts_to_ask(op, flow.person, (NOBODY, at), now)
            .await?;
        let counting: Vec<&ContactRow> = contacts.iter().filter(|_| may_mail && !refused).collect();
        let speaking = person
            .as_ref()
            .map_or_else(|| from.visitor.clone(), crate::contacts::about);

        self.replace_earlier(op, flow, ProofClass::Contact, may_mail)
            .await?;
        let challenge = self.new_challenge(flow, ProofClass::Contact, policy, now);
        op.recovery().insert_challenge(&challenge).await?;
        let tell = if !counting.is_empty() {
            Letter::TellContactsAsked {
                flow: flow.id.to_hex(),
            }
        } else {
            Letter::Noop
        };

        op.enqueue(None, tell, challenge.expires_at).await?;

        for place in 0..policy::CONTACTS_MAX {
            let contact = counting.get(place).copied();
            let request = self.new_request(&challenge, contact);
            op.contacts().insert_request(&request).await?;
            let letter = match contact {
                Some(_) => Letter::ContactAsked {
                    request: request.id.to_hex(),
                },
                None => Letter::Noop,
            };

            let address = contact.map(|contact| &contact.address);
            op.enqueue_for(&speaking, address, letter, challenge.expires_at)
                .await?;
        }

        if !op
            .recovery()
            .extend(flow.id, challenge.expires_at, now)
            .await?
        {
            return Err(Refusal::FlowStep.into());
        }

        Ok(())
    }

    fn new_request(&self, challenge: &Challenge, contact: Option<&ContactRow>) -> ContactRequest {
        let id = ContactRequestId::from_bytes(self.base.bytes());
        let nonce = self.base.bytes();
        let token = self.base.keys.pass_on_token(id, challenge.id, &nonce);

        ContactRequest {
            id,
            challenge: challenge.id,
            contact: contact.map(|contact| contact.id),
            nonce,
            link_digest: self.base.keys.pass_on_digest(&token),
            confirmed_at: None,
            code_digest: None,
            refused_at: None,
            given: None,
        }
    }

    /// Takes a code that a contact passed on, typed where the recovery was started. If two contacts must help, the
    /// second code opens the gate.
    ///
    /// # Errors
    /// What is wrong with the code, or with the flow.
    pub async fn enter_contact_code(
        &self,
        visitor: &Visitor,
        token: &FlowToken,
        typed: &str,
    ) -> Outcome<()> {
        let code = OneTimeCode::parse(typed)?;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let flow = self.live_flow(&mut op, token).await?;
        let challenges = of_class(
            op.recovery().challenges(flow.id).await?,
            ProofClass::Contact,
        );
        let newest = challenges.first().ok_or(Refusal::FlowStep)?;
        let mut asked = Vec::with_capacity(challenges.len());

        for challenge in &challenges {
            asked.push((challenge, op.contacts().requests(challenge.id).await?));
        }

        let matching = asked.iter().find_map(|(challenge, requests)| {
            let request = requests
                .iter()
                .find(|request| self.is_passed(&code, (&flow, challenge), request))?;
            Some((*challenge, request, requests))
        });
        if challenges
            .iter()
            .any(|challenge| challenge.consumed_at.is_some())
        {
            return Err(matching
                .map_or(Refusal::CodeWrong, |_| Refusal::CodeUsed)
                .into());
        }

        let tried = op
            .recovery()
            .count_try(flow.id, ProofClass::Contact, policy::CODE_TRIES, now)
            .await?;
        if !tried.contains(&newest.id) {
            return Err(if !newest.created_at.lasts(newest.expires_at, now) {
                Refusal::PassedExpired
            } else {
                Refusal::CodeTries
            }
            .into());
        }

        let refusal = match (matching, flow.person) {
            (Some((challenge, ..)), Some(_)) if !tried.contains(&challenge.id) => {
                Refusal::PassedReplaced
            }
            (Some((_, request, _)), Some(_)) if request.given.is_some() => Refusal::CodeUsed,
            (Some((challenge, request, requests)), Some(person)) => {
                let of = (&flow, challenge, person);
                if self.give_code(&mut op, of, (request, requests)).await? {
                    return op.commit().await;
                }

                Refusal::CodeWrong
            }
            _ => Refusal::CodeWrong,
        };

        op.commit().await?;
        Err(refusal.into())
    }

    /// Records that a contact's code was typed, and opens the gate if that suffices; `false` if the contact can't
    /// help.
    async fn give_code(
        &self,
        op: &mut dyn VaultOp,
        (flow, challenge, person): (&Flow, &Challenge, PersonId),
        (request, requests): (&ContactRequest, &[ContactRequest]),
    ) -> Outcome<bool> {
        let now = op.now();
        let Some(person) = op.people().by_id(person).await? else {
            return Ok(false);
        };

        let Some(holdings) = self.accounts.genuine(op, &person).await? else {
            return Ok(false);
        };

        let at = person.counting_at(now);
        let counts = |request: &ContactRequest| {
            holdings
                .contacts_that_help(at)
                .any(|contact| Some(contact.id) == request.contact)
        };
        if !counts(request)
            || !op
                .contacts()
                .give(request.id, now, &self.base.keys.given_seal(request.id, now))
                .await?
        {
            return Ok(false);
        }

        let is_given = |other: &&ContactRequest| {
            let span = Span::of_recovery(flow.created_at);
            let sealed = |(at, seal)| {
                self.base
                    .is_sealed(span, &seal, |keys| keys.given_seal(other.id, at))
            };
            other.id != request.id && other.given.is_some_and(sealed) && counts(other)
        };
        let given = 1 + requests.iter().filter(is_given).count();
        if given >= holdings.contacts_needed().number() as usize {
            self.pass_gate(op, flow, challenge).await?;
        }

        Ok(true)
    }

    /// Whether this is the code that the contact was shown.
    fn is_passed(
        &self,
        code: &OneTimeCode,
        (flow, challenge): (&Flow, &Challenge),
        request: &ContactRequest,
    ) -> bool {
        let (Some(expected), Some(contact)) = (&request.code_digest, request.contact) else {
            return false;
        };

        let given =
            |keys: &Keys| keys.passed_digest(&code_of(challenge), (request.id, contact), code);
        request.refused_at.is_none()
            && self
                .base
                .is_sealed(Span::of_recovery(flow.created_at), expected, given)
    }
}

/// Whether the recovery waits for contacts.
pub(super) fn waits_for_contacts(challenges: &[Challenge], now: Timestamp) -> bool {
    challenges
        .iter()
        .any(|challenge| challenge.class == ProofClass::Contact && challenge.is_open(now))
}
