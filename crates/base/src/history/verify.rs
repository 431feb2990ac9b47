//! Walks the chain to find the first entry that isn't what was written (S80).

use super::Historian;
use super::chain::BEGINNING;
use super::ranges::{KeyRange, told_keys};
use regain_storage::{EntryDigest, HistoryRow, Result as Stored, Store};

/// Entries read at once.
const STEP: u32 = 1000;

/// Result of a walk along the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkReport {
    /// Number of intact entries, from the beginning of the walk.
    pub entries: u64,
    /// Digest of the last of them.
    pub head: EntryDigest,
    /// The first faulty entry, if any.
    pub fault: Option<Fault>,
}

/// A faulty entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Position in the chain.
    pub seq: u64,
    /// The kind of fault.
    pub kind: FaultKind,
}

/// Kinds of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The entry is missing: another one stands in its place.
    Missing,
    /// The entry was changed.
    Changed,
    /// It doesn't follow from the entry before: one of the two was inserted.
    Detached,
    /// It is sealed by a master key that the key file lacks (S104).
    Unreadable {
        /// The key's id.
        key: u32,
    },
}

impl std::fmt::Display for FaultKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("is missing"),
            Self::Changed => f.write_str("was changed"),
            Self::Detached => f.write_str("doesn't follow from the entry before it"),
            Self::Unreadable { key } => write!(
                f,
                "is sealed with key {key}, which the key file doesn't have"
            ),
        }
    }
}

impl Historian {
    /// Walks the chain after `after` (position and digest; `None` for the beginning) to its end. From then on, no
    /// versions older than those it vouches for are accepted.
    pub async fn verify(
        &self,
        store: &dyn Store,
        after: Option<(u64, EntryDigest)>,
    ) -> Stored<WalkReport> {
        let begin = after.map_or(0, |(seq, _)| seq);
        let mut walked = WalkReport {
            entries: 0,
            head: after.map_or(BEGINNING, |(_, head)| head),
            fault: None,
        };
        loop {
            let behind = begin + walked.entries;
            let step = self
                .verify_step(store, (behind > 0).then_some((behind, walked.head)))
                .await?;
            walked = WalkReport {
                entries: walked.entries + step.entries,
                ..step
            };

            if walked.fault.is_some() || step.entries == 0 {
                return Ok(walked);
            }
        }
    }

    /// One step of such a walk: up to a thousand entries, zero after the end.
    pub async fn verify_step(
        &self,
        store: &dyn Store,
        after: Option<(u64, EntryDigest)>,
    ) -> Stored<WalkReport> {
        let (mut seq, mut head) = after.unwrap_or((0, BEGINNING));
        let mut entries = 0;

        // A unit of work per step, so that a long walk doesn't keep the write-ahead log from being checkpointed.
        let mut work = store.read().await?;
        let mut key = match after {
            Some((seq, _)) => self.key_at(work.as_mut(), seq).await?,
            None => None,
        };

        for row in work.history().from(seq + 1, STEP).await? {
            let kind = match self.look(&row, (seq + 1, &head), key) {
                Ok(found) => {
                    key = Some(found);
                    self.newest.note(&row);
                    (seq, head) = (row.seq, row.digest);
                    entries += 1;
                    continue;
                }
                Err(FaultKind::Changed) if key.is_none() => {
                    match self.missing_key(work.as_mut()).await? {
                        Some(key) => FaultKind::Unreadable { key },
                        None => FaultKind::Changed,
                    }
                }
                Err(kind) => kind,
            };

            return Ok(WalkReport {
                entries,
                head,
                fault: Some(Fault { seq: seq + 1, kind }),
            });
        }

        Ok(WalkReport {
            entries,
            head,
            fault: None,
        })
    }

    /// Checks an entry that follows one sealed with `key`. Returns the key that sealed it, or the fault.
    fn look(
        &self,
        row: &HistoryRow,
        (expected, prev): (u64, &EntryDigest),
        key: Option<u32>,
    ) -> Result<u32, FaultKind> {
        if row.seq != expected {
            return Err(FaultKind::Missing);
        }

        let sealed_by = self.next_key(row, key)?;
        if row.prev != *prev {
            return Err(FaultKind::Detached);
        }

        let began = match key {
            Some(key) if key == sealed_by => return Ok(sealed_by),
            Some(_) => KeyRange {
                key: sealed_by,
                from: row.seq,
                since: Some(row.at),
            },
            None => KeyRange {
                key: sealed_by,
                from: row.seq,
                since: None,
            },
        };

        // Once a range's begin has been seen, it is fixed.
        if self.ranges.note(began) {
            Ok(sealed_by)
        } else {
            Err(FaultKind::Changed)
        }
    }

    /// The key that sealed an entry: the one of the entry before, or the newer one whose range it begins. Never an
    /// older one again, so somebody with an old key can't add entries.
    fn next_key(&self, row: &HistoryRow, key: Option<u32>) -> Result<u32, FaultKind> {
        let by = |id: u32| self.is_by(id, row).then_some(id).ok_or(FaultKind::Changed);
        match (key, told_keys(row)) {
            (Some(current), Some((id, _))) if self.keys.get(id).is_some() => {
                if id > current {
                    by(id)
                } else {
                    Err(FaultKind::Changed)
                }
            }
            (Some(_), Some((key, _))) => Err(FaultKind::Unreadable { key }),
            (Some(current), None) => by(current),
            (None, _) => self
                .keys
                .all()
                .find(|(_, keys)| keys.sealed(row))
                .map(|(id, _)| id)
                .ok_or(FaultKind::Changed),
        }
    }
}
