//! How a mail leaves.

use crate::Email;
use async_trait::async_trait;

/// A way to send mails.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Hands one mail over; when it returns `Ok`, the other side has taken responsibility.
    ///
    /// # Errors
    /// Whether another attempt makes sense. After a time-out the mail may have arrived: sending is at least once, and
    /// the `Message-ID` stays the same.
    async fn send(&self, email: &Email) -> Result<(), SendError>;
}

/// Why a mail wasn't handed over. Says nothing about whom it is for or what is in it (S102).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Trying later can help.
    #[error("not sent for now: {0}")]
    Temporary(Failure),
    /// The relay will never take this mail.
    #[error("never to be sent: {0}")]
    Permanent(Failure),
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No connection to the relay.
    #[error("the relay can't be reached")]
    Unreachable,
    /// No answer in time.
    #[error("the relay took too long")]
    TimedOut,
    /// No trustworthy connection, such as a certificate that doesn't fit (S68).
    #[error("no secure connection to the relay")]
    Insecure,
    /// The relay refused, with this SMTP reply code.
    #[error("the relay answered {0}")]
    Refused(u16),
    /// The relay lacks an extension that is needed (STARTTLS, AUTH), or doesn't speak SMTP.
    #[error("the relay doesn't offer what is needed, or its answer isn't understood")]
    Protocol,
    /// The mail can't be put into the form of RFC 5322.
    #[error("the mail can't be composed")]
    Composition,
}
