//! Prepares one mail: a row's letter, rendered for its reader.

use super::Worker;
use crate::Outcome;
use regain_base::OutboxPayload;
use regain_domain::{EmailAddress, FreezeLinkId, Timestamp};
use regain_mail::{self as mail, Context, Email, LinkToFreeze, Zone, render};
use regain_storage::{OutboxEntry, Work};

impl Worker {
    /// The mail of a row; `None` if there is nothing left to say.
    pub(super) async fn prepare(
        &self,
        entry: &OutboxEntry,
        now: Timestamp,
    ) -> Outcome<Option<Email>> {
        let Some(envelope) = read(entry) else {
            return Ok(None);
        };

        let surroundings = envelope.surroundings(&self.messages.base, entry.id);
        let address = envelope
            .to
            .as_deref()
            .and_then(|to| EmailAddress::parse(to).ok());
        let Some(to) = address else { return Ok(None) };
        let Some(message) = self
            .messages
            .message(&envelope.letter, &to, entry.created_at, now)
            .await?
        else {
            return Ok(None);
        };

        let freeze = match envelope.freeze.as_deref().and_then(FreezeLinkId::from_hex) {
            Some(id) => {
                self.messages
                    .store
                    .reading(&self.messages.base)
                    .await?
                    .freeze_links()
                    .by_id(id)
                    .await?
            }
            None => None,
        };

        let context = Context {
            organisation: &self.messages.base.settings.organisation,
            language: envelope.language,
            device: surroundings.device,
            place: surroundings.place,
            zone: Zone::of(surroundings.zone.as_ref()),
            freeze: freeze.filter(|link| link.ended_at.is_none()).map(|link| {
                let (link, code) = self.messages.base.freeze_link(&link);
                LinkToFreeze { link, code }
            }),
        };
        let envelope = mail::Envelope {
            id: entry.id,
            to,
            from: self.sender.clone(),
            date: now,
        };

        Ok(Some(render(envelope, &message, &context)))
    }
}

/// Parses the payload of a row.
pub(super) fn read(entry: &OutboxEntry) -> Option<OutboxPayload> {
    let envelope = serde_json::from_str(&entry.payload).ok();
    if envelope.is_none() {
        tracing::error!("an outbox row can't be read and is dropped");
    }

    envelope
}
