//! Handles the rows that are due, each by itself, and hands their mails over.

use super::Worker;
use super::isolated::{RowFailure, isolated};
use super::outcome::{RowOutcome, deliver, expired, note};
use super::schedule::{FIRST_PAUSE, next_attempt};
use crate::{Outcome, Visitor};
use regain_domain::{OutboxId, Timestamp};
use regain_mail::Email;
use regain_storage::{OutboxEntry, Work};
use std::collections::HashSet;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;

/// Most mails sent in parallel, so that slow connections don't hold up the others.
const SIDE_BY_SIDE: u32 = 8;
/// A delivery that takes longer lets the next one begin. Quicker ones run one after the other, each recorded before
/// the next begins, so that a crash repeats one mail at most.
const SLOW: Duration = Duration::from_secs(1);

/// Mails that the relay took but the database doesn't know about yet: a full database is no reason to send them
/// again.
#[derive(Default)]
pub(super) struct HandedOver(Mutex<HashSet<OutboxId>>);

impl HandedOver {
    fn rows(&self) -> MutexGuard<'_, HashSet<OutboxId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worker {
    /// Handles rows that are due, each by itself; returns their number. A row that can't be handled is postponed and
    /// doesn't hold up others.
    ///
    /// # Errors
    /// If the outbox can't be read, or a row can't even be postponed.
    pub async fn run_once(&self) -> Outcome<usize> {
        let now = self.messages.base.now();
        let due = self
            .messages
            .store
            .reading(&self.messages.base)
            .await?
            .outbox()
            .due(now, SIDE_BY_SIDE)
            .await?;
        let count = due.len();
        let mut sending = JoinSet::new();
        let mut outcome = Ok(());

        for entry in due {
            match isolated(self.begin(&entry, now)).await {
                Ok(Some(email)) => drop(sending.spawn(self.hand_over(email, entry, now))),
                Ok(None) => {}
                Err(trouble) => outcome = outcome.and(self.put_off(&entry, &trouble, now).await),
            }
        }

        // Waits for all of them, whatever failed: an interrupted delivery may be repeated.
        while let Some(sent) = sending.join_next().await {
            if let Ok((entry, Err(trouble))) = sent {
                outcome = outcome.and(self.put_off(&entry, &trouble, now).await);
            }
        }

        outcome.map(|()| count)
    }

    /// Carries out a row's errand, or prepares its mail.
    async fn begin(&self, entry: &OutboxEntry, now: Timestamp) -> Outcome<Option<Email>> {
        if self.handed_over.rows().contains(&entry.id) {
            note(&self.messages, entry, &RowOutcome::Sent, now).await?;
            self.handed_over.rows().remove(&entry.id);
            return Ok(None);
        }

        if now >= entry.expires_at {
            note(&self.messages, entry, &expired(entry), now).await?;
            return Ok(None);
        }

        if self.run_errand(entry).await? {
            return Ok(None);
        }

        let email = self.prepare(entry, now).await?;
        if email.is_none() {
            note(&self.messages, entry, &RowOutcome::Dropped, now).await?;
        }

        Ok(email)
    }

    /// Sends a mail and records the result; one after the other while that is quick. Returns any error other than the
    /// sending's own.
    fn hand_over(
        &self,
        email: Email,
        entry: OutboxEntry,
        now: Timestamp,
    ) -> impl Future<Output = (OutboxEntry, Result<(), RowFailure>)> + use<> {
        let messages = Arc::clone(&self.messages);
        let transport = Arc::clone(&self.transport);
        let turn = Arc::clone(&self.turn);
        let handed_over = Arc::clone(&self.handed_over);
        let relay = Arc::clone(&self.relay);

        async move {
            let handing_over = isolated(async {
                let mut turn = turn.acquire_owned().await.ok();
                let handled = {
                    let mut delivering =
                        pin!(deliver(transport.as_ref(), &email, &entry, &relay, now));
                    match tokio::time::timeout(SLOW, &mut delivering).await {
                        Ok(handled) => handled,
                        Err(_) => {
                            turn.take();
                            delivering.await
                        }
                    }
                };

                if matches!(handled, RowOutcome::Sent) {
                    handed_over.rows().insert(entry.id);
                }

                note(&messages, &entry, &handled, now).await?;
                handed_over.rows().remove(&entry.id);

                Ok(())
            });
            let outcome = handing_over.await;
            (entry, outcome)
        }
    }

    /// Counts a row that couldn't be handled as a failed attempt, so that it waits like one that couldn't be sent.
    async fn put_off(
        &self,
        entry: &OutboxEntry,
        trouble: &RowFailure,
        now: Timestamp,
    ) -> Outcome<()> {
        tracing::error!(error = %trouble, attempts = entry.attempts + 1, "a row of the outbox is put off");

        // The relay has taken it: only the record is missing, and a crash would send it again, so retry soon.
        let is_taken = self.handed_over.rows().contains(&entry.id);
        let next = if is_taken {
            now.plus(FIRST_PAUSE)
        } else {
            next_attempt(entry, now)
        };

        let mut op = self
            .messages
            .store
            .writing(&self.messages.base, Visitor::nobody())
            .await?;
        op.outbox().retry(entry.id, next).await?;

        op.commit().await
    }
}
