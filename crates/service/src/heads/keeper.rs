//! Publishes the head of the history outside the database, and checks that the database still has what was published.

use super::{Head, HeadFile, HeadFileError, RolledBack, Vouched, WalkProgress};
use crate::heads::Chain;
use crate::{Failure, Outcome};
use regain_base::history::WalkReport;
use regain_storage::{EntryDigest, Work};
use std::os::unix::net::UnixDatagram;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Shortest time between two publications.
const STEP: Duration = Duration::from_secs(2);
/// Entries that are walked before anybody is let in, which takes about a second. A longer history is walked in full
/// at start only if it never was (S100).
const AT_ONCE: u64 = 50_000;
/// Socket of the system's log.
const SYSLOG: &str = "/dev/log";
/// Facility "security/authorization messages" (10), severity "notice" (5), as RFC 5424 numbers them.
const PRIORITY: u8 = 10 * 8 + 5;

/// Publishes and checks heads.
pub struct Keeper {
    chain: Arc<Chain>,
    file: HeadFile,
    syslog: bool,
    at_once: u64,
}

/// How much was checked before anybody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// The whole history.
    Whole {
        /// Entries in the history.
        entries: u64,
    },
    /// The entries after the last published head.
    Behind {
        /// Entries in the history.
        entries: u64,
        /// Up to here it was walked earlier, and will be again.
        head: Head,
    },
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

    /// Compares the database with what was published, at start, before anybody is let in. A long history that was
    /// walked once is walked only from the last published head; a [`Walk`](super::Walk) must check the rest while the server
    /// works.
    ///
    /// # Errors
    /// If the database or the file fails; [`RolledBack`] if something is wrong.
    pub async fn look(&mut self) -> Outcome<Result<Looked, RolledBack>> {
        // A newer key must not continue a chain in which an older one may have forged entries (S104).
        let newest = self
            .chain
            .store
            .reading(&self.chain.base)
            .await?
            .history()
            .last()
            .await?;
        let settled = newest.is_some_and(|row| self.chain.base.historian.is_by_newest(&row));
        let long = self
            .file
            .head()
            .filter(|head| settled && head.seq > self.at_once && self.file.is_walked());
        if let Some(head) = long
            && self.is_in_its_range(head).await?
        {
            let looked = self.look_behind(head).await?;
            return Ok(looked.map(|entries| {
                self.chain.heads.set_progress(Some(WalkProgress {
                    walked: 0,
                    of: entries,
                }));
                Looked::Behind { entries, head }
            }));
        }

        let entries = match self.check().await? {
            Ok(entries) => entries,
            Err(wrong) => return Ok(Err(wrong)),
        };

        if !self.file.is_walked() {
            let [manifests, standings] = self.chain.base.historian.all_newest();
            let vouched = Vouched {
                manifests,
                standings,
                ..Vouched::default()
            };
            let now = self.chain.base.now();
            self.file
                .walked(entries, &vouched, now)
                .map_err(|error| self.failed(error))?;
        }

        Ok(Ok(Looked::Whole { entries }))
    }

    /// Whether the published head is sealed by the key in whose range it stands, as far as the chain records ranges.
    /// Otherwise, the entry that begins a range may have been removed. A different head is left to
    /// [`look_behind`](Self::look_behind).
    async fn is_in_its_range(&self, head: Head) -> Outcome<bool> {
        let mut op = self.chain.store.reading(&self.chain.base).await?;
        Ok(match op.history().by_seq(head.seq).await? {
            Some(row) if row.digest == head.digest => {
                self.chain.base.historian.is_genuine(&mut op, &row).await?
            }
            _ => true,
        })
    }

    /// Checks the entries after the last published head. Returns the total number of entries.
    async fn look_behind(&self, head: Head) -> Outcome<Result<u64, RolledBack>> {
        let row = self
            .chain
            .store
            .reading(&self.chain.base)
            .await?
            .history()
            .by_seq(head.seq)
            .await?;
        if row.is_none_or(|row| row.digest != head.digest) {
            let found = self
                .chain
                .store
                .reading(&self.chain.base)
                .await?
                .history()
                .last()
                .await?
                .map_or(0, |row| row.seq);
            return Ok(Err(RolledBack::Older {
                published: head.seq,
                found,
            }));
        }

        let base = &self.chain.base;
        let vouched = self.file.vouched();
        base.historian.know(&vouched.manifests, &vouched.standings);
        let walked = base
            .historian
            .verify(base.store.as_ref(), Some((head.seq, head.digest)))
            .await?;
        if let Some(fault) = walked.fault {
            return Ok(Err(RolledBack::Broken {
                seq: fault.seq,
                kind: fault.kind,
            }));
        }

        self.chain.heads.set(head);
        Ok(Ok(head.seq + walked.entries))
    }

    /// Walks the whole history and compares the database with what was published; at start, before anybody is let in.
    /// Returns the number of entries.
    ///
    /// # Errors
    /// [`RolledBack`] if something is wrong.
    pub async fn check(&self) -> Outcome<Result<u64, RolledBack>> {
        let WalkReport { entries, fault, .. } = self
            .chain
            .base
            .historian
            .verify(self.chain.base.store.as_ref(), None)
            .await?;
        if let Some(fault) = fault {
            return Ok(Err(RolledBack::Broken {
                seq: fault.seq,
                kind: fault.kind,
            }));
        }

        if entries > 0 && self.file.head().is_none() {
            return Ok(Err(RolledBack::Unwitnessed {
                entries,
                path: self.file.path().to_owned(),
            }));
        }

        if let Some(head) = self.file.head().filter(|head| head.seq > 0) {
            let row = self
                .chain
                .store
                .reading(&self.chain.base)
                .await?
                .history()
                .by_seq(head.seq)
                .await?;
            if row.is_none_or(|row| row.digest != head.digest) {
                return Ok(Err(RolledBack::Older {
                    published: head.seq,
                    found: entries,
                }));
            }

            if let Some(older) = self.chain.older_manifest(&self.file.vouched()).await? {
                return Ok(Err(older));
            }

            self.chain.heads.set(head);
        }

        Ok(Ok(entries))
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
    fn failed(&self, error: HeadFileError) -> Failure {
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

/// Writes a line to the system's log, which other machines may keep (RFC 5424 without its optional parts).
fn say_to_syslog(head: Head) {
    let line = format!(
        "<{PRIORITY}>regain: history head {} {}",
        head.seq,
        hex(&head.digest)
    );
    let sent = UnixDatagram::unbound().and_then(|socket| socket.send_to(line.as_bytes(), SYSLOG));
    if let Err(error) = sent {
        tracing::warn!(%error, "the system's log can't be reached");
    }
}

fn hex(digest: &EntryDigest) -> String {
    data_encoding::HEXLOWER.encode(digest.as_bytes())
}
