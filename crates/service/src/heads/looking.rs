//! Checks, before anybody is let in, that the database still has what was published.

use super::{Head, Keeper, RolledBack, Vouched, WalkProgress};
use crate::Outcome;
use regain_base::history::WalkReport;
use regain_storage::Work;

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
}
