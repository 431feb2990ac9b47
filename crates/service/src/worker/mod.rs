//! Sends the mail in the outbox: at least once, with growing pauses after failures (S65).

mod contacts;
mod errand;
mod isolated;
pub(crate) mod message;
mod relay;

use crate::worker::message::Messages;
use crate::{Outcome, Visitor};
use isolated::{RowFailure, isolated};
use regain_base::OutboxPayload;
use regain_domain::{EmailAddress, FreezeLinkId, OutboxId, Timestamp, policy};
use regain_mail::{
    self as mail, Consequence, Context, Email, LinkToFreeze, Sender, Transport, Zone, render,
};
use regain_storage::{OutboxEntry, Work};
pub use relay::RelayState;
use std::collections::HashSet;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// Most mails sent in parallel, so that slow connections don't hold up the others.
const SIDE_BY_SIDE: u32 = 8;
/// A delivery that takes longer lets the next one begin. Quicker ones run one after the other, each recorded before
/// the next begins, so that a crash repeats one mail at most.
const SLOW: Duration = Duration::from_secs(1);
/// Longest sleep: a row of another process is found within this time.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);
/// Pauses after failures double, from this one on.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// The outbox worker.
pub struct Worker {
    messages: Arc<Messages>,
    transport: Arc<dyn Transport>,
    sender: Sender,
    relay: Arc<RelayState>,
    /// Held while a mail is handed over.
    turn: Arc<Semaphore>,
    handed_over: Arc<HandedOver>,
}

/// Mails that the relay took but the database doesn't know about yet: a full database is no reason to send them
/// again.
#[derive(Default)]
struct HandedOver(Mutex<HashSet<OutboxId>>);

impl HandedOver {
    fn rows(&self) -> MutexGuard<'_, HashSet<OutboxId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum RowOutcome {
    Sent,
    Dropped,
    Retry,
    GaveUp,
}

impl Worker {
    /// Makes a worker that sends by `transport`, from `sender`.
    #[must_use]
    pub(crate) fn new(
        messages: Arc<Messages>,
        transport: Arc<dyn Transport>,
        sender: Sender,
    ) -> Self {
        let relay = Arc::default();
        let handed_over = Arc::default();
        Self {
            messages,
            transport,
            sender,
            relay,
            turn: Arc::new(Semaphore::new(1)),
            handed_over,
        }
    }

    /// The relay's state after the latest deliveries.
    #[must_use]
    pub fn relay(&self) -> Arc<RelayState> {
        Arc::clone(&self.relay)
    }

