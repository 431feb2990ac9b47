//! Mail as rows in the transaction of its cause, without any secret (S18, S65).

use crate::{Outcome, Regain, Visitor};
use data_encoding::HEXLOWER;
use regain_domain::{ChallengeId, EmailAddress, InvitationId, Language, OutboxId, PersonId, Timestamp};
use regain_mail::Device;
use regain_storage::{NewOutboxEntry, Person, Work};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a notice is tried (S65).
const NOTICE_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What a mail says; codes are named by what they derive from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// Nothing is sent: somebody asked for a person who doesn't exist (S3).
    Noop,
    /// Come and enrol.
    Invitation { invitation: String },
    /// The code of a recovery, and the link for the same browser.
    RecoveryCode { challenge: String },
    /// The forgotten user name.
    UserName { person: String },
    /// Enrolment is finished.
    Enrolled,
    /// Somebody proved step 1 of a recovery.
    GatePassed,
    /// A recovery made a new password.
    PasswordCreated { sessions_ended: u64 },
    /// A recovery confirmed the password.
    PasswordKept,
    /// The password was changed on the account page.
    PasswordChanged,
}

impl Letter {
    /// Whether it tells its reader what happened: that matters late, too. Everything else is worthless once it is over.
    pub(crate) const fn is_notice(&self) -> bool {
        match self {
            Self::Noop | Self::Invitation { .. } | Self::RecoveryCode { .. } | Self::UserName { .. } => false,
            Self::Enrolled
            | Self::GatePassed
            | Self::PasswordCreated { .. }
            | Self::PasswordKept
            | Self::PasswordChanged => true,
        }
    }
}

/// An outbox row's payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// A stored address, never a submitted one (S7); none for [`Letter::Noop`].
    pub(crate) to: Option<String>,
    pub(crate) language: Language,
    pub(crate) device: Option<Device>,
    pub(crate) letter: Letter,
}

pub(crate) fn challenge_ref(id: ChallengeId) -> String {
    HEXLOWER.encode(id.as_bytes())
}

pub(crate) fn invitation_ref(id: InvitationId) -> String {
    HEXLOWER.encode(id.as_bytes())
}

pub(crate) fn person_ref(id: PersonId) -> String {
    HEXLOWER.encode(id.as_bytes())
}

pub(crate) fn bytes_of(reference: &str) -> Option<[u8; 16]> {
    HEXLOWER.decode(reference.as_bytes()).ok()?.try_into().ok()
}

impl Regain {
    /// Adds a mail to the unit of work.
    pub(crate) async fn enqueue(
        &self,
        work: &mut dyn Work,
        to: Option<&EmailAddress>,
        visitor: &Visitor,
        letter: Letter,
        expires_at: Timestamp,
    ) -> Outcome<()> {
        let envelope = Envelope {
            to: to.map(|address| address.as_str().to_owned()),
            language: visitor.language,
            device: visitor.device,
            letter,
        };
        let payload = serde_json::to_string(&envelope).expect("an envelope has string keys only");
        let entry =
            NewOutboxEntry { id: OutboxId::from_bytes(self.bytes()), payload, created_at: self.now(), expires_at };
        Ok(work.outbox().enqueue(&entry).await?)
    }

    /// Adds a notice to every verified address of a person, in the person's language (S30).
    pub(crate) async fn notify(
        &self,
        work: &mut dyn Work,
        person: &Person,
        visitor: &Visitor,
        letter: &Letter,
    ) -> Outcome<()> {
        let reader = Visitor { language: person.language, device: visitor.device };
        let expires_at = self.now().plus(NOTICE_LIFETIME);
        for address in work.people().verified_addresses(person.id).await? {
            self.enqueue(work, Some(&address), &reader, letter.clone(), expires_at).await?;
        }
        Ok(())
    }

    /// Commits, and wakes the worker.
    pub(crate) async fn commit(&self, work: Box<dyn Work>) -> Outcome<()> {
        work.commit().await?;
        self.mail_waits.notify_one();
        Ok(())
    }
}
