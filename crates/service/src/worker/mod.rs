//! Sends the mail in the outbox: at least once, with growing pauses after failures (S65).

mod errand;
mod isolated;
pub(crate) mod message;
mod outcome;
mod prepared;
mod queue;
mod relay;
mod schedule;

pub use relay::RelayState;

use crate::worker::message::Messages;
use queue::HandedOver;
use regain_mail::{Sender, Transport};
use regain_storage::Work;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Longest sleep: a row of another process is found within this time.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);

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
}

#[cfg(test)]
mod tests;
