//! Keeps the outbox' worker going when one row or the relay fails (S65): the others' mail still
//! goes out, once.

mod relay;
mod rows;

use crate::support::database::drop_triggers;
use async_trait::async_trait;
use regain_mail::{Consequence, Email, Reply, SendError, SendFailure, Sender, SmtpStep, Transport};
use regain_service::Worker;
use regain_testkit::World;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

const ANSWERS: &str = "the outbox can be read and written";

/// A relay that a test holds up, or that makes its caller panic.
struct Relay {
    /// Permits for conversations that may finish.
    goes_on: Semaphore,
    /// Whether it panics on mails to `broken@example.org`.
    breaks: AtomicBool,
    /// Its answer instead of taking a mail.
    refuses: Mutex<Option<SendError>>,
    took: Mutex<Vec<String>>,
}

impl Relay {
    fn letting(conversations: usize) -> Arc<Self> {
        let breaks = AtomicBool::new(true);
        let refuses = Mutex::default();
        let took = Mutex::default();
        Arc::new(Self {
            goes_on: Semaphore::new(conversations),
            breaks,
            refuses,
            took,
        })
    }

    /// Sets its answer from now on.
    fn refuse(&self, with: Option<SendError>) {
        *self.refuses.lock().expect("nobody panics with it") = with;
    }

    fn took(&self) -> Vec<String> {
        self.took.lock().expect("nobody panics with it").clone()
    }

    fn worker(self: &Arc<Self>, world: &World) -> Worker {
        let sender = Sender::parse("no-reply@example.org").expect("an address");
        world
            .regain()
            .worker(Arc::clone(self) as Arc<dyn Transport>, sender)
    }
}

#[async_trait]
impl Transport for Relay {
    async fn send(&self, email: &Email) -> Result<(), SendError> {
        self.goes_on
            .acquire()
            .await
            .expect("it stays open")
            .forget();
        let breaks =
            self.breaks.load(Ordering::SeqCst) && email.to.as_str() == "broken@example.org";
        assert!(!breaks, "the client of this test's relay breaks on purpose");
        if let Some(refusal) = *self.refuses.lock().expect("nobody panics with it") {
            return Err(refusal);
        }
        self.took
            .lock()
            .expect("nobody panics with it")
            .push(email.to.as_str().to_owned());
        Ok(())
    }
}

/// Makes the addresses of invited people unreadable, except for those with this ending.
async fn spoil_addresses(world: &World, but: &str) {
    drop_triggers(world).await;
    let spoil = "UPDATE identifiers SET shown = 'not an@address' WHERE verified_at IS NULL AND kind = 'email'";
    let spoiled = world
        .database()
        .run(&format!("{spoil} AND canonical NOT LIKE '%{but}'"))
        .await;
    assert!(spoiled > 0);
}

/// The attempts of each waiting row, and the milliseconds until its next.
async fn waiting(world: &World) -> Vec<String> {
    let now = world.now().as_millis();
    let query =
        format!("SELECT attempts || ' ' || (next_attempt_at - {now}) FROM outbox ORDER BY seq");
    world.database().texts(&query).await
}

const DAY: u64 = 24 * 60 * 60;

fn refusal(consequence: Consequence, code: u16, enhanced: (u8, u16, u16)) -> SendError {
    let failure = SendFailure::Refused(Reply {
        code,
        enhanced: Some(enhanced),
    });
    SendError {
        consequence,
        step: SmtpStep::Recipient,
        failure,
    }
}
