//! Mails to recovery contacts: only to the address that their owner gave, looked up anew (S79), and only while there
//! is something to answer. They name the requester and reveal nothing else about anybody (S27).

use super::Messages;
use crate::contacts::called;
use crate::{Failure, Outcome};
use regain_domain::{ContactInvitationId, ContactRequestId, EmailAddress, Timestamp};
use regain_mail::Message;
use regain_storage::Work;
use regain_vault::VaultWork;

impl Messages {
    pub(super) async fn contact_invitation(
        &self,
        reference: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = ContactInvitationId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(invitation) = op.contacts().invitation(id).await? else {
            return Ok(None);
        };

        let answered = invitation
            .accepted_at
            .or(invitation.declined_at)
            .or(invitation.replaced_at);
        if answered.is_some() || !invitation.lasts(now) {
            return Ok(None);
        }

        let Some(owner) = op.rows().owner_of(invitation.contact).await? else {
            return Ok(None);
        };

        let Some(owner) = op.people().by_id(owner).await? else {
            return Ok(None);
        };

        let Some(holdings) = self.accounts.genuine(&mut op, &owner).await? else {
            drop(op);
            self.accounts.close(owner.id).await?;
            return Ok(None);
        };

        let theirs = holdings
            .contacts
            .iter()
            .any(|row| row.id == invitation.contact && row.address == *to);
        let (link, code) = self.base.contact_link(&invitation);
        let owner = called(&owner);
        let expires_at = invitation.expires_at;

        Ok(theirs.then_some(Message::ContactInvitation {
            owner,
            code,
            link,
            expires_at,
        }))
    }

    pub(super) async fn contact_asked_by_mail(
        &self,
        reference: &str,
        to: &EmailAddress,
    ) -> Outcome<Option<Message>> {
        let Some(id) = ContactRequestId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(request) = op.contacts().request(id).await? else {
            return Ok(None);
        };

        let owner = op
            .recovery()
            .challenge(request.challenge)
            .await?
            .and_then(|challenge| challenge.person);
        let owner = match owner {
            Some(owner) => op.people().by_id(owner).await?,
            None => None,
        };

        let Some(owner) = owner else { return Ok(None) };
        if self.accounts.genuine(&mut op, &owner).await?.is_none() {
            drop(op);
            self.accounts.close(owner.id).await?;
            return Ok(None);
        }

        let asked = match self.contacts.asked_contact(&mut op, request).await {
            Ok(asked) if asked.request.confirmed_at.is_none() && asked.contact.address == *to => {
                asked
            }
            Ok(_) | Err(Failure::Refused(_)) => return Ok(None),
            Err(failure) => return Err(failure),
        };

        let (link, code) = self.base.pass_on_link(&asked.request);
        let expires_at = asked.challenge.expires_at.min(asked.until());

        Ok(Some(Message::ContactAsked {
            owner: called(&asked.owner),
            code,
            link,
            expires_at,
        }))
    }
}
