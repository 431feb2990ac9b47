//! Outbox rows that aren't mails: telling an owner that their contacts were asked. The request itself writes the same
//! rows for everybody (S2, S3), so the owner is told here, where nobody waits for the answer.

use super::Worker;
use super::prepared::read;
use crate::contacts::news_letter;
use crate::{Outcome, Visitor};
use regain_base::history::Entry;
use regain_base::{Letter, Op};
use regain_domain::{ContactNews, FlowId, HistoryEvent, PersonStatus};
use regain_storage::{OutboxEntry, Work};

impl Worker {
    /// Runs an errand, in one unit of work with the end of its row; `false` if the row is a mail.
    pub(super) async fn run_errand(&self, entry: &OutboxEntry) -> Outcome<bool> {
        let Some(envelope) = read(entry) else {
            return Ok(false);
        };

        let Letter::TellContactsAsked { flow } = &envelope.letter else {
            return Ok(false);
        };

        let messages = &self.messages;
        let mut op = messages
            .store
            .writing(&messages.base, Visitor::nobody())
            .await?;
        let flow = match FlowId::from_hex(flow) {
            Some(flow) => op.recovery().flow(flow).await?,
            None => None,
        };

        let person = match flow.and_then(|flow| flow.person) {
            Some(person) => op.people().by_id(person).await?,
            None => None,
        };

        if let Some(person) = person.filter(|person| person.status == PersonStatus::Active) {
            let seen = envelope.surroundings(&messages.base, entry.id);
            let device = seen.device;
            let place = seen.place;
            let zone = seen.zone;
            let visitor = Visitor {
                language: person.language,
                device,
                place,
                zone,
                source: None,
            };
            let told = Entry::about(HistoryEvent::ContactsAsked, person.id);
            let told = told.on(visitor.device, visitor.place.clone());

            op.record(&told).await?;
            let letter = news_letter(ContactNews::Asked, None);
            op.notify_for(&visitor, &person, &letter).await?;
        }

        op.outbox().sent(entry.id).await?;
        op.commit().await?;

        Ok(true)
    }
}
