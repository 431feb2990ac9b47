//! The development mailbox: keeps every mail of this process in memory and sends none.

use crate::{Email, SendError, Transport};
use async_trait::async_trait;
use regain_domain::{Language, Timestamp};
use serde::Serialize;
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Keeps the newest mails in memory, for developers and tests.
#[derive(Default)]
pub struct Mailbox {
    entries: Mutex<VecDeque<MailboxEntry>>,
}

/// A mail that would have been sent.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MailboxEntry {
    /// The left side of the `Message-ID`.
    pub id: String,
    /// The recipient's address.
    pub to: String,
    /// The sender, with name and address.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The language it is written in.
    pub language: Language,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    /// The code in it, as shown.
    pub code: Option<String>,
    /// Its main link; empty if there is nothing to do.
    pub link: String,
    /// The link that can only freeze.
    pub freeze_link: Option<String>,
    /// Code of that link, as shown.
    pub freeze_code: Option<String>,
    /// The mail's date.
    pub sent_at: Timestamp,
}

/// Only what may be logged (S102).
impl std::fmt::Debug for MailboxEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailboxEntry")
            .field("id", &self.id)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl From<&Email> for MailboxEntry {
    fn from(email: &Email) -> Self {
        Self {
            id: email.id.clone(),
            to: email.to.as_str().to_owned(),
            from: email.from.to_string(),
            subject: email.subject.clone(),
            language: email.language,
            text: email.text.clone(),
            html: email.html.clone(),
            code: email.code.clone(),
            link: email.link.clone(),
            freeze_link: email.freeze.as_ref().map(|(link, _)| link.clone()),
            freeze_code: email.freeze.as_ref().map(|(_, code)| code.clone()),
            sent_at: email.date,
        }
    }
}

impl Mailbox {
    /// Most mails kept; the oldest make room.
    pub const CAPACITY: usize = 500;

    /// An empty mailbox.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every mail, newest first.
    #[must_use]
    pub fn list(&self) -> Vec<MailboxEntry> {
        self.entries().iter().cloned().collect()
    }

    /// The mail with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<MailboxEntry> {
        self.entries().iter().find(|entry| entry.id == id).cloned()
    }

    /// A thread that panicked can't have left a half-written entry: entries are moved in whole.
    fn entries(&self) -> MutexGuard<'_, VecDeque<MailboxEntry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for Mailbox {
    async fn send(&self, email: &Email) -> Result<(), SendError> {
        let entry = MailboxEntry::from(email);
        let mut entries = self.entries();
        entries.truncate(Self::CAPACITY - 1);
        entries.push_front(entry);
        Ok(())
    }
}
