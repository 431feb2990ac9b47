//! How mail is sent.

use regain_mail::{HelloName, Sender, SmtpTransport, SmtpUrlError};
use url::Url;
use zeroize::Zeroizing;

use super::error::ConfigError;
use super::mode::Mode;
use super::sources::{PlacedValue, Values};
use crate::public_url::PublicUrl;

/// Mail server and sender.
#[derive(Debug, Clone)]
pub struct MailSection {
    /// `smtp_url`: the mail server, `smtps://user:password@host` or `smtp://host:587?tls=required`; in user and
    /// password, write `/` as `%2F`, and so on. Without it, mail goes to the development mailbox. In production it
    /// must be set, and encrypted unless the server is this machine (S68).
    pub smtp_url: Option<SmtpUrl>,
    /// `mail_from`: the sender, `Name <address>` or an address. Default in development: `Regain <no-reply@HOST>`
    /// with the public address's host. In production it must be set.
    pub from: Sender,
    /// `smtp_hello_name`: the name for greeting the mail server (EHLO): one with a dot, or an address. Default
    /// the public address's host or, if that doesn't qualify, the domain of `mail_from`.
    pub hello_name: HelloName,
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

    /// Whether the server runs on this machine, so that nothing crosses the network.
    #[must_use]
    pub fn is_on_this_machine(&self) -> bool {
        let Ok(url) = Url::parse(&self.0) else {
            return false;
        };

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
    pub(super) const KEYS: [&'static str; 3] = [SMTP_URL, MAIL_FROM, SMTP_HELLO_NAME];

    pub(super) fn read(values: &Values, public_url: &PublicUrl) -> Result<Self, ConfigError> {
        let smtp_url = values
            .get(SMTP_URL)
            .map(|given| smtp_url(&given))
            .transpose()?;
        let from = match values.get(MAIL_FROM) {
            Some(given) => mail_from(&given)?,
            None => sender_of_host(public_url),
        };

        let hello_name = match values.get(SMTP_HELLO_NAME) {
            Some(given) => hello_name(&given)?,
            None => {
                let own = public_url.domain().and_then(HelloName::parse);
                own.or_else(|| HelloName::parse(from.domain()))
                    .unwrap_or_default()
            }
        };

        Ok(Self {
            smtp_url,
            from,
            hello_name,
        })
    }

    pub(super) fn validate(&self, mode: Mode, values: &Values) -> Result<(), ConfigError> {
        if !mode.is_production() {
            return Ok(());
        }

        let Some(smtp_url) = &self.smtp_url else {
            return Err(values.missing(SMTP_URL, SMTP_URL_ALLOWED));
        };

        if !is_protected(smtp_url) {
            return Err(values.refuse(
                SMTP_URL,
                "mails would travel unencrypted",
                SMTP_URL_ALLOWED,
            ));
        }

        if values.get(MAIL_FROM).is_none() {
            return Err(values.missing(MAIL_FROM, MAIL_FROM_ALLOWED));
        }

        Ok(())
    }
}

const SMTP_URL: &str = "smtp_url";
const SMTP_URL_ALLOWED: &str = SmtpUrlError::ALLOWED;
const SMTP_HELLO_NAME: &str = "smtp_hello_name";
const SMTP_HELLO_NAME_ALLOWED: &str =
    "a full name with a dot such as id.example.org, or an IP address";
const MAIL_FROM: &str = "mail_from";
const MAIL_FROM_ALLOWED: &str =
    "an address, or a name and an address such as Example Org <no-reply@example.org>";

/// Never quotes the value: it contains the mail server's password (S102).
fn smtp_url(given: &PlacedValue) -> Result<SmtpUrl, ConfigError> {
    let text = given.text(SMTP_URL_ALLOWED)?;
    SmtpTransport::judge(text).map_err(|error| {
        let problem = match error {
            SmtpUrlError::Form => "it is not a mail server's URL".to_owned(),
            other => other.to_string(),
        };

        given.problem(problem, SMTP_URL_ALLOWED)
    })?;
    Ok(SmtpUrl(Zeroizing::new(text.to_owned())))
}

fn hello_name(given: &PlacedValue) -> Result<HelloName, ConfigError> {
    let text = given.text(SMTP_HELLO_NAME_ALLOWED)?;
    HelloName::parse(text).ok_or_else(|| given.refuse(text, SMTP_HELLO_NAME_ALLOWED))
}

/// Whether mail can't be read on the way: TLS that can't be stripped, or a server on this machine.
fn is_protected(smtp_url: &SmtpUrl) -> bool {
    let Ok(url) = Url::parse(smtp_url.expose()) else {
        return false;
    };

    url.scheme() == "smtps"
        || url
            .query_pairs()
            .any(|(name, value)| name == "tls" && value == "required")
        || smtp_url.is_on_this_machine()
}

fn mail_from(given: &PlacedValue) -> Result<Sender, ConfigError> {
    let text = given.text(MAIL_FROM_ALLOWED)?;
    match Sender::parse(text) {
        Ok(sender) if !text.chars().any(char::is_control) => Ok(sender),
        _ => Err(given.refuse(text, MAIL_FROM_ALLOWED)),
    }
}

fn sender_of_host(public_url: &PublicUrl) -> Sender {
    let domain = public_url
        .domain()
        .filter(|domain| domain.contains('.'))
        .unwrap_or("regain.invalid");
    Sender::parse(&format!("Regain <no-reply@{domain}>"))
        .or_else(|_| Sender::parse("Regain <no-reply@regain.invalid>"))
        .expect("the fallback is an address")
}
