//! Decides what becomes of a row, and records it.

use super::message::Messages;
use super::prepared::read;
use super::relay::RelayState;
use super::schedule::next_attempt;
use crate::{Outcome, Visitor};
use regain_domain::Timestamp;
use regain_mail::{Consequence, Email, Transport};
use regain_storage::{OutboxEntry, Work};

pub(super) enum RowOutcome {
    Sent,
    Dropped,
    Retry,
    GaveUp,
}

/// Records what became of a row.
pub(super) async fn note(
    messages: &Messages,
    entry: &OutboxEntry,
    handled: &RowOutcome,
    now: Timestamp,
) -> Outcome<()> {
    let mut op = messages
        .store
        .writing(&messages.base, Visitor::nobody())
        .await?;
    let outbox = op.outbox();
    match handled {
        RowOutcome::Sent | RowOutcome::Dropped => outbox.sent(entry.id).await?,
        RowOutcome::Retry => outbox.retry(entry.id, next_attempt(entry, now)).await?,
        RowOutcome::GaveUp => outbox.give_up(entry.id, now).await?,
    }

    op.commit().await
}

/// Decides about a row that wasn't sent in time: the operator must learn of a notice that nobody got; anything else
/// is worthless now.
pub(super) fn expired(entry: &OutboxEntry) -> RowOutcome {
    if read(entry).is_some_and(|envelope| envelope.letter.is_notice()) {
        tracing::warn!(
            attempts = entry.attempts,
            "a notice could not be sent in its time and is given up"
        );
        RowOutcome::GaveUp
    } else {
        RowOutcome::Dropped
    }
}

/// Sends a mail. Only a permanently refused recipient ends it early: problems with the relay or the configuration can
/// be fixed, and the mail waits for that as long as it is useful.
pub(super) async fn deliver(
    transport: &dyn Transport,
    email: &Email,
    entry: &OutboxEntry,
    relay: &RelayState,
    now: Timestamp,
) -> RowOutcome {
    match transport.send(email).await {
        Ok(()) => {
            relay.takes(now);
            RowOutcome::Sent
        }
        Err(error) => {
            relay.failed(error, entry.attempts.saturating_add(1), now);
            match error.consequence {
                Consequence::Relay | Consequence::ForNow => RowOutcome::Retry,
                Consequence::Never => RowOutcome::GaveUp,
            }
        }
    }
}
