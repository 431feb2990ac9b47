//! A conversation with a relay, step by step, so that a refusal can be attributed to its step.

use super::{NOT_COMPOSED, SmtpTransport, reply};
use crate::{Consequence, SendError, SendFailure, SmtpStep};
use lettre::{
    Address, Message,
    transport::smtp::{
        self,
        authentication::Mechanism,
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
    },
};
use std::error::Error as _;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// Longest wait for a relay's goodbye.
const PARTING: Duration = Duration::from_secs(1);

/// When encryption begins, and the name that the certificate must have.
pub(super) enum Tls {
    None,
    /// After STARTTLS; without it, the conversation ends.
    Required(TlsParameters),
    FromTheStart(TlsParameters),
}

/// A relay that was greeted and has accepted the credentials, if any.
pub(super) struct Conversation {
    relay: AsyncSmtpConnection,
    /// The library's own time-out covers only connecting; a relay that goes silent later would block the worker for
    /// ever.
    deadline: Instant,
}

impl Conversation {
    /// Connects, encrypts and signs in.
    pub(super) async fn begin(with: &SmtpTransport) -> Result<Self, SendError> {
        let deadline = Instant::now() + with.time_out * 2;
        let hello = with.hello.client_id();
        let from_the_start = match &with.tls {
            Tls::FromTheStart(parameters) => Some(parameters.clone()),
            Tls::None | Tls::Required(_) => None,
        };

        let place = (with.host.as_str(), with.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(
            place,
            Some(with.time_out),
            hello,
            from_the_start,
            None,
        );
        let mut relay = step(SmtpStep::Hello, deadline, connecting).await?;
        if let Tls::Required(parameters) = &with.tls {
            step(
                SmtpStep::StartTls,
                deadline,
                relay.starttls(parameters.clone(), hello),
            )
            .await?;
        }

        let mut this = Self { relay, deadline };
        if let Some(credentials) = &with.credentials {
            let signed_in = this
                .relay
                .auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            let signed_in = step(SmtpStep::SignIn, deadline, signed_in).await;
            this.end_if_refused(signed_in).await?;
        }

        Ok(this)
    }

    /// Hands over a mail. Once the relay has taken it, errors at the goodbye are ignored, or it would be sent again.
    pub(super) async fn hand_over(&mut self, message: &Message) -> Result<(), SendError> {
        let envelope = message.envelope();
        let (Some(sender), [recipient]) = (envelope.from(), envelope.to()) else {
            return Err(NOT_COMPOSED);
        };

        self.name(
            SmtpStep::Sender,
            Mail::new(Some(sender.clone()), Vec::new()),
        )
        .await?;
        self.name(
            SmtpStep::Recipient,
            Rcpt::new(recipient.clone(), Vec::new()),
        )
        .await?;
        self.name(SmtpStep::Content, Data).await?;
        let taken = step(
            SmtpStep::Content,
            self.deadline,
            self.relay.message(&message.formatted()),
        )
        .await;
        self.end_if_refused(taken).await?;
        self.part().await;

        Ok(())
    }

    /// Names the sender and a recipient, and quits.
    pub(super) async fn probe(
        &mut self,
        sender: &Address,
        recipient: Option<&Address>,
    ) -> Result<(), SendError> {
        self.name(
            SmtpStep::Sender,
            Mail::new(Some(sender.clone()), Vec::new()),
        )
        .await?;

        if let Some(recipient) = recipient {
            self.name(
                SmtpStep::Recipient,
                Rcpt::new(recipient.clone(), Vec::new()),
            )
            .await?;
        }

        self.part().await;
        Ok(())
    }

    /// Sends one command.
    async fn name(
        &mut self,
        at: SmtpStep,
        command: impl std::fmt::Display,
    ) -> Result<(), SendError> {
        let said = step(at, self.deadline, self.relay.command(command)).await;
        self.end_if_refused(said).await
    }

    /// Quits if the relay refused, since it is still listening.
    async fn end_if_refused<T>(&mut self, said: Result<T, SendError>) -> Result<(), SendError> {
        if matches!(
            said,
            Err(SendError {
                failure: SendFailure::Refused(_),
                ..
            })
        ) {
            self.part().await;
        }

        said.map(drop)
    }

    async fn part(&mut self) {
        let _ = timeout(PARTING, self.relay.quit()).await;
    }
}

/// Runs one step of a conversation.
async fn step<T>(
    at: SmtpStep,
    deadline: Instant,
    doing: impl Future<Output = Result<T, smtp::Error>>,
) -> Result<T, SendError> {
    match timeout_at(deadline, doing).await {
        Ok(done) => done.map_err(|error| failed(at, &error)),
        Err(_) => Err(SendError {
            consequence: Consequence::Relay,
            step: at,
            failure: SendFailure::TimedOut,
        }),
    }
}

/// The error of a step.
fn failed(step: SmtpStep, error: &smtp::Error) -> SendError {
    if let Some(code) = error.status() {
        let words = error.source().map(ToString::to_string).unwrap_or_default();
        let reply = reply::read(u16::from(code), &words);
        return SendError {
            consequence: reply::consequence(step, reply, &words),
            step,
            failure: SendFailure::Refused(reply),
        };
    }

    let is_of_the_connection = !error.is_client() && !error.is_response();
    let failure = if error.is_timeout() {
        SendFailure::TimedOut
    } else if error.is_tls()
        || is_of_tls(error)
        || (step == SmtpStep::StartTls && is_of_the_connection)
    {
        SendFailure::Insecure
    } else if error.is_client() {
        SendFailure::Lacks
    } else if error.is_response() {
        SendFailure::Protocol
    } else {
        SendFailure::Unreachable
    };

    SendError {
        consequence: Consequence::Relay,
        step,
        failure,
    }
}

/// Whether TLS from the start failed: that is reported as a connection error with the TLS error inside.
fn is_of_tls(error: &smtp::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData)
        {
            return true;
        }

        cause = error.source();
    }

    false
}
