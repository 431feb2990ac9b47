//! How a mail leaves.

use crate::Email;
use async_trait::async_trait;
use std::fmt;

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
#[error("{verdict}: {failure} {step}")]
pub struct SendError {
    /// What that means for the mail, and for others.
    pub verdict: Verdict,
    /// How far the conversation had come.
    pub step: Step,
    /// What went wrong.
    pub failure: Failure,
}

/// What a failure means for the mail, and for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The relay is at fault, or what is configured: any other mail would fare the same. Trying later can help, and somebody has to
    /// be told.
    Relay,
    /// This mail isn't taken for now: a mailbox is full, or a relay makes strangers wait.
    ForNow,
    /// The recipient is refused for ever.
    Never,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Relay | Self::ForNow => "not sent for now",
            Self::Never => "never to be sent",
        })
    }
}

/// The steps of a conversation with a relay (RFC 5321, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The mail is put into the form of RFC 5322.
    Compose,
    /// Connection, TLS from the start, the relay's first line, and EHLO.
    Hello,
    /// STARTTLS, and EHLO once more.
    StartTls,
    /// AUTH.
    SignIn,
    /// MAIL.
    Sender,
    /// RCPT.
    Recipient,
    /// DATA, and the end of what follows.
    Content,
}

impl fmt::Display for Step {
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
    /// The relay refused.
    #[error("the relay answered {0}")]
    Refused(Reply),
    /// The relay lacks an extension that is needed: STARTTLS, or a way of AUTH that we know.
    #[error("the relay doesn't offer what is needed")]
    Lacks,
    /// The relay hung up, or doesn't speak SMTP.
    #[error("the relay hung up, or its answer isn't understood")]
    Protocol,
    /// The mail can't be put into the form of RFC 5322.
    #[error("the mail can't be composed")]
    Composition,
}

/// A refusal in numbers. Its words aren't kept: they often repeat the address (S102).
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
