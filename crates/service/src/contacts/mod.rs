//! Recovery contacts, as their owner manages them: each change takes a fresh proof and is reported to every address
//! (S27, S30, S45).

pub(crate) mod answers;
pub(crate) mod pass_on;

use crate::accounts::Accounts;
use crate::confirmation::Confirmation;
use crate::readiness::ways_that_count;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Base, Letter, Op};
use regain_domain::{
    ContactId, ContactInvitationId, ContactNews, ContactsNeeded, EmailAddress, Loss, PersonName,
    Refusal, Timestamp, is_plain_name, policy,
};
use regain_storage::{ContactInvitation, Person, Work};
use regain_vault::{
    ContactRow, Former, Holdings, NewContact, Remains, Vault, VaultOp, VaultOperation, VaultStore,
    VaultWork,
};
use std::sync::Arc;

/// Contents of the page of one's recovery contacts.
#[derive(Debug, Clone)]
pub struct ContactsView {
    /// Current contacts.
    pub contacts: Vec<ContactView>,
    /// Contacts who were removed and can still help, or were set aside.
    pub former: Vec<ContactView>,
    /// How many have to help.
    pub needed: ContactsNeeded,
    /// Whether enough contacts count to require two of three.
    pub three_count: bool,
    /// Whether the list is full.
    pub full: bool,
    /// Whether this session may make changes.
    pub confirmed: bool,
}

/// A recovery contact.
#[derive(Debug, Clone)]
pub struct ContactView {
    /// Identifies it in forms.
    pub id: ContactId,
    /// The owner's name for them.
    pub name: String,
    /// The address they are asked at.
    pub address: EmailAddress,
    /// State of the invitation.
    pub state: ContactState,
}

/// State of an invitation to be a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactState {
    /// Not answered yet; can be accepted until then.
    Invited(Timestamp),
    /// Not accepted in time.
    Expired,
    /// Accepted; when they start to count, if they don't yet (S28).
    Accepted(Option<Timestamp>),
    /// They declined, or withdrew.
    Declined,
    /// Removed; can still help until then (S109).
    Former(Timestamp),
    /// Too new when the account was recovered, and set aside (S112).
    Aside,
}

/// Recovery contacts: as their owner manages them, and what they do themselves.
pub struct Contacts {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) confirmation: Arc<Confirmation>,
}

impl Contacts {
    /// One's own recovery contacts.
    pub async fn view(&self, signed_in: &SignedIn) -> Outcome<ContactsView> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let needed = holdings.contacts_needed();
        let full = holdings.contacts.len() >= policy::CONTACTS_MAX;
        let three_count = holdings.contacts_that_count(now).count() >= policy::CONTACTS_MAX;
        let mut contacts = Vec::new();

        for row in holdings.contacts {
            let newest = op.contacts().newest_invitation(row.id).await?;
            let state = state_of(&row, newest.as_ref(), now);
            contacts.push(ContactView {
                id: row.id,
                name: row.name,
                address: row.address,
                state,
            });
        }

        let former = holdings
            .former_contacts
            .into_iter()
            .filter_map(|former| former_view(former, now))
            .collect();
        let confirmed = self
            .vault
            .is_confirmed(&mut op, &signed_in.person, signed_in.session.id, now)
            .await?;

