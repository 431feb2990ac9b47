//! Waiting mail: a row in the transaction of its cause, sent by a worker (S65).

use crate::Result;
use async_trait::async_trait;
use regain_domain::{EmailAddress, OutboxId, Timestamp};

/// Priority of mail: a backlog of notices must not delay codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Somebody is waiting for it.
    Awaited,
    /// A notice about an event, to one person.
    Notice,
    /// Mail that may go to many people at once.
    Bulk,
}

/// A mail to send; the payload identifies content and recipient without any secret (S18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutboxEntry {
    /// Random; also the mail's `Message-ID`, so that duplicates can be recognised.
    pub id: OutboxId,
    /// JSON made by the service.
    pub payload: String,
    /// Its priority.
    pub urgency: Urgency,
    /// When it was written.
    pub created_at: Timestamp,
    /// Not worth sending after this.
    pub expires_at: Timestamp,
}

/// A waiting mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Random.
    pub id: OutboxId,
    /// JSON made by the service.
    pub payload: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Not worth sending after this.
    pub expires_at: Timestamp,
    /// Failed attempts so far.
    pub attempts: u32,
}

/// Waiting mail.
#[async_trait]
pub trait OutboxRows: Send {
    /// Adds a mail.
    async fn enqueue(&mut self, entry: &NewOutboxEntry) -> Result<()>;

    /// Mail due now: most urgent first, then in the order of writing.
    async fn due(&mut self, now: Timestamp, limit: u32) -> Result<Vec<OutboxEntry>>;

    /// When the next attempt is due, if anything waits.
    async fn next_due(&mut self) -> Result<Option<Timestamp>>;

    /// Handed to the relay: deletes the row.
    async fn sent(&mut self, id: OutboxId) -> Result<()>;

    /// Failed: another attempt is due at `next`.
    async fn retry(&mut self, id: OutboxId, next: Timestamp) -> Result<()>;

    /// Given up: kept without a next attempt, for the operator to see (S65).
    async fn give_up(&mut self, id: OutboxId, at: Timestamp) -> Result<()>;

    /// Deletes up to `most` mails given up before `before`. Returns their number.
    async fn forget_given_up(&mut self, before: Timestamp, most: u32) -> Result<u64>;

    /// Number of waiting mails, and of those given up.
    async fn counts(&mut self) -> Result<(u64, u64)>;

    /// Deletes all mail to an address in its stored form, waiting or given up. Returns their number (S103).
    async fn forget_to(&mut self, address: &EmailAddress) -> Result<u64>;

    /// Deletes all waiting mail. Returns their number (S84: mail in a backup was sent long ago, or is obsolete).
    async fn forget_waiting(&mut self) -> Result<u64>;
}
