//! Handing mails to a relay by SMTP.

use crate::{Email, Failure, SendError, Transport};
use async_trait::async_trait;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp,
};
use regain_domain::EmailAddress;
use std::time::{Duration, SystemTime};
use url::Url;

/// Sends by SMTP, one recipient and one connection a mail.
///
/// Connections aren't kept: one whose time ran out mid-way must never be used for the next mail.
pub struct SmtpTransport {
    relay: AsyncSmtpTransport<Tokio1Executor>,
    time_out: Duration,
}

/// What is wrong with the relay's address. Never repeats it: it has the relay's password (S102).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Not an `smtp` or `smtps` URL with a host.
    #[error("write it as `smtps://user:password@host` or `smtp://user:password@host:587?tls=required`")]
    Form,
    /// No TLS where it is needed (S68).
    #[error("mail would travel unencrypted: add `?tls=required`, or use `smtps://`")]
    Plaintext,
    /// A query parameter that isn't `tls=required`.
    #[error("the only parameter is `tls=required`")]
    Parameter,
    /// A user name without password, or the other way round.
    #[error("give both user name and password, or neither")]
    Credentials,
    /// The system's certificates can't be used, or the host isn't a name or address.
    #[error("TLS can't be set up; are the system's root certificates installed?")]
    Tls,
}

impl SmtpTransport {
    /// How long connecting, and then handing over a mail, may each take.
    pub const TIME_OUT: Duration = Duration::from_secs(10);

    /// The relay of a URL: `smtps://` (TLS from the start, port 465), `smtp://…?tls=required` (STARTTLS or nothing,
    /// port 587) or, only if `allow_plaintext`, bare `smtp://` (port 25).
    ///
    /// # Errors
    /// What is wrong with the URL.
    pub fn from_url(url: &str, allow_plaintext: bool) -> Result<Self, SmtpUrlError> {
        Self::with_time_out(url, allow_plaintext, Self::TIME_OUT)
    }

    /// The same with another time-out than [`TIME_OUT`](Self::TIME_OUT).
    ///
    /// # Errors
    /// As [`from_url`](Self::from_url).
    pub fn with_time_out(url: &str, allow_plaintext: bool, time_out: Duration) -> Result<Self, SmtpUrlError> {
        let parsed = Url::parse(url).map_err(|_| SmtpUrlError::Form)?;
        if parsed.host_str().is_none_or(str::is_empty) {
            return Err(SmtpUrlError::Form);
        }
        let required = match parsed.query_pairs().collect::<Vec<_>>().as_slice() {
            [] => false,
            [(key, value)] if key == "tls" && value == "required" => true,
            _ => return Err(SmtpUrlError::Parameter),
        };
        match parsed.scheme() {
            "smtps" => {}
            "smtp" if required || allow_plaintext => {}
            "smtp" => return Err(SmtpUrlError::Plaintext),
            _ => return Err(SmtpUrlError::Form),
        }
        if parsed.username().is_empty() != parsed.password().is_none_or(str::is_empty) {
            return Err(SmtpUrlError::Credentials);
        }
        let relay = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| SmtpUrlError::Tls)?;
        Ok(Self { relay: relay.timeout(Some(time_out)).build(), time_out: time_out * 2 })
    }
}

impl SmtpTransport {
    /// Speaks with the relay as far as it goes without a mail: connection, TLS, credentials.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn probe(&self) -> Result<(), SendError> {
        match tokio::time::timeout(self.time_out, self.relay.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(SendError::Temporary(Failure::Protocol)),
            Ok(Err(error)) => Err(classify(&error)),
            Err(_) => Err(SendError::Temporary(Failure::TimedOut)),
        }
    }
}

#[async_trait]
impl Transport for SmtpTransport {
    async fn send(&self, email: &Email) -> Result<(), SendError> {
        let message = compose(email).ok_or(SendError::Permanent(Failure::Composition))?;
        // lettre's own time-out covers connecting alone; a relay that then goes silent would hold the worker for ever.
        match tokio::time::timeout(self.time_out, self.relay.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(classify(&error)),
            Err(_) => Err(SendError::Temporary(Failure::TimedOut)),
        }
    }
}

/// The bytes that a relay is handed: head and body as RFC 5322 wants them; `None` only for an address that the mail library
/// reads more strictly than we do.
#[must_use]
pub fn formatted(email: &Email) -> Option<Vec<u8>> {
    compose(email).map(|message| message.formatted())
}

/// The mail as RFC 5322 wants it; `None` only for an address that lettre reads more strictly than we do.
fn compose(email: &Email) -> Option<Message> {
    let mailbox = |name: Option<&str>, address: &EmailAddress| {
        let address: Address = address.as_str().parse().ok()?;
        Some(Mailbox::new(name.map(str::to_owned), address))
    };
    let header = |name, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
    let since_epoch = Duration::from_millis(u64::try_from(email.date.as_millis()).unwrap_or(0));
    Message::builder()
        .message_id(Some(format!("<{}@{}>", email.id, email.from.domain())))
        .date(SystemTime::UNIX_EPOCH.checked_add(since_epoch)?)
        .from(mailbox(email.from.name(), email.from.address())?)
        .to(mailbox(None, &email.to)?)
        .subject(email.subject.clone())
        .raw_header(header("Auto-Submitted", "auto-generated")) // RFC 3834: no out-of-office answers, please
        .raw_header(header("Content-Language", email.language.tag()))
        .multipart(MultiPart::alternative_plain_html(email.text.clone(), email.html.clone()))
        .ok()
}

/// Only a refusal of this very mail is permanent; what may be the relay's or its configuration's fault is tried again.
fn classify(error: &smtp::Error) -> SendError {
    use SendError::{Permanent, Temporary};
    match error.status().map(u16::from) {
        // Refused credentials, or a host that takes no mail at all: nothing is wrong with the mail.
        Some(code @ (521 | 530 | 534 | 535 | 538)) => Temporary(Failure::Refused(code)),
        Some(code) if error.is_permanent() => Permanent(Failure::Refused(code)),
        Some(code) => Temporary(Failure::Refused(code)),
        None if error.is_timeout() => Temporary(Failure::TimedOut),
        None if error.is_tls() => Temporary(Failure::Insecure),
        None if error.is_client() || error.is_response() => Temporary(Failure::Protocol),
        None => Temporary(Failure::Unreachable),
    }
}