        Ok(ContactsView {
            contacts,
            former,
            needed,
            three_count,
            full,
            confirmed,
        })
    }

    /// Adds a recovery contact and asks them whether they agree.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; what is wrong with name or address; [`Refusal::ContactOwn`], [`Refusal::ContactTwice`],
    /// [`Refusal::ContactsMany`]; [`Refusal::ContactsToday`], [`Refusal::MailsSpent`] (S115).
    pub async fn add_contact(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        name: &str,
        address: &str,
    ) -> Outcome<()> {
        if !self.confirmation.is_confirmed(signed_in).await? {
            return Err(Refusal::ConfirmNeeded.into());
        }

        let name = PersonName::parse(name)?;
        let address = EmailAddress::parse(address).map_err(Refusal::from)?;
        let person = &signed_in.person;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let own = holdings.addresses.iter().map(|row| &row.address);

        // An address that was given up may come back through an objection.
        let own = own.chain(
            holdings
                .former_addresses
                .iter()
                .map(|former| &former.was.address),
        );
        if own
            .into_iter()
            .any(|own| own.canonical() == address.canonical())
        {
            return Err(Refusal::ContactOwn.into());
        }

        if holdings
            .contacts
            .iter()
            .any(|contact| contact.address.canonical() == address.canonical())
        {
            return Err(Refusal::ContactTwice.into());
        }

        if holdings.contacts.len() >= policy::CONTACTS_MAX {
            return Err(Refusal::ContactsMany.into());
        }

        let same =
            |former: &&Former<ContactRow>| former.was.address.canonical() == address.canonical();
        let former = holdings
            .former_contacts
            .iter()
            .find(same)
            .filter(|former| former.ended.counts(proofs.at()));
        if let Some(former) = former {
            // They still count, so they are put back without a new invitation.
            let contact = former.was.id;
            if !self
                .vault
                .put_back_contact(&mut op, proofs, contact, &crate::circumstances(visitor))
                .await?
            {
                return Err(Refusal::MethodUnknown.into());
            }

            return self
                .contacts_changed(op, person, ContactNews::Added, Some(&former.was.name))
                .await;
        }

        let id = ContactId::from_bytes(self.base.bytes());
        let waits = crate::quarantine::of_new(&op.policy().await?, &proofs, &holdings);
        self.may_ask(&mut op, person, &address).await?;
        let contact = NewContact {
            id,
            name: &name,
            address: &address,
            waits,
        };
        self.vault
            .add_contact(&mut op, proofs, &contact, &crate::circumstances(visitor))
            .await?;
        self.invite_contact(&mut op, person, id, &address).await?;

        self.contacts_changed(op, person, ContactNews::Added, Some(name.as_str()))
            .await
    }

    /// Asks a contact again who hasn't answered; the earlier mail stops working.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`] if no answer is expected from them;
    /// [`Refusal::ResendEarly`]; [`Refusal::ContactsToday`], [`Refusal::MailsSpent`] (S115).
    pub async fn resend_contact(&self, signed_in: &SignedIn, contact: ContactId) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        self.confirmation
            .changes_are_open(&mut op, signed_in)
            .await?;
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let row = holdings.contacts.into_iter().find(|row| row.id == contact);
        let row = row.filter(|row| row.accepted_at.is_none() && row.declined_at.is_none());
        let row = row.ok_or(Refusal::MethodUnknown)?;
        let newest = op.contacts().newest_invitation(contact).await?;

        if newest.is_some_and(|newest| {
            !newest
                .created_at
                .wait_left(policy::RESEND_WAIT, now)
                .is_zero()
        }) {
            return Err(Refusal::ResendEarly.into());
        }

        self.may_ask(&mut op, &signed_in.person, &row.address)
            .await?;
        op.contacts().replace_invitations(contact, now).await?;
        self.invite_contact(&mut op, &signed_in.person, contact, &row.address)
            .await?;

        op.commit().await
    }

    /// Removes a recovery contact and tells them, unless the mail budget of their address is spent (S115).
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::MethodUnknown`]; [`Refusal::ContactStays`] while two of three have to help;
    /// [`Refusal::ContactLast`] if another way back is to be added first (S46).
    pub async fn remove_contact(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        contact: ContactId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        let row = holdings
            .contacts
            .iter()
            .find(|row| row.id == contact)
            .cloned()
            .ok_or(Refusal::MethodUnknown)?;

        if row.agrees() && holdings.contacts_needed() == ContactsNeeded::TwoOfThree {
            return Err(Refusal::ContactStays.into());
        }

        if self.is_last_way(&mut op, &holdings, &row).await? {
            return Err(Refusal::ContactLast.into());
        }

        if !self
            .vault
            .remove_contact(&mut op, proofs, &row, &crate::circumstances(visitor))
            .await?
        {
            return Err(Refusal::MethodUnknown.into());
        }

        if row.declined_at.is_none() && self.base.may_mail_to(&mut op, &row.address).await? {
            let letter = Letter::ContactRemoved {
                owner: called(person),
            };
            let expires_at = op.now().plus(policy::CONTACT_INVITATION_LIFETIME);
            op.enqueue_for(&about(person), Some(&row.address), letter, expires_at)
                .await?;
        }

        self.contacts_changed(op, person, ContactNews::Removed, Some(&row.name))
            .await
    }

    /// Sets whether two of three have to help.
    ///
    /// # Errors
    /// [`Refusal::ConfirmNeeded`]; [`Refusal::ContactsFew`] unless three contacts count.
    pub async fn set_contacts_needed(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        needed: ContactsNeeded,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let person = &signed_in.person;
        let (proofs, holdings) = self.confirmation.may_change(&mut op, signed_in).await?;
        if holdings.contacts_needed() == needed {
            return Ok(());
        }

        let counting = holdings.contacts_that_count(op.now()).count();
        let (news, enough) = match needed {
            ContactsNeeded::One => (ContactNews::OneNeeded, true),
            ContactsNeeded::TwoOfThree => {
                (ContactNews::TwoNeeded, counting >= policy::CONTACTS_MAX)
            }
        };

        if !enough {
            return Err(Refusal::ContactsFew.into());
        }

        self.vault
            .set_contacts_needed(&mut op, proofs, needed, &crate::circumstances(visitor))
            .await?;

        self.contacts_changed(op, person, news, None).await
    }

    /// Whether the account could no longer be recovered without this contact (S46).
    async fn is_last_way(
        &self,
        op: &mut dyn Op,
        holdings: &Holdings,
        contact: &ContactRow,
    ) -> Outcome<bool> {
        let now = op.now();
        let ways = ways_that_count(holdings, &op.policy().await?, now);
        let left = if contact.counts(now) {
            ways.after(Loss::Contact)
        } else {
            ways
        };

        Ok(ways.opens().is_some() && left.opens().is_none())
    }

    /// Checks the budgets for one more invitation: the sender's and the mailbox's (S115).
    async fn may_ask(
        &self,
        op: &mut dyn Op,
        person: &Person,
        address: &EmailAddress,
    ) -> Outcome<()> {
        self.base.may_ask_contact(op, person.id).await?;
        self.base.must_mail_to(op, address).await
    }

    /// Asks a contact, in the owner's language, whether they agree.
    async fn invite_contact(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        contact: ContactId,
        address: &EmailAddress,
    ) -> Outcome<()> {
        let now = op.now();
        let id = ContactInvitationId::from_bytes(self.base.bytes());
        let nonce = self.base.bytes();
        let code_digest = self
            .base
            .keys
            .contact_digest(&self.base.keys.contact_code(id, contact, &nonce));
        let expires_at = now.plus(policy::CONTACT_INVITATION_LIFETIME);
        let invitation = ContactInvitation {
            id,
            contact,
            nonce,
            code_digest,
            created_at: now,
            expires_at,
            accepted_at: None,
            declined_at: None,
            replaced_at: None,
        };

        op.contacts().insert_invitation(&invitation).await?;
        let letter = Letter::ContactInvitation {
            invitation: id.to_hex(),
        };

        op.enqueue_for(&about(person), Some(address), letter, expires_at)
            .await
    }

    /// Finishes every change of contacts: cancels open recoveries (S21) and notifies every address (S30).
    async fn contacts_changed(
        &self,
        mut op: VaultOperation<'_>,
        person: &Person,
        news: ContactNews,
        contact: Option<&str>,
    ) -> Outcome<()> {
        op.recovery().cancel_open_of(person.id, None).await?;
        op.notify(person, &news_letter(news, contact)).await?;
        op.commit().await
    }
}

/// The notice to an owner about one of their contacts.
pub(crate) fn news_letter(news: ContactNews, contact: Option<&str>) -> Letter {
    Letter::ContactNews {
        news,
        contact: contact.map(str::to_owned),
    }
}

/// The name by which contacts know a person; empty if it contains more than a name, as names stored earlier could
/// (S70).
pub(crate) fn called(person: &Person) -> String {
    let called = match (&person.name, &person.user_name) {
        (Some(name), _) => Some(name.as_str()).filter(|_| name.is_for_strangers()),
        (None, user_name) => user_name
            .as_ref()
            .map(|name| name.as_str())
            .filter(|name| is_plain_name(name)),
    };

    called.unwrap_or_default().to_owned()
}

/// A visitor for mail to contacts: in the owner's language, without anybody's location (S27).
pub(crate) fn about(person: &Person) -> Visitor {
    Visitor {
        language: person.language,
        ..Visitor::default()
    }
}

fn former_view(former: Former<ContactRow>, now: Timestamp) -> Option<ContactView> {
    let state = match former.ended.remains(now) {
        Remains::Aside => ContactState::Aside,
        Remains::CountsUntil(until) => ContactState::Former(until),
        Remains::Nothing => return None,
    };

    Some(ContactView {
        id: former.was.id,
        name: former.was.name,
        address: former.was.address,
        state,
    })
}

fn state_of(row: &ContactRow, newest: Option<&ContactInvitation>, now: Timestamp) -> ContactState {
    match (row.declined_at, row.counts_from, newest) {
        (Some(_), _, _) => ContactState::Declined,
        (None, Some(from), _) => ContactState::Accepted(Some(from).filter(|from| *from > now)),
        (None, None, Some(newest)) if newest.lasts(now) => ContactState::Invited(newest.expires_at),
        (None, None, _) => ContactState::Expired,
    }
}