    /// Works until `stop` turns true; finishes deliveries that have begun.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let pause = match self.run_once().await {
                Ok(0) => self.pause().await,
                Ok(_) => continue,
                Err(error) => {
                    tracing::error!(%error, "the outbox can't be read or written");
                    LONGEST_SLEEP
                }
            };

            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.messages.base.mail_waits() => {}
                _ = stop.changed() => {}
            }
        }
    }

    async fn pause(&self) -> Duration {
        let next = match self.messages.store.reading(&self.messages.base).await {
            Ok(mut op) => op.outbox().next_due().await.ok().flatten(),
            Err(_) => None,
        };

        next.map_or(LONGEST_SLEEP, |next| {
            self.messages.base.now().until(next).min(LONGEST_SLEEP)
        })
    }

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

    /// The mail of a row; `None` if there is nothing left to say.
    async fn prepare(&self, entry: &OutboxEntry, now: Timestamp) -> Outcome<Option<Email>> {
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

/// Records what became of a row.
async fn note(
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

/// Parses the payload of a row.
fn read(entry: &OutboxEntry) -> Option<OutboxPayload> {
    let envelope = serde_json::from_str(&entry.payload).ok();
    if envelope.is_none() {
        tracing::error!("an outbox row can't be read and is dropped");
    }

    envelope
}

/// Decides about a row that wasn't sent in time: the operator must learn of a notice that nobody got; anything else
/// is worthless now.
fn expired(entry: &OutboxEntry) -> RowOutcome {
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
async fn deliver(
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

/// When to retry a row. Mail that expires soon is retried more often: a code that somebody waits for, up to its last
/// seconds. After that the row is looked at once more, and ends.
fn next_attempt(entry: &OutboxEntry, now: Timestamp) -> Timestamp {
    let left = now.until(entry.expires_at);
    now.plus(pause_after(entry.attempts).min((left / 2).max(FIRST_PAUSE)))
}

/// The pause after a failure with `attempts` failures before it.
fn pause_after(attempts: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1u32.checked_shl(attempts).unwrap_or(u32::MAX))
        .min(policy::MAIL_LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_base::Letter;
    use regain_domain::{Language, OutboxId};

    fn entry(payload: String) -> OutboxEntry {
        let at = Timestamp::from_millis(0);
        OutboxEntry {
            id: OutboxId::from_bytes([1; 16]),
            payload,
            created_at: at,
            expires_at: at,
            attempts: 0,
        }
    }

    #[test]
    fn s65_only_notices_that_nobody_got_in_time_are_kept_for_the_operator() {
        let id = || "00".repeat(16);
        for (letter, kept) in [
            (Letter::Noop, false),
            (Letter::Invitation { invitation: id() }, false),
            (Letter::RecoveryCode { challenge: id() }, false),
            (Letter::UserName { person: id() }, false),
            (Letter::ContactInvitation { invitation: id() }, false),
            (Letter::ContactAsked { request: id() }, false),
            (Letter::TellContactsAsked { flow: id() }, false),
            (
                Letter::ContactRemoved {
                    owner: "Anna".to_owned(),
                },
                true,
            ),
            (
                Letter::ContactNews {
                    news: regain_domain::ContactNews::Asked,
                    contact: None,
                },
                true,
            ),
            (Letter::Enrolled, true),
            (Letter::GatePassed, true),
            (Letter::PasswordCreated { sessions_ended: 1 }, true),
            (Letter::PasswordKept, true),
            (Letter::PasswordChanged, true),
        ] {
            let what = format!("{letter:?}");
            let envelope = OutboxPayload {
                to: None,
                language: Language::English,
                surroundings: String::new(),
                freeze: None,
                letter,
            };
            let handled = expired(&entry(serde_json::to_string(&envelope).expect("JSON")));
            assert!(
                matches!(
                    (handled, kept),
                    (RowOutcome::GaveUp, true) | (RowOutcome::Dropped, false)
                ),
                "{what}"
            );
        }

        assert!(matches!(
            expired(&entry("{".to_owned())),
            RowOutcome::Dropped
        ));
    }

    #[test]
    fn s65_a_relay_that_is_down_for_days_ends_no_mail_before_its_time() {
        let minutes = |minutes: i64| Timestamp::from_millis(minutes * 60_000);
        for (lifetime, at_least) in [(10, 10), (3 * 24 * 60, 400), (7 * 24 * 60, 1_000)] {
            let mut entry = entry(String::new());
            entry.expires_at = minutes(lifetime);
            let mut attempts = vec![entry.created_at];
            while let Some(now) = attempts
                .last()
                .copied()
                .filter(|now| *now < entry.expires_at)
            {
                attempts.push(next_attempt(&entry, now));
                entry.attempts += 1;
            }

            let ended = attempts.pop().expect("it ends");
            assert!(
                entry.expires_at.until(ended) <= FIRST_PAUSE,
                "looked at soon after its time, and ended"
            );
            let last = attempts.last().expect("the first one");
            assert!(
                last.until(entry.expires_at) <= FIRST_PAUSE,
                "tried up to the last seconds of {lifetime} minutes"
            );
            assert!(
                attempts.len() >= at_least,
                "{} attempts in {lifetime} minutes",
                attempts.len()
            );
            let gaps = attempts.windows(2).map(|pair| pair[0].until(pair[1]));
            assert!(
                gaps.clone()
                    .all(|gap| (FIRST_PAUSE..=policy::MAIL_LONGEST_PAUSE).contains(&gap))
            );
        }
    }

    #[test]
    fn s65_pauses_double_from_five_seconds_to_ten_minutes() {
        let seconds: Vec<u64> = (0..9)
            .map(|attempts| pause_after(attempts).as_secs())
            .collect();
        assert_eq!(seconds, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
        assert_eq!(pause_after(u32::MAX), policy::MAIL_LONGEST_PAUSE);
    }
}
