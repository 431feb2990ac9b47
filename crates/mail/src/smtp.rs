//! Handing mails to a relay by SMTP.

mod address;
mod conversation;
mod hello;
mod reply;

pub use address::SmtpUrlError;
pub use hello::HelloName;

use crate::{Consequence, Email, SendError, SendFailure, Sender, SmtpStep, Transport};
use address::{Security, SmtpAddress};
use async_trait::async_trait;
use conversation::{Conversation, Tls};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{authentication::Credentials, client::TlsParameters},
};
use regain_domain::EmailAddress;
use std::time::{Duration, SystemTime};

/// Sends by SMTP, with one recipient and one connection per mail.
///
/// Connections aren't reused: one that timed out midway must never be used for the next mail.
pub struct SmtpTransport {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    hello: HelloName,
    time_out: Duration,
}

impl SmtpTransport {
    /// Time-out for connecting, and again for handing over a mail.
    pub const TIME_OUT: Duration = Duration::from_secs(10);

    /// A transport for a relay's URL: `smtps://` (TLS from the start, port 465), `smtp://…?tls=required` (STARTTLS or
    /// nothing, port 587) or, only if `allow_plaintext`, bare `smtp://` (port 25).
    ///
    /// # Errors
    /// What is wrong with the URL.
    pub fn from_url(url: &str, allow_plaintext: bool) -> Result<Self, SmtpUrlError> {
        Self::with_time_out(url, allow_plaintext, Self::TIME_OUT)
    }

    /// The same with a time-out other than [`TIME_OUT`](Self::TIME_OUT).
    ///
    /// # Errors
    /// As [`from_url`](Self::from_url).
    pub fn with_time_out(
        url: &str,
        allow_plaintext: bool,
        time_out: Duration,
    ) -> Result<Self, SmtpUrlError> {
        let address = SmtpAddress::parse(url)?;
        let parameters = || TlsParameters::new(address.host.clone()).map_err(|_| SmtpUrlError::Tls);
        let tls = match address.security {
            Security::Tls => Tls::FromTheStart(parameters()?),
            Security::StartTls => Tls::Required(parameters()?),
            Security::None if allow_plaintext => Tls::None,
            Security::None => return Err(SmtpUrlError::Plaintext),
        };

        let credentials = address
            .credentials
            .map(|(user, password)| Credentials::new(user, password.as_str().to_owned()));
        let host = address.host;
        let port = address.port;
        let hello = HelloName::default();

        Ok(Self {
            host,
            port,
            tls,
            credentials,
            hello,
            time_out,
        })
    }

    /// Checks that a URL can be a relay's, with or without TLS.
    ///
    /// # Errors
    /// What is wrong with the URL.
    pub fn judge(url: &str) -> Result<(), SmtpUrlError> {
        SmtpAddress::parse(url).map(drop)
    }

    /// Sets the name that greets the relay.
    #[must_use]
    pub fn greeting_as(mut self, hello: HelloName) -> Self {
        self.hello = hello;
        self
    }

    /// Talks to the relay as far as possible without a mail: connection, TLS, credentials, the sender and, if given,
    /// a recipient.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn probe(
        &self,
        sender: &Sender,
        recipient: Option<&EmailAddress>,
    ) -> Result<(), SendError> {
        let address = |address: &EmailAddress| {
            address
                .as_str()
                .parse::<Address>()
                .map_err(|_| NOT_COMPOSED)
        };
        let sender = address(sender.address())?;
        let recipient = recipient.map(address).transpose()?;
        let mut relay = Conversation::begin(self).await?;

        relay.probe(&sender, recipient.as_ref()).await
    }
}

/// The relay isn't at fault, and retrying doesn't help.
const NOT_COMPOSED: SendError = SendError {
    consequence: Consequence::Never,
    step: SmtpStep::Compose,
    failure: SendFailure::Composition,
};

#[async_trait]
impl Transport for SmtpTransport {
    async fn send(&self, email: &Email) -> Result<(), SendError> {
        let message = compose(email).ok_or(NOT_COMPOSED)?;
        let mut relay = Conversation::begin(self).await?;
        relay.hand_over(&message).await
    }
}

/// The bytes handed to a relay: header and body by RFC 5322; `None` only for an address that the mail library rejects
/// although we accept it.
#[must_use]
pub fn formatted(email: &Email) -> Option<Vec<u8>> {
    compose(email).map(|message| message.formatted())
}

/// The mail by RFC 5322; `None` only for an address that lettre rejects although we accept it.
fn compose(email: &Email) -> Option<Message> {
    let mailbox = |name: Option<&str>, address: &EmailAddress| {
        let address: Address = address.as_str().parse().ok()?;
        Some(Mailbox::new(name.map(str::to_owned), address))
    };
    let header = |name, value: &str| {
        HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
    };
    let since_epoch = Duration::from_millis(u64::try_from(email.date.as_millis()).unwrap_or(0));

    Message::builder()
        .message_id(Some(format!("<{}@{}>", email.id, email.from.domain())))
        .date(SystemTime::UNIX_EPOCH.checked_add(since_epoch)?)
        .from(mailbox(email.from.name(), email.from.address())?)
        .to(mailbox(None, &email.to)?)
        .subject(email.subject.clone())
        // Prevents out-of-office replies: by RFC 3834, and for Exchange, which ignores that (MS-OXCMAIL).
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", email.language.tag()))
        .multipart(MultiPart::alternative_plain_html(
            email.text.clone(),
            email.html.clone(),
        ))
        .ok()
}
