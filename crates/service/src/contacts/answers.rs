//! Recovery contacts' answers to their invitation, by the code in their mail. Nobody has to be signed in, and opening
//! the page changes nothing (S22).

use crate::contacts::{Contacts, called, news_letter};
use crate::{Outcome, Visitor};
use regain_base::Op;
use regain_domain::{ContactNews, LinkToken, PersonStatus, Refusal};
use regain_storage::{ContactInvitation, Person};
use regain_vault::{Circumstances, ContactAnswer, ContactRow, VaultOp};

/// What a contact is asked, or has agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactAsked {
    /// Who asks.
    pub owner: String,
    /// Whether they agreed.
    pub accepted: bool,
}

/// An invitation that can be answered.
struct Open {
    invitation: ContactInvitation,
    owner: Person,
    contact: ContactRow,
}

impl Contacts {
    /// The question behind an invitation's code.
    ///
    /// # Errors
    /// What is wrong with the code: its form, [`Refusal::ContactUnknown`], [`Refusal::ContactReplaced`],
    /// [`Refusal::ContactAnswered`], [`Refusal::ContactExpired`].
    pub async fn contact_asked(&self, typed: &str) -> Outcome<ContactAsked> {
        let mut op = self.store.reading(&self.base).await?;
        let open = self.open_invitation_of(&mut op, typed).await?;
        Ok(ContactAsked {
            owner: called(&open.owner),
            accepted: open.contact.agrees(),
        })
    }

    /// Agrees to be a contact; they count after a waiting period (S28). The owner is told.
    ///
    /// # Errors
    /// As [`contact_asked`](Self::contact_asked).
    pub async fn accept_contact(&self, typed: &str) -> Outcome<()> {
        self.answer_contact(typed, ContactAnswer::Accept, ContactNews::Accepted)
            .await
    }

    /// Declines, or withdraws an earlier agreement. The owner is told.
    ///
    /// # Errors
    /// As [`contact_asked`](Self::contact_asked).
    pub async fn decline_contact(&self, typed: &str) -> Outcome<()> {
        self.answer_contact(typed, ContactAnswer::Decline, ContactNews::Declined)
            .await
    }

    async fn answer_contact(
        &self,
        typed: &str,
        answer: ContactAnswer,
        news: ContactNews,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let open = self.open_invitation_of(&mut op, typed).await?;

        // A contact's location is nobody's business.
        let nowhere = Circumstances {
            device: None,
            place: None,
        };
        let now = op.now();
        let answered = self
            .vault
            .answer_contact(&mut op, &open.invitation, answer, &nowhere, now)
            .await?;
        let (person, contact) = answered.ok_or(Refusal::ContactAnswered)?;

        op.notify(&person, &news_letter(news, Some(&contact.name)))
            .await?;

        op.commit().await
    }

    async fn open_invitation_of(&self, op: &mut dyn VaultOp, typed: &str) -> Outcome<Open> {
        let code = LinkToken::parse(typed)?;
        let mut found = None;
        for (_, keys) in self.base.keys.all() {
            let invitation = op
                .contacts()
                .invitation_by_code(&keys.contact_digest(&code))
                .await?;
            found = found.or(invitation);
        }

        let invitation = found.ok_or(Refusal::ContactUnknown)?;

        // If SQL moved the row to another contact, its code no longer fits.
        if self.base.contact_code(&invitation).is_none() {
            return Err(Refusal::ContactUnknown.into());
        }

        let owner = op
            .rows()
            .owner_of(invitation.contact)
            .await?
            .ok_or(Refusal::ContactUnknown)?;
        let owner = op
            .people()
            .by_id(owner)
            .await?
            .filter(|owner| owner.status == PersonStatus::Active);
        let owner = owner.ok_or(Refusal::ContactUnknown)?;
        let holdings = self
            .accounts
            .genuine(op, &owner)
            .await?
            .ok_or(Refusal::ContactUnknown)?;
        let contact = holdings
            .contacts
            .into_iter()
            .find(|row| row.id == invitation.contact);
        let contact = contact.ok_or(Refusal::ContactUnknown)?;

        if invitation.replaced_at.is_some() {
            return Err(Refusal::ContactReplaced.into());
        }

        if invitation.declined_at.is_some() || contact.declined_at.is_some() {
            return Err(Refusal::ContactAnswered.into());
        }

        if invitation.accepted_at.is_none() && !invitation.lasts(op.now()) {
            return Err(Refusal::ContactExpired.into());
        }

        Ok(Open {
            invitation,
            owner,
            contact,
        })
    }
}
