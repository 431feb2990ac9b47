//! How mail leaves.

use regain_mail::Sender;
use url::Url;
use zeroize::Zeroizing;

use super::error::ConfigError;
use super::mode::Mode;
use super::sources::{Given, Values};
use crate::public_url::PublicUrl;

/// Mail server and sender.
#[derive(Debug, Clone)]
pub struct MailSection {
    /// `smtp_url`: the mail server, `smtps://user:password@host` or `smtp://host:587?tls=required`. Without it mails go
    /// to the development mailbox. In production it must be set, and encrypted unless it is this machine (S68).
    pub smtp_url: Option<SmtpUrl>,
    /// `mail_from`: the sender, `Name <address>` or an address. Default in development: `Regain <no-reply@HOST>` with
    /// the public address's host. In production it must be set.
    pub from: Sender,
}

/// A mail server's URL; it may hold a password, so it has no `Display` and its `Debug` is redacted.
#[derive(Clone)]
pub struct SmtpUrl(Zeroizing<String>);

impl SmtpUrl {
    /// The URL, password included.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the server runs on this machine, so that nothing travels.
    #[must_use]
    pub fn is_on_this_machine(&self) -> bool {
        let Ok(url) = Url::parse(&self.0) else { return false };
        let host = url.host_str().unwrap_or_default();
        let ip = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }
}

impl std::fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmtpUrl(…)")
    }
}

impl MailSection {
    pub(super) const KEYS: [&'static str; 2] = [SMTP_URL, MAIL_FROM];

    pub(super) fn read(values: &Values, public_url: &PublicUrl) -> Result<Self, ConfigError> {
        let smtp_url = values.get(SMTP_URL).map(|given| smtp_url(&given)).transpose()?;
        let from = match values.get(MAIL_FROM) {
            Some(given) => mail_from(&given)?,
            None => sender_of_host(public_url),
        };
        Ok(Self { smtp_url, from })
    }

    pub(super) fn validate(&self, mode: Mode, values: &Values) -> Result<(), ConfigError> {
        if !mode.is_production() {
            return Ok(());
        }
        let Some(smtp_url) = &self.smtp_url else { return Err(values.missing(SMTP_URL, SMTP_URL_ALLOWED)) };
        if !is_protected(smtp_url) {
            return Err(values.refuse(SMTP_URL, "mails would travel unencrypted", SMTP_URL_ALLOWED));
        }
        if values.get(MAIL_FROM).is_none() {
            return Err(values.missing(MAIL_FROM, MAIL_FROM_ALLOWED));
        }
        Ok(())
    }
}

const SMTP_URL: &str = "smtp_url";
const SMTP_URL_ALLOWED: &str = "smtps://user:password@host, or smtp://user:password@host:587?tls=required";
const MAIL_FROM: &str = "mail_from";
const MAIL_FROM_ALLOWED: &str = "an address, or a name and an address such as Example Org <no-reply@example.org>";

fn smtp_url(given: &Given) -> Result<SmtpUrl, ConfigError> {
    let text = given.text(SMTP_URL_ALLOWED)?;
    let url = Url::parse(text).map_err(|_| given.problem("it is not a URL", SMTP_URL_ALLOWED))?;
    if !matches!(url.scheme(), "smtp" | "smtps") {
        return Err(given.problem("it is not a mail server's URL", SMTP_URL_ALLOWED));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(given.problem("it names no host", SMTP_URL_ALLOWED));
    }
    Ok(SmtpUrl(Zeroizing::new(text.to_owned())))
}

/// Whether what is sent can't be read on the way: TLS that can't be stripped, or a server on this machine.
fn is_protected(smtp_url: &SmtpUrl) -> bool {
    let Ok(url) = Url::parse(smtp_url.expose()) else { return false };
    url.scheme() == "smtps"
        || url.query_pairs().any(|(name, value)| name == "tls" && value == "required")
        || smtp_url.is_on_this_machine()
}

fn mail_from(given: &Given) -> Result<Sender, ConfigError> {
    let text = given.text(MAIL_FROM_ALLOWED)?;
    match Sender::parse(text) {
        Ok(sender) if !text.chars().any(char::is_control) => Ok(sender),
        _ => Err(given.refuse(text, MAIL_FROM_ALLOWED)),
    }
}

fn sender_of_host(public_url: &PublicUrl) -> Sender {
    let domain = public_url.domain().filter(|domain| domain.contains('.')).unwrap_or("regain.invalid");
    Sender::parse(&format!("Regain <no-reply@{domain}>"))
        .or_else(|_| Sender::parse("Regain <no-reply@regain.invalid>"))
        .expect("the fallback is an address")
}
