//! Recovery contacts: chosen and taken away by their owner, and answered for by themselves alone (S27).

use crate::{
    ChangeAction, Circumstances, Condition, Ended, Holdings, Permit, Vault, VaultWork,
    VerifiedProofs,
};
use regain_domain::{
    ChangeId, ContactId, ContactsNeeded, EmailAddress, Facts, HistoryEvent, PersonName,
    PersonStatus, Timestamp, policy,
};
use regain_history::Entry;
use regain_storage::{ContactInvitation, Person, Result};
use std::time::Duration;

/// A recovery contact as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// Random.
    pub id: ContactId,
    /// What the owner calls them.
    pub name: String,
    /// Where they are asked.
    pub address: EmailAddress,
    /// When the owner chose them.
    pub added_at: Timestamp,
    /// How long after they agreed they begin to count (S28).
    pub waits: Duration,
    /// When they agreed.
    pub accepted_at: Option<Timestamp>,
    /// From when they count in a recovery.
    pub counts_from: Option<Timestamp>,
    /// When they didn't want to, or no longer.
    pub declined_at: Option<Timestamp>,
    /// The change that added them.
    pub change: ChangeId,
}

impl ContactRow {
    /// Whether they agreed, and still do.
    #[must_use]
    pub const fn agrees(&self) -> bool {
        self.accepted_at.is_some() && self.declined_at.is_none()
    }

    /// Whether they were chosen so lately that they give way to older proofs (S113).
    #[must_use]
    pub fn is_young(&self, at: Timestamp) -> bool {
        at < self.added_at.plus(policy::YOUNG_FOR)
    }

    /// Whether they count in a recovery at `now` (S28).
    #[must_use]
    pub fn counts(&self, now: Timestamp) -> bool {
        self.agrees() && self.counts_from.is_some_and(|from| from <= now)
    }
}

impl Holdings {
    /// The recovery contacts that count at a moment.
    pub fn contacts_that_count(&self, at: Timestamp) -> impl Iterator<Item = &ContactRow> {
        self.contacts
            .iter()
            .filter(move |contact| contact.counts(at))
    }

    /// Those who can help in a recovery at a moment: who count already, and who do still (S109).
    pub fn contacts_that_help(&self, at: Timestamp) -> impl Iterator<Item = &ContactRow> {
        let former = self
            .former_contacts
            .iter()
            .filter(move |former| former.ended.counts(at));
        self.contacts
            .iter()
            .chain(former.map(|former| &former.was))
            .filter(move |contact| contact.counts(at))
    }

    /// How many recovery contacts have to help.
    #[must_use]
    pub fn contacts_needed(&self) -> ContactsNeeded {
        self.contacts_needed
            .map(|(needed, _)| needed)
            .unwrap_or_default()
    }
}

/// A recovery contact to add.
#[derive(Debug)]
pub struct NewContact<'a> {
    /// Random.
    pub id: ContactId,
    /// What the owner calls them.
    pub name: &'a PersonName,
    /// Where they are asked.
    pub address: &'a EmailAddress,
    /// How long after they agreed they begin to count (S28).
    pub waits: Duration,
}

/// What a contact answers to their invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactAnswer {
    /// They agree.
    Accept,
    /// They don't want to, or no longer.
    Decline,
}

impl Vault {
    /// Adds a recovery contact, who doesn't count before they agree.
    ///
    /// # Errors
    /// If the database fails, or refuses.
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
        // One of the same mailbox may be among those.
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

    /// Makes somebody a recovery contact again who was taken away and counts still; `false` if they weren't, and then the unit of
    /// work is to be dropped.
    ///
    /// # Errors
    /// If the database fails, or refuses.
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

    /// Takes a recovery contact away; `false` if they aren't one (any longer), and then the unit of work is to be dropped. One who
    /// counted goes on doing so for a while (S109).
    ///
    /// # Errors
    /// If the database fails, or refuses.
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
        let removed = match contact.counts(change.at) {
            true => {
                let counts_until = change.at.plus(policy::FORMER_COUNTS.max(contact.waits));
                let ended = Ended {
                    at: change.at,
                    counts_until,
                    by: Some(change.id),
                };
                work.rows()
                    .end_contact(proofs.permit(), contact.id, &ended)
                    .await?
            }
            false => {
                work.rows()
                    .remove_contact(proofs.permit(), &change, contact.id)
                    .await?
            }
        };
        if !removed {
            return Ok(false);
        }
        self.end(work, &proofs).await.map(|()| true)
    }

    /// Says how many contacts have to help.
    ///
    /// # Errors
    /// If the database fails, or refuses.
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

    /// Uses up an invitation to be a contact with an answer, which is the contact's own act and nobody else's: it changes
    /// this one contact's answer, and nothing else. The owner and the contact, as they are then; `None` if it was answered,
    /// replaced or over before, or if the account isn't genuine or active.
    ///
    /// # Errors
    /// If the database fails, or refuses.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(number: u8, counts_from: i64) -> ContactRow {
        let at = Timestamp::from_millis;
        ContactRow {
            id: ContactId::from_bytes([number; 16]),
            name: "Cleo".to_owned(),
            address: EmailAddress::parse("cleo@example.net").expect("an address"),
            added_at: at(0),
            waits: Duration::from_secs(1),
            accepted_at: Some(at(counts_from - 1000)),
            counts_from: Some(at(counts_from)),
            declined_at: None,
            change: ChangeId::from_bytes([0; 16]),
        }
    }

    #[test]
    fn s28_a_contact_counts_from_its_moment_on_and_until_they_step_back() {
        let now = Timestamp::from_millis;
        let mut row = contact(1, 5000);
        assert!(!row.counts(now(4999)) && row.counts(now(5000)));
        row.declined_at = Some(now(6000));
        assert!(!row.counts(now(6000)));
        row = ContactRow {
            accepted_at: None,
            counts_from: None,
            ..contact(1, 5000)
        };
        assert!(!row.counts(now(9000)));
    }
}
