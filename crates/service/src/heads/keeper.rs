//! Publishes the head of the history outside the database, again and again.

use super::syslog::say_to_syslog;
use super::{Head, HeadFile, HeadFileError, RolledBack, Vouched};
use crate::heads::Chain;
use crate::{Failure, Outcome};
use regain_storage::{EntryDigest, Work};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Shortest time between two publications.
const STEP: Duration = Duration::from_secs(2);
/// Entries that are walked before anybody is let in, which takes about a second. A longer history is walked in full
/// at start only if it never was (S100).
const AT_ONCE: u64 = 50_000;

/// Publishes and checks heads.
pub struct Keeper {
    pub(super) chain: Arc<Chain>,
    pub(super) file: HeadFile,
    syslog: bool,
    pub(super) at_once: u64,
}

impl Keeper {
    /// Makes a keeper for a file, and for the system's log if wanted.
    #[must_use]
    pub(crate) const fn new(chain: Arc<Chain>, file: HeadFile, syslog: bool) -> Self {
        Self {
            chain,
            file,
            syslog,
            at_once: AT_ONCE,
        }
    }

    /// Sets the number of entries that are always walked before anybody is let in.
    #[must_use]
    pub const fn walking_at_once(mut self, entries: u64) -> Self {
        self.at_once = entries;
        self
    }

    /// Records in the file that the history is empty, as long as it is. Later entries are then expected, even if the
    /// process ends before its first head is published.
    ///
    /// # Errors
    /// If the database or the file fails.
    pub async fn begin(&mut self) -> Outcome<()> {
        let newest = self
            .chain
            .store
            .reading(&self.chain.base)
            .await?
            .history()
            .last()
            .await?;
        if newest.is_none() && self.file.head().is_none() {
            let nothing = Head {
                seq: 0,
                digest: EntryDigest::NONE,
            };
            self.file
                .publish(nothing, &Vouched::default(), self.chain.base.now())
                .map_err(|error| self.failed(error))?;
        }

        Ok(())
    }

    /// Publishes what is new, if the database still has what was published.
    ///
    /// # Errors
    /// If the database or the file fails; [`RolledBack`] if something is wrong.
    pub async fn publish(&mut self) -> Outcome<Result<Option<Head>, RolledBack>> {
        let after = self.file.head().filter(|head| head.seq > 0);
        let newest = self
            .chain
            .store
            .reading(&self.chain.base)
            .await?
            .history()
            .last()
            .await?;
        let newest = newest.map(|row| Head {
            seq: row.seq,
            digest: row.digest,
        });
        if newest == after {
            return Ok(Ok(None));
        }

        let mut op = self.chain.store.reading(&self.chain.base).await?;
        if !self.chain.heads.hold(&mut op).await? {
            let found = newest.map_or(0, |head| head.seq);
            return Ok(Err(RolledBack::Older {
                published: after.map_or(0, |head| head.seq),
                found,
            }));
        }

        drop(op);
        let from = after.map(|head| (head.seq, head.digest));
        let walked = self
            .chain
            .base
            .historian
            .verify(self.chain.base.store.as_ref(), from)
            .await?;
        if let Some(fault) = walked.fault {
            self.chain.heads.doubt();
            self.file
                .doubt(fault.seq, self.chain.base.now())
                .map_err(|error| self.failed(error))?;
            return Ok(Err(RolledBack::Broken {
                seq: fault.seq,
                kind: fault.kind,
            }));
        }

        let head = Head {
            seq: after.map_or(0, |head| head.seq) + walked.entries,
            digest: walked.head,
        };
        let vouched = self
            .chain
            .vouched(after.map_or(0, |head| head.seq), head.seq)
            .await?;
        self.file
            .publish(head, &vouched, self.chain.base.now())
            .map_err(|error| self.failed(error))?;
        if self.syslog {
            say_to_syslog(head);
        }

        self.chain.heads.set(head);
        Ok(Ok(Some(head)))
    }

    #[expect(clippy::unused_self, reason = "says where the failure comes from")]
    pub(super) fn failed(&self, error: HeadFileError) -> Failure {
        Failure::Storage(regain_storage::StorageError::Failed(Box::new(error)))
    }

    /// Publishes until `stop` turns true, and once more then. If something is wrong, nobody is let in from then on,
    /// because the database doesn't hold what was published.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        loop {
            match self.publish().await {
                Ok(Ok(_)) => {}
                Ok(Err(wrong)) => {
                    tracing::error!(event = "history", %wrong, "the history isn't what it was; nobody is let in");
                }
                Err(error) => tracing::error!(%error, "the head of the history can't be published"),
            }

            if *stop.borrow() {
                return;
            }

            tokio::select! {
                () = tokio::time::sleep(STEP) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Returns the file.
    #[must_use]
    pub fn into_file(self) -> HeadFile {
        self.file
    }
}
