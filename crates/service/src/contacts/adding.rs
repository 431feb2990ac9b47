//! Adds a recovery contact, and asks them by mail whether they agree; asks again who hasn't answered.

use super::{Contacts, about};
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Letter, Op};
use regain_domain::{
    ContactId, ContactInvitationId, ContactNews, EmailAddress, PersonName, Refusal, policy,
};
use regain_storage::{ContactInvitation, Person};
use regain_vault::{ContactRow, Former, NewContact, VaultOp, VaultWork};

impl Contacts {
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
}
