//! Erases people: fourteen days after their request, or after 180 days disabled (S103).

use crate::contacts::{about, called, news_letter};
use crate::own_account::closing::is_last_administrator;
use crate::upkeep::Upkeep;
use crate::{Outcome, Visitor};
use regain_base::history::Entry;
use regain_base::{Letter, Op};
use regain_domain::{
    ContactNews, EmailAddress, HistoryEvent, Leaving, LeavingWhy, PersonId, PersonStatus,
};
use regain_storage::{Person, Work};
use regain_vault::{Circumstances, ContactAnswer, VaultOp};
use std::time::Duration;

/// Delivery attempts for the last mails, to the person and their contacts, stop after this time.
const TRIED: Duration = Duration::from_secs(7 * 24 * 60 * 60);

impl Upkeep {
    /// Announces upcoming erasures, carries out those that are due, and returns the number of people erased. Each has
    /// a unit of work of their own, so an interruption leaves nothing half done, and one failure doesn't stop the
    /// others.
    pub(crate) async fn erase_those_due(&self) -> Outcome<u64> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();

        // While the history isn't known to be whole, nothing irreversible is done on its word (S80).
        if self.heads.progress().is_some() || !self.accounts.head_holds(&mut op).await? {
            return Ok(0);
        }

        drop(op);
        let told_from = |why: LeavingWhy| now.minus(why.waits()).plus(why.told_before());
        let asked = told_from(LeavingWhy::Asked);
        let disabled = told_from(LeavingWhy::Disabled);
        let people = self
            .store
            .reading(&self.base)
            .await?
            .history()
            .may_leave(asked, disabled, now)
            .await?;
        let mut erased = 0;
        let mut outcome = Ok(());

        for person in people {
            match self.go_on_leaving(person).await {
                Ok(gone) => erased += u64::from(gone),
                Err(error) => {
                    tracing::error!(%error, person = person.to_hex(), "somebody can't be erased");
                    outcome = outcome.and(Err(error));
                }
            }
        }

        outcome.map(|()| erased)
    }

    /// Takes the step that is due for a person. Returns whether they were erased.
    async fn go_on_leaving(&self, id: PersonId) -> Outcome<bool> {
        if !self.may_go_on_leaving(id).await? {
            return Ok(false);
        }

        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let Some(person) = op.people().by_id(id).await? else {
            return Ok(false);
        };

        let Some(leaving) = self.base.historian.leaving(&mut op, &person, now).await? else {
            return Ok(false);
        };

        if leaving.is_to_be_told(now) {
            self.tell_once_more(&mut op, &person, leaving).await?;
            op.commit().await?;
            return Ok(false);
        }

        if !leaving.is_due(now) {
            return Ok(false);
        }

        if is_last_administrator(&mut op, &person).await? {
            // Others were administrators too when they asked.
            op.record(&Entry::about(HistoryEvent::ClosingTakenBack, id))
                .await?;
            let letter = Letter::ClosingTakenBack {
                last_administrator: true,
            };
            op.notify(&person, &letter).await?;
            op.commit().await?;
            return Ok(false);
        }

        if !self.erase(&mut op, &person).await? {
            tracing::warn!(
                person = id.to_hex(),
                "somebody isn't erased: their standing isn't what was written"
            );
            return Ok(false);
        }

        op.commit().await?;
        Ok(true)
    }

    /// Whether a step is due for this person, and the history is intact since it was planned: an entry that revoked
    /// the erasure must not have been removed.
    async fn may_go_on_leaving(&self, id: PersonId) -> Outcome<bool> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let Some(person) = op.people().by_id(id).await? else {
            return Ok(false);
        };

        let leaving = self.base.historian.leaving(&mut op, &person, now).await?;
        if leaving.is_none_or(|leaving| !leaving.is_to_be_told(now) && !leaving.is_due(now)) {
            return Ok(false);
        }

        drop(op);
        let unbroken = self
            .base
            .historian
            .is_unbroken_since_leaving(self.base.store.as_ref(), &person)
            .await?;
        if !unbroken {
            // As wherever such an entry is found, nobody is let in any more (S80).
            self.heads.doubt();
            tracing::error!(
                event = "history",
                person = id.to_hex(),
                "nobody is erased, nor let in: since this person was to be erased, an entry of the history isn't what was written"
            );
        }

        Ok(unbroken)
    }

    async fn tell_once_more(
        &self,
        op: &mut dyn Op,
        person: &Person,
        leaving: Leaving,
    ) -> Outcome<()> {
        let now = op.now();
        op.record(&Entry::about(HistoryEvent::ErasureAnnounced, person.id))
            .await?;
        let until = leaving.ends_at(now).as_millis();
        let letter = Letter::ErasureAnnounced {
            until,
            asked: leaving.why == LeavingWhy::Asked,
        };

        op.notify(person, &letter).await
    }

    /// Erases a person and tells everybody concerned. If that is impossible: `false`, and the unit of work must be
    /// dropped.
    async fn erase(&self, op: &mut dyn VaultOp, person: &Person) -> Outcome<bool> {
        let now = op.now();
        let mut theirs = op.people().addresses(person.id).await?;
        let last_mail = op.addresses().told(person.id, now).await?;
        let (contacts, former_contacts) = op.rows().contacts(person.id).await?;
        let holdings = op.rows().holdings(person.id).await?;
        let former = holdings
            .into_iter()
            .flat_map(|holdings| holdings.former_addresses);

        theirs.extend(former.map(|former| former.was.address));
        for address in &theirs {
            self.step_back_everywhere(op, address).await?;
        }

        for address in &theirs {
            op.outbox().forget_to(address).await?;
        }

        let user_name = person
            .user_name
            .as_ref()
            .map(|name| self.base.keys.retired_user_name(name));
        if !self
            .vault
            .erase(op, person, user_name.as_ref(), now)
            .await?
        {
            return Ok(false);
        }

        let expires_at = now.plus(TRIED);
        let released = former_contacts
            .into_iter()
            .filter(|former| former.ended.counts(now))
            .map(|former| former.was);
        for contact in contacts
            .into_iter()
            .chain(released)
            .filter(|contact| contact.declined_at.is_none())
        {
            let letter = Letter::ContactRemoved {
                owner: called(person),
            };
            op.enqueue_for(&about(person), Some(&contact.address), letter, expires_at)
                .await?;
        }

        for address in &last_mail {
            op.enqueue_for(&about(person), Some(address), Letter::Erased, expires_at)
                .await?;
        }

        Ok(true)
    }

    /// Removes this address as a recovery contact everywhere and tells the owners, so that nobody relies on a person
    /// who is gone.
    async fn step_back_everywhere(
        &self,
        op: &mut dyn VaultOp,
        address: &EmailAddress,
    ) -> Outcome<()> {
        let now = op.now();
        for contact in op.rows().relying_on(address).await? {
            let Some(invitation) = op.contacts().newest_invitation(contact).await? else {
                continue;
            };

            let answer = ContactAnswer::Decline;
            let nowhere = Circumstances {
                device: None,
                place: None,
            };
            let answered = self
                .vault
                .answer_contact(op, &invitation, answer, &nowhere, now)
                .await?;

            if let Some((owner, row)) =
                answered.filter(|(owner, _)| owner.status == PersonStatus::Active)
            {
                op.notify(&owner, &news_letter(ContactNews::Gone, Some(&row.name)))
                    .await?;
            }
        }

        Ok(())
    }
}
