//! The request to a recovery contact to pass on a code after speaking with the owner (S27). Nobody has to be signed
//! in, and opening the page changes nothing (S22).

use crate::contacts::{Contacts, called, news_letter};
use crate::{Outcome, Visitor};
use regain_base::history::Entry;
use regain_base::{CodeOf, Op, Span};
use regain_domain::{ContactNews, HistoryEvent, LinkToken, OneTimeCode, PersonStatus, Refusal};
use regain_storage::{Challenge, ContactRequest, Flow, Person};
use regain_vault::{ContactRow, VaultOp, VaultWork};

/// A recovery in which a contact can still help.
pub(crate) struct HelpableRecovery {
    pub(crate) request: ContactRequest,
    pub(crate) challenge: Challenge,
    flow: Flow,
    pub(crate) owner: Person,
    pub(crate) contact: ContactRow,
}

impl Contacts {
    /// The person who needs a code passed on, found by the token in the contact's mail.
    ///
    /// # Errors
    /// What is wrong with the token: its form, [`Refusal::ContactUnknown`], [`Refusal::ContactReplaced`],
    /// [`Refusal::PassOnUsed`], [`Refusal::PassOnOver`].
    pub async fn pass_on_asked(&self, typed: &str) -> Outcome<String> {
        let mut op = self.store.reading(&self.base).await?;
        let asked = self.request_of(&mut op, &LinkToken::parse(typed)?).await?;
        Ok(called(&asked.owner))
    }

    /// The code to pass on. `spoken` says that the contact has spoken with the owner and recognised them; only then
    /// is a code made.
    ///
    /// # Errors
    /// [`Refusal::PassOnTick`] without `spoken`; otherwise as [`pass_on_asked`](Self::pass_on_asked).
    pub async fn pass_on(&self, typed: &str, spoken: bool) -> Outcome<OneTimeCode> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let asked = self.request_of(&mut op, &LinkToken::parse(typed)?).await?;
        if !spoken {
            return Err(Refusal::PassOnTick.into());
        }

        let request = &asked.request;
        let code = self
            .base
            .keys
            .passed_code(request.id, request.challenge, &request.nonce);
        let of = code_of(&asked.challenge);
        let code_digest = self
            .base
            .keys
            .passed_digest(&of, (request.id, asked.contact.id), &code);

        if !op.contacts().confirm(request.id, &code_digest, now).await? {
            return Err(Refusal::PassOnUsed.into());
        }

        op.record(&Entry::about(HistoryEvent::ContactVouched, asked.owner.id))
            .await?;
        op.commit().await?;

        Ok(code)
    }

    /// "No, this isn't them": ends all contact codes of this recovery, and tells the owner at every address. The
    /// browser that started the recovery sees no difference (S2).
    ///
    /// # Errors
    /// As [`pass_on_asked`](Self::pass_on_asked).
    pub async fn refuse_pass_on(&self, typed: &str) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let asked = self.request_of(&mut op, &LinkToken::parse(typed)?).await?;
        if op.contacts().refuse(asked.challenge.id, now).await? == 0 {
            return Err(Refusal::PassOnUsed.into());
        }

        let owner = &asked.owner;
        op.record(&Entry::about(HistoryEvent::ContactRefused, owner.id))
            .await?;
        let name = asked.contact.name.as_str();
        op.notify(owner, &news_letter(ContactNews::Refused, Some(name)))
            .await?;

        op.commit().await
    }

    /// The request behind a token, while it can be answered.
    pub(crate) async fn request_of(
        &self,
        op: &mut dyn VaultOp,
        token: &LinkToken,
    ) -> Outcome<HelpableRecovery> {
        let mut found = None;
        for (id, keys) in self.base.keys.all() {
            let request = op
                .contacts()
                .request_by_link(&keys.pass_on_digest(token))
                .await?;
            found = found.or(request.map(|request| (id, request)));
        }

        let (id, request) = found.ok_or(Refusal::ContactUnknown)?;
        let asked = self.asked_contact(op, request).await?;
        let request = &asked.request;

        // If SQL moved the row to another recovery, its token no longer fits.
        let right = self.base.pass_on_token(request);
        let in_time = self
            .base
            .may_be_of(id, Span::of_recovery(asked.flow.created_at));
        if !in_time || right.is_none() {
            return Err(Refusal::ContactUnknown.into());
        }

        if request.confirmed_at.is_some() {
            return Err(Refusal::PassOnUsed.into());
        }

        Ok(asked)
    }

    /// A contact's place in a recovery, if the contact counts and the recovery is still open.
    pub(crate) async fn asked_contact(
        &self,
        op: &mut dyn VaultOp,
        request: ContactRequest,
    ) -> Outcome<HelpableRecovery> {
        let now = op.now();
        let challenge = op
            .recovery()
            .challenge(request.challenge)
            .await?
            .ok_or(Refusal::PassOnOver)?;
        let flow = op
            .recovery()
            .flow(challenge.flow)
            .await?
            .ok_or(Refusal::PassOnOver)?;
        let owner = match challenge.person {
            Some(owner) => op.people().by_id(owner).await?,
            None => None,
        };

        let owner = owner
            .filter(|owner| owner.status == PersonStatus::Active)
            .ok_or(Refusal::ContactUnknown)?;
        let holdings = self
            .accounts
            .genuine(op, &owner)
            .await?
            .ok_or(Refusal::ContactUnknown)?;
        let mut contacts = holdings.contacts_that_help(owner.counting_at(now));
        let contact = contacts
            .find(|row| Some(row.id) == request.contact)
            .cloned()
            .ok_or(Refusal::ContactUnknown)?;

        if challenge.replaced_at.is_some() && flow.state.asks_for_proof() && now < flow.expires_at {
            return Err(Refusal::ContactReplaced.into());
        }

        let goes_on = flow.state.asks_for_proof() && now < flow.expires_at;
        if !challenge.is_open(now) || !goes_on || request.refused_at.is_some() {
            return Err(Refusal::PassOnOver.into());
        }

        Ok(HelpableRecovery {
            request,
            challenge,
            flow,
            owner,
            contact,
        })
    }
}

impl HelpableRecovery {
    /// End of the recovery.
    pub(crate) const fn until(&self) -> regain_domain::Timestamp {
        self.flow.expires_at
    }
}

pub(crate) const fn code_of(challenge: &Challenge) -> CodeOf {
    CodeOf {
        challenge: challenge.id,
        flow: challenge.flow,
        person: challenge.person,
    }
}
