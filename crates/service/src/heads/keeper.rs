//! Takes the head out of the database, and looks whether the database still has what was taken out.

use super::{Head, HeadFile, HeadFileError, Progress, Vouched};
use crate::{Failure, Outcome, Regain};
use regain_history::Verification;
use regain_storage::Mac;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often the head leaves the database, at most.
const STEP: Duration = Duration::from_secs(2);
/// So many entries are walked over before anybody is let in, which takes about a second; more than these only where none of them
/// was before (S100).
const AT_ONCE: u64 = 50_000;
/// Where the system's log listens.
const SYSLOG: &str = "/dev/log";
/// Facility "security/authorization messages" (10), severity "notice" (5), as RFC 5424 numbers them.
const PRIORITY: u8 = 10 * 8 + 5;

/// Why the history isn't what it was.
#[derive(Debug, thiserror::Error)]
pub enum RolledBack {
    /// An entry isn't what was written.
    #[error("entry {seq} of the history {kind}")]
    Broken {
        /// Its place.
        seq: u64,
        /// What is wrong.
        kind: regain_history::FaultKind,
    },
    /// The database lacks what was published.
    #[error(
        "the history was published up to entry {published}, but the database has it only up to entry {found}, or another \
         one there: an older database was put in its place. If that was you, put the newer one back, or use `regain \
         restore FILE`, which says so to everybody concerned"
    )]
    Older {
        /// The newest entry that was published.
        published: u64,
        /// The newest entry of the database.
        found: u64,
    },
    /// There is a history, and nothing outside of the database tells of it.
    #[error(
        "the history has {entries} entries, but heads_file {} tells of none: it is missing, or was emptied, so an older \
         database can't be told from the newest one. Put that file back; only where it is lost for good, and this is the \
         newest database, see `regain heads accept`",
        path.display()
    )]
    Unwitnessed {
        /// Entries of the history.
        entries: u64,
        /// Where the file should be.
        path: PathBuf,
    },
    /// A person's manifest is older than the published one.
    #[error(
        "the credentials of {person} are older than what was published (version {found}, not {published})"
    )]
    Manifest {
        /// Whose, in hexadecimal.
        person: String,
        /// The published version.
        published: u64,
        /// The stored version.
        found: u64,
    },
}

/// Keeps the heads.
pub struct Keeper {
    regain: Arc<Regain>,
    file: HeadFile,
    syslog: bool,
    at_once: u64,
}

/// What was looked at before anybody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// All of it.
    Whole {
        /// Entries of the history.
        entries: u64,
    },
    /// What is behind the last published head.
    Behind {
        /// Entries of the history.
        entries: u64,
        /// Up to here it was walked over before, and is to be once more.
        head: Head,
    },
}

impl Keeper {
    /// Over a file, and the system's log if wanted.
    #[must_use]
    pub const fn new(regain: Arc<Regain>, file: HeadFile, syslog: bool) -> Self {
        Self {
            regain,
            file,
            syslog,
            at_once: AT_ONCE,
        }
    }

    /// With another number of entries that are all walked over before anybody is let in.
    #[must_use]
    pub const fn walking_at_once(mut self, entries: u64) -> Self {
        self.at_once = entries;
        self
    }

