//! Ways of sending mail.

use crate::Email;
use async_trait::async_trait;
use std::fmt;

/// A way to send mails.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Hands over one mail; on `Ok`, the other side has taken responsibility.
    ///
    /// # Errors
    /// With the consequence on another attempt. After a time-out the mail may have arrived: delivery is at least once,
    /// and the `Message-ID` stays the same.
    async fn send(&self, email: &Email) -> Result<(), SendError>;
}

/// Why a mail wasn't handed over. Reveals neither recipient nor content (S102).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{consequence}: {failure} {step}")]
pub struct SendError {
    /// The consequence for this mail and others.
    pub consequence: Consequence,
    /// How far the conversation got.
    pub step: SmtpStep,
    /// The failure.
    pub failure: SendFailure,
}

/// The consequence of a failure for this mail and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consequence {
    /// The relay or the configuration is at fault: any other mail would fail likewise. Retrying can help, and
    /// somebody must be told.
    Relay,
    /// This mail isn't accepted for now: a mailbox is full, or the relay uses greylisting.
    ForNow,
    /// The recipient is refused permanently.
    Never,
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Relay | Self::ForNow => "not sent for now",
            Self::Never => "never to be sent",
        })
    }
}

/// The steps of a conversation with a relay (RFC 5321, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SmtpStep {
    /// Composing the mail by RFC 5322.
    Compose,
    /// Connection, TLS from the start, the relay's greeting, and EHLO.
    Hello,
    /// STARTTLS, and another EHLO.
    StartTls,
    /// AUTH.
    SignIn,
    /// MAIL.
    Sender,
    /// RCPT.
    Recipient,
    /// DATA, and the end of the content.
    Content,
}

impl fmt::Display for SmtpStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compose => "before anything was said",
            Self::Hello => "at the greeting (connection, EHLO)",
            Self::StartTls => "at STARTTLS",
            Self::SignIn => "at AUTH",
            Self::Sender => "at MAIL",
            Self::Recipient => "at RCPT",
            Self::Content => "at DATA",
        })
    }
}

/// Kinds of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// No connection to the relay.
    #[error("the relay can't be reached")]
    Unreachable,
    /// No answer in time.
    #[error("the relay took too long")]
    TimedOut,
    /// No trustworthy connection, such as a certificate that doesn't match (S68).
    #[error("no secure connection to the relay")]
    Insecure,
    /// The relay refused.
    #[error("the relay answered {0}")]
    Refused(Reply),
    /// The relay lacks a required extension: STARTTLS, or an AUTH mechanism that we support.
    #[error("the relay doesn't offer what is needed")]
    Lacks,
    /// The relay hung up, or doesn't speak SMTP.
    #[error("the relay hung up, or its answer isn't understood")]
    Protocol,
    /// The mail can't be composed by RFC 5322.
    #[error("the mail can't be composed")]
    Composition,
}

/// A refusal in numbers. Its text isn't kept, since it often repeats the address (S102).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// The reply code (RFC 5321, section 4.2).
    pub code: u16,
    /// The enhanced code, such as 5.7.1 (RFC 3463), if the relay gave one.
    pub enhanced: Option<(u8, u16, u16)>,
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        match self.enhanced {
            Some((class, subject, detail)) => write!(f, " {class}.{subject}.{detail}"),
            None => Ok(()),
        }
    }
}
