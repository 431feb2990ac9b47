//! Checks whether mail is delivered: the mail waiting, and how far a conversation with the mail server gets.

use super::Finding;
use crate::commands::Opened;
use crate::compose::relay;
use crate::config::Config;
use regain_domain::{EmailAddress, policy};
use regain_mail::{Consequence, SendError, SendFailure, SmtpStep};

/// Number of rows searched for one that failed before.
const LOOKED_AT: u32 = 100;

/// Content of the outbox.
pub(super) struct Queue {
    waiting: u64,
    given_up: u64,
    /// A recipient whose mail couldn't be sent so far.
    failed: Option<EmailAddress>,
}

impl Queue {
    /// Reads the outbox.
    pub(super) async fn look(config: &Config) -> Result<Self, String> {
        let opened = Opened::open(config).await?;
        let store = opened.regain.base().store.clone();
        let mut work = store.read().await.map_err(|error| error.to_string())?;
        let (waiting, given_up) = work
            .outbox()
            .counts()
            .await
            .map_err(|error| error.to_string())?;

        // Everything that waits, whenever the next attempt is.
        let late = opened.regain.now().plus(policy::MAIL_LONGEST_PAUSE);
        let rows = work
            .outbox()
            .due(late, LOOKED_AT)
            .await
            .map_err(|error| error.to_string())?;
        let failed = rows.iter().filter(|row| row.attempts > 0).find_map(|row| {
            let payload: serde_json::Value = serde_json::from_str(&row.payload).ok()?;
            EmailAddress::parse(payload["to"].as_str()?).ok()
        });
        drop(work);
        opened.close().await;

        Ok(Self {
            waiting,
            given_up,
            failed,
        })
    }

    pub(super) fn finding(&self) -> Finding {
        let given_up = match self.given_up {
            0 => String::new(),
            some => {
                format!(
                    "; {some} couldn't be sent at all, since their recipients are refused or their time was over"
                )
            }
        };

        match (self.waiting, self.given_up, &self.failed) {
            (0, 0, _) => Finding::Fine("no mail waits".to_owned()),
            (waiting, _, Some(_)) => Finding::Note(format!(
                "mails that wait, and were tried before: {waiting}{given_up}"
            )),
            (waiting, _, None) => Finding::Note(format!("mails that wait: {waiting}{given_up}")),
        }
    }
}

/// Talks to the mail server: up to the sender, or up to a recipient if one was refused before.
pub(super) async fn server(config: &Config, queue: Option<&Queue>) -> Finding {
    let Some(url) = &config.mail.smtp_url else {
        return Finding::Note(
            "no mail server: mails go to the development mailbox, and are gone with the process"
                .to_owned(),
        );
    };

    let relay = match relay(url, &config.mail) {
        Err(error) => return Finding::Wrong(error.to_string(), "look at smtp_url".to_owned()),
        Ok(relay) => relay,
    };

    match relay
        .probe(
            &config.mail.from,
            queue.and_then(|queue| queue.failed.as_ref()),
        )
        .await
    {
        Ok(()) => Finding::Fine(format!(
            "the mail server answers, takes these credentials, and mail from {}",
            config.mail.from.address().as_str()
        )),
        Err(SendError {
            consequence: Consequence::ForNow | Consequence::Never,
            ..
        }) => Finding::Fine(
            "the mail server answers and takes mail; what waits, its recipients' servers refuse"
                .to_owned(),
        ),
        Err(error) => Finding::Wrong(
            format!(
                "the mail server can't be used: {} {}",
                error.failure, error.step
            ),
            mend(&error, config),
        ),
    }
}

/// Advice to the operator.
fn mend(error: &SendError, config: &Config) -> String {
    match (error.failure, error.step) {
        (SendFailure::Unreachable | SendFailure::TimedOut, _) => {
            "look at host and port of smtp_url, and whether this machine may reach it (many networks close port 25)".to_owned()
        }
        (SendFailure::Insecure, _) => {
            "the server's certificate must be valid and name the host of smtp_url; smtps:// begins with TLS (port 465), \
             smtp://…?tls=required goes over to it (port 587)"
                .to_owned()
        }
        (SendFailure::Lacks, SmtpStep::StartTls) => {
            "it offers no STARTTLS at this port: write smtps:// for TLS from the start (port 465)".to_owned()
        }
        (SendFailure::Lacks, SmtpStep::SignIn) => {
            "it offers neither AUTH PLAIN nor AUTH LOGIN here: look at its settings, or leave user and password out".to_owned()
        }
        (SendFailure::Refused(_), SmtpStep::Hello) => format!(
            "it refuses this machine, or the name that it is greeted with, {}: set smtp_hello_name to one that it accepts",
            config.mail.hello_name
        ),
        (SendFailure::Refused(_), SmtpStep::SignIn) => {
            "look at user and password of smtp_url; there / is written as %2F, # as %23, ? as %3F, @ as %40, : as %3A, \
             % as %25"
                .to_owned()
        }
        (SendFailure::Refused(_), SmtpStep::Sender) => format!(
            "it doesn't let this machine or account send as {}: look at mail_from, at user and password of smtp_url, and at \
             the server's rules",
            config.mail.from.address().as_str()
        ),
        (SendFailure::Refused(_), SmtpStep::Recipient) => {
            "it takes no mail to others from this machine or account: give user and password in smtp_url, or let the server \
             know this machine"
                .to_owned()
        }
        _ => "look at smtp_url: is this a mail server for sending?".to_owned(),
    }
}
