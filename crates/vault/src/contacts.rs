//! Recovery contacts: chosen and removed by their owner; only the contacts themselves answer their invitation (S27).

use crate::{
    ChangeAction, Circumstances, Condition, ContactRow, Ended, Permit, Vault, VaultWork,
    VerifiedProofs,
};
use regain_base::history::Entry;
use regain_domain::{
    ContactId, ContactsNeeded, EmailAddress, Facts, HistoryEvent, PersonName, PersonStatus,
    Timestamp, policy,
};
use regain_storage::{ContactInvitation, Person, Result};
use std::time::Duration;

/// A recovery contact to add.
#[derive(Debug)]
pub struct NewContact<'a> {
    /// Random.
    pub id: ContactId,
    /// The owner's name for them.
    pub name: &'a PersonName,
    /// The address they are asked at.
    pub address: &'a EmailAddress,
    /// Time from their agreement until they count (S28).
    pub waits: Duration,
}

/// A contact's answer to their invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactAnswer {
    /// They agree.
    Accept,
    /// They decline, or withdraw.
    Decline,
}

impl Vault {
    /// Adds a recovery contact, who doesn't count before they agree.
    pub async fn add_contact(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        contact: &NewContact<'_>,
        circumstances: &Circumstances,
    ) -> Result<()> {
        let entry = circumstances.entry(HistoryEvent::ContactAdded, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::AddContact, entry)
            .await?;

        // A former contact with the same mailbox may be among those.
        work.rows()
            .forget_contacts(proofs.permit(), &change)
            .await?;
        let row = ContactRow {
            id: contact.id,
            name: contact.name.as_str().to_owned(),
            address: contact.address.clone(),
            added_at: change.at,
            waits: contact.waits,
            accepted_at: None,
            counts_from: None,
            declined_at: None,
            change: change.id,
        };
        work.rows()
            .add_contact(proofs.permit(), change.person, &row)
            .await?;

        self.end(work, &proofs).await
    }

    /// Restores a removed recovery contact who still counts; `false` if there is none, and then the unit of work must
    /// be dropped.
    pub async fn put_back_contact(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        contact: ContactId,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let entry = circumstances.entry(HistoryEvent::ContactAdded, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::AddContact, entry)
            .await?;
        if !work
            .rows()
            .put_back_contact(proofs.permit(), contact, Some(&change))
            .await?
        {
            return Ok(false);
        }

        self.end(work, &proofs).await.map(|()| true)
    }

    /// Removes a recovery contact; `false` if they aren't one, and then the unit of work must be dropped. One who
    /// counted continues to count for a while (S109).
    pub async fn remove_contact(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        contact: &ContactRow,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let entry = circumstances.entry(HistoryEvent::ContactRemoved, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::RemoveContact, entry)
            .await?;
        work.rows()
            .forget_contacts(proofs.permit(), &change)
            .await?;
        let removed = if contact.counts(change.at) {
            let counts_until = change.at.plus(policy::FORMER_COUNTS.max(contact.waits));
            let ended = Ended {
                at: change.at,
                counts_until,
                by: Some(change.id),
            };
            work.rows()
                .end_contact(proofs.permit(), contact.id, &ended)
                .await?
        } else {
            work.rows()
                .remove_contact(proofs.permit(), &change, contact.id)
                .await?
        };

        if !removed {
            return Ok(false);
        }

        self.end(work, &proofs).await.map(|()| true)
    }

    /// Sets how many contacts have to help.
    pub async fn set_contacts_needed(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        needed: ContactsNeeded,
        circumstances: &Circumstances,
    ) -> Result<()> {
        let facts = Facts {
            needed: Some(needed.number()),
            ..Facts::default()
        };
        let entry = circumstances
            .entry(HistoryEvent::ContactsNeeded, proofs.person())
            .with(facts);
        let change = self
            .begin(work, &proofs, ChangeAction::SetContactsNeeded, entry)
            .await?;
        work.rows()
            .set_contacts_needed(proofs.permit(), &change, needed)
            .await?;

        self.end(work, &proofs).await
    }

    /// Uses up an invitation to be a contact with the contact's own answer, and changes nothing but this contact's
    /// answer. Returns the owner and the updated contact; `None` if the invitation was already answered, replaced or
    /// expired, or if the account isn't genuine or active.
    pub async fn answer_contact(
        &self,
        work: &mut dyn VaultWork,
        invitation: &ContactInvitation,
        answer: ContactAnswer,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<Option<(Person, ContactRow)>> {
        let Some(person) = work.rows().owner_of(invitation.contact).await? else {
            return Ok(None);
        };

        let Some(person) = work.people().by_id(person).await? else {
            return Ok(None);
        };

        let Condition::Genuine(holdings) = self.check(work, &person).await? else {
            return Ok(None);
        };

        let contact = holdings
            .contacts
            .into_iter()
            .find(|contact| contact.id == invitation.contact);
        let Some(mut contact) = contact.filter(|_| person.status == PersonStatus::Active) else {
            return Ok(None);
        };

        let (used, event) = match answer {
            ContactAnswer::Accept => {
                contact.accepted_at = Some(now);
                contact.counts_from = Some(now.plus(contact.waits));
                (
                    work.contacts().accept(invitation.id, now).await?,
                    HistoryEvent::ContactAccepted,
                )
            }
            ContactAnswer::Decline => {
                contact.declined_at = Some(now);
                (
                    work.contacts().decline(invitation.id, now).await?,
                    HistoryEvent::ContactDeclined,
                )
            }
        };

        let permit = Permit::new();
        if !used || !work.rows().answer_contact(&permit, &contact).await? {
            return Ok(None);
        }

        let place = circumstances.place.clone();
        let entry = Entry::about(event, person.id).on(circumstances.device, place);
        let vouched = self
            .vouch(work, &permit, person.id, Some(entry), now)
            .await?;

        Ok(vouched.then_some((person, contact)))
    }
}