    /// Notes in the file that there was nothing yet, while there is nothing: whatever comes then was to be expected, even if
    /// the process ends before its first head leaves the database.
    ///
    /// # Errors
    /// If the database or the file fails.
    pub async fn begin(&mut self) -> Outcome<()> {
        let newest = self
            .regain
            .store
            .read_vault()
            .await?
            .history()
            .last()
            .await?;
        if newest.is_none() && self.file.head().is_none() {
            let nothing = Head {
                seq: 0,
                mac: Mac::default(),
            };
            self.file
                .publish(nothing, &Vouched::default(), self.regain.now())
                .map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    /// Holds the database against what was published before, at start, before anybody is let in. A history that is long, and was
    /// walked over once, is walked from the last published head on: a [`Walk`] beside the work has to look at the rest.
    ///
    /// # Errors
    /// If the database or the file fails; [`RolledBack`] if something is wrong.
    pub async fn look(&mut self) -> Outcome<Result<Looked, RolledBack>> {
        // No newer key goes on where an older one may have forged something (S104).
        let newest = self
            .regain
            .store
            .read_vault()
            .await?
            .history()
            .last()
            .await?;
        let settled = newest.is_some_and(|row| self.regain.base.historian.is_by_newest(&row));
        let long = self
            .file
            .head()
            .filter(|head| settled && head.seq > self.at_once && self.file.is_walked());
        if let Some(head) = long
            && self.is_in_its_range(head).await?
        {
            let looked = self.look_behind(head).await?;
            return Ok(looked.map(|entries| {
                self.regain.heads.set_progress(Some(Progress {
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
            let [manifests, standings] = self.regain.base.historian.all_newest();
            let vouched = Vouched {
                manifests,
                standings,
                ..Vouched::default()
            };
            let now = self.regain.now();
            self.file
                .walked(entries, &vouched, now)
                .map_err(|error| self.failed(error))?;
        }
        Ok(Ok(Looked::Whole { entries }))
    }

    /// Whether the published head is sealed by the key in whose range it stands, as far as the chain tells of ranges: otherwise the
    /// entry that begins one may have been taken out. A head that is another one is for [`look_behind`](Self::look_behind).
    async fn is_in_its_range(&self, head: Head) -> Outcome<bool> {
        let mut work = self.regain.store.read_vault().await?;
        Ok(match work.history().by_seq(head.seq).await? {
            Some(row) if row.mac == head.mac => {
                self.regain
                    .base
                    .historian
                    .is_genuine(work.as_mut(), &row)
                    .await?
            }
            _ => true,
        })
    }

    /// Looks at what is behind the last published head; how many entries there are in all.
    async fn look_behind(&self, head: Head) -> Outcome<Result<u64, RolledBack>> {
        let row = self
            .regain
            .store
            .read_vault()
            .await?
            .history()
            .by_seq(head.seq)
            .await?;
        if row.is_none_or(|row| row.mac != head.mac) {
            let found = self
                .regain
                .store
                .read_vault()
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
        let (base, vouched) = (&self.regain.base, self.file.vouched());
        base.historian.know(&vouched.manifests, &vouched.standings);
        let walked = base
            .historian
            .verify(base.store.as_ref(), Some((head.seq, head.mac)))
            .await?;
        if let Some(fault) = walked.fault {
            return Ok(Err(RolledBack::Broken {
                seq: fault.seq,
                kind: fault.kind,
            }));
        }
        self.regain.heads.set(head);
        Ok(Ok(head.seq + walked.entries))
    }

    /// Walks the whole history, and holds the database against what was published before; at start, before anybody is let
    /// in. How many entries there are.
    ///
    /// # Errors
    /// [`RolledBack`] if something is wrong.
    pub async fn check(&self) -> Outcome<Result<u64, RolledBack>> {
        let Verification { entries, fault, .. } = self
            .regain
            .base
            .historian
            .verify(self.regain.base.store.as_ref(), None)
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
                .regain
                .store
                .read_vault()
                .await?
                .history()
                .by_seq(head.seq)
                .await?;
            if row.is_none_or(|row| row.mac != head.mac) {
                return Ok(Err(RolledBack::Older {
                    published: head.seq,
                    found: entries,
                }));
            }
            if let Some(older) = self.regain.older_manifest(&self.file.vouched()).await? {
                return Ok(Err(older));
            }
            self.regain.heads.set(head);
        }
        Ok(Ok(entries))
    }

    /// Publishes what is new, if what was published is still there.
    ///
    /// # Errors
    /// If the database or the file fails; [`RolledBack`] if something is wrong.
    pub async fn publish(&mut self) -> Outcome<Result<Option<Head>, RolledBack>> {
        let after = self.file.head().filter(|head| head.seq > 0);
        let newest = self
            .regain
            .store
            .read_vault()
            .await?
            .history()
            .last()
            .await?;
        let newest = newest.map(|row| Head {
            seq: row.seq,
            mac: row.mac,
        });
        if newest == after {
            return Ok(Ok(None));
        }
        let mut work = self.regain.store.read_vault().await?;
        if !self.regain.heads.hold(work.as_mut()).await? {
            let found = newest.map_or(0, |head| head.seq);
            return Ok(Err(RolledBack::Older {
                published: after.map_or(0, |head| head.seq),
                found,
            }));
        }
        drop(work);
        let from = after.map(|head| (head.seq, head.mac));
        let walked = self
            .regain
            .base
            .historian
            .verify(self.regain.base.store.as_ref(), from)
            .await?;
        if let Some(fault) = walked.fault {
            self.regain.heads.doubt();
            self.file
                .doubt(fault.seq, self.regain.now())
                .map_err(|error| self.failed(error))?;
            return Ok(Err(RolledBack::Broken {
                seq: fault.seq,
                kind: fault.kind,
            }));
        }
        let head = Head {
            seq: after.map_or(0, |head| head.seq) + walked.entries,
            mac: walked.head,
        };
        let vouched = self
            .regain
            .vouched(after.map_or(0, |head| head.seq), head.seq)
            .await?;
        self.file
            .publish(head, &vouched, self.regain.now())
            .map_err(|error| self.failed(error))?;
        if self.syslog {
            say_to_syslog(head);
        }
        self.regain.heads.set(head);
        Ok(Ok(Some(head)))
    }

    #[expect(clippy::unused_self, reason = "says where the failure comes from")]
    fn failed(&self, error: HeadFileError) -> Failure {
        Failure::Storage(regain_storage::StorageError::Failed(Box::new(error)))
    }

    /// Publishes until `stop` turns true, and once more then. From the moment that something is wrong nobody is let in,
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

    /// Gives the file back.
    #[must_use]
    pub fn into_file(self) -> HeadFile {
        self.file
    }
}

impl Regain {
    /// What the entries behind `after` vouch for, up to `until`.
    pub(crate) async fn vouched(&self, after: u64, until: u64) -> Outcome<Vouched> {
        let mut vouched = Vouched::default();
        let mut seq = after;
        while seq < until {
            let mut work = self.store.read_vault().await?;
            let rows = work.history().from(seq + 1, 1000).await?;
            let Some(last) = rows.last() else { break };
            seq = last.seq;
            for row in rows.iter().filter(|row| row.seq <= until) {
                // It may have been changed since it was walked over: nothing is published that nobody wrote.
                if self.base.historian.is_genuine(work.as_mut(), row).await? {
                    vouched.note(row);
                }
            }
        }
        Ok(vouched)
    }

    /// The first manifest that is older than what was published, if there is one.
    pub(crate) async fn older_manifest(&self, published: &Vouched) -> Outcome<Option<RolledBack>> {
        let published: Vec<_> = published.manifests.iter().collect();
        for step in published.chunks(1000) {
            let mut work = self.store.read_vault().await?;
            for (person, version) in step {
                let found = work
                    .rows()
                    .manifest(**person)
                    .await?
                    .map_or(0, |manifest| manifest.version);
                if found < **version {
                    return Ok(Some(RolledBack::Manifest {
                        person: person.to_hex(),
                        published: **version,
                        found,
                    }));
                }
            }
        }
        Ok(None)
    }
}

/// A line in the system's log, which other machines may keep (RFC 5424 without its optional parts).
fn say_to_syslog(head: Head) {
    let line = format!(
        "<{PRIORITY}>regain: history head {} {}",
        head.seq,
        hex(&head.mac)
    );
    let sent = UnixDatagram::unbound().and_then(|socket| socket.send_to(line.as_bytes(), SYSLOG));
    if let Err(error) = sent {
        tracing::warn!(%error, "the system's log can't be reached");
    }
}

fn hex(mac: &Mac) -> String {
    data_encoding::HEXLOWER.encode(mac)
}
