//! Mail that waits: a row in the transaction of its cause, sent by a worker (S65).

use crate::Result;
use async_trait::async_trait;
use regain_domain::{EmailAddress, OutboxId, Timestamp};

/// Whose mail goes first: in a backlog of notices nobody's code may grow old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Somebody sits and waits for it.
    Awaited,
    /// What happened to one person.
    Notice,
    /// What may be written to many people at once.
    Bulk,
}

/// A mail to send; the payload names what to say and to whom, without any secret (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutboxEntry {
    /// Random; also the mail's `Message-ID`, so that a repetition can be told.
    pub id: OutboxId,
    /// JSON, of the service's own making.
    pub payload: String,
    /// Which others it may overtake.
    pub urgency: Urgency,
    /// When it was written.
    pub created_at: Timestamp,
    /// After this it isn't worth sending.
    pub expires_at: Timestamp,
}

/// A mail that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Random.
    pub id: OutboxId,
    /// JSON, of the service's own making.
    pub payload: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// After this it isn't worth sending.
    pub expires_at: Timestamp,
    /// Failed attempts so far.
    pub attempts: u32,
}

/// Mail that waits.
#[async_trait]
pub trait Outbox: Send {
    /// Adds a mail.
    async fn enqueue(&mut self, entry: &NewOutboxEntry) -> Result<()>;

    /// What is to be sent now: the most urgent first, and of these in the order of writing.
    async fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<OutboxEntry>>;

    /// When the next attempt is due, if anything waits.
    async fn next_due(&mut self) -> Result<Option<Timestamp>>;

    /// It was handed to the relay; the row goes.
    async fn sent(&mut self, id: OutboxId) -> Result<()>;

    /// It failed; another attempt at `next`.
    async fn retry(&mut self, id: OutboxId, next: Timestamp) -> Result<()>;

    /// It is given up: kept, without a next attempt, for the operator to see (S65).
    async fn give_up(&mut self, id: OutboxId, at: Timestamp) -> Result<()>;

    /// Forgets mail given up before `before`, at most `most`; how many there were.
    async fn forget_given_up(&mut self, before: Timestamp, most: u32) -> Result<u64>;

    /// How many wait, and how many were given up.
    async fn counts(&mut self) -> Result<(u64, u64)>;

    /// Forgets all mail to an address as it is stored, waiting or given up; how many there were (S103).
    async fn forget_to(&mut self, address: &EmailAddress) -> Result<u64>;

    /// Forgets all mail that waits; how many there were (S84: a backup's mail was sent long ago, or is about what is void).
    async fn forget_waiting(&mut self) -> Result<u64>;
}
