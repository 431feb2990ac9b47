//! The mail of a world.

use super::World;
use regain_mail::{Mailbox, MailboxEntry};

impl World {
    /// Sends all mail that is due.
    pub async fn deliver(&self) {
        while self
            .worker()
            .run_once()
            .await
            .expect("the outbox can be read")
            > 0
        {}
    }

    /// Every mail of this world, newest first; sends those that are due before.
    pub async fn mails(&self) -> Vec<MailboxEntry> {
        self.deliver().await;
        self.mailbox().list()
    }

    /// The mails to an address, newest first.
    pub async fn mails_to(&self, address: &str) -> Vec<MailboxEntry> {
        self.mails()
            .await
            .into_iter()
            .filter(|mail| mail.to == address)
            .collect()
    }

    /// The newest mail to an address.
    ///
    /// # Panics
    /// If there is none.
    pub async fn last_mail_to(&self, address: &str) -> MailboxEntry {
        self.mails_to(address)
            .await
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no mail to {address}"))
    }

    /// The newest mail to an address with a code in it: codes overtake notices (S65).
    ///
    /// # Panics
    /// If there is none.
    pub async fn mail_with_a_code(&self, address: &str) -> MailboxEntry {
        let mails = self.mails_to(address).await;
        mails
            .into_iter()
            .find(|mail| mail.code.is_some())
            .unwrap_or_else(|| panic!("no code to {address}"))
    }

    pub(crate) fn mailbox(&self) -> &Mailbox {
        self.application
            .mailbox
            .as_ref()
            .expect("a mailbox, in development")
    }
}
