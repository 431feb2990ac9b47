//! Walking the chain, to say which entry is the first that isn't what was written (S80).

use crate::Historian;
use crate::chain::BEGINNING;
use regain_storage::{HistoryRow, Mac, Result, Store};

/// Entries read at once.
const STEP: u32 = 1000;

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many entries are as they were written, from the beginning of the walk.
    pub entries: u64,
    /// The digest of the last of them.
    pub head: Mac,
    /// The first that isn't, if there is one.
    pub fault: Option<Fault>,
}

/// An entry that isn't what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Its place in the chain.
    pub seq: u64,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// It is missing: another one stands where it should.
    Missing,
    /// It was changed.
    Changed,
    /// It doesn't follow from the entry before it: that one, or this one, was put there.
    Detached,
}

impl std::fmt::Display for FaultKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::Changed => "was changed",
            Self::Detached => "doesn't follow from the entry before it",
        })
    }
}

impl Historian {
    /// Walks the chain behind `after` (a place and its digest; none for the beginning) up to its end. What it vouches for is the
    /// least that is believed from then on.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn verify(&self, store: &dyn Store, after: Option<(u64, Mac)>) -> Result<Verification> {
        let begin = after.map_or(0, |(seq, _)| seq);
        let mut walked = Verification { entries: 0, head: after.map_or(BEGINNING, |(_, head)| head), fault: None };
        loop {
            let step = self.verify_step(store, Some((begin + walked.entries, walked.head))).await?;
            walked = Verification { entries: walked.entries + step.entries, ..step };
            if walked.fault.is_some() || step.entries == 0 {
                return Ok(walked);
            }
        }
    }

    /// The next step of such a walk: a thousand entries, and none behind the end.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn verify_step(&self, store: &dyn Store, after: Option<(u64, Mac)>) -> Result<Verification> {
        let (mut seq, mut head) = after.unwrap_or((0, BEGINNING));
        let mut entries = 0;
        // A unit of work for each step: a long walk shall not keep the write-ahead log from being written back.
        for row in store.read().await?.history().from(seq + 1, STEP).await? {
            if let Some(kind) = self.fault(&row, seq + 1, &head) {
                return Ok(Verification { entries, head, fault: Some(Fault { seq: seq + 1, kind }) });
            }
            self.newest.note(&row);
            (seq, head) = (row.seq, row.mac);
            entries += 1;
        }
        Ok(Verification { entries, head, fault: None })
    }

    fn fault(&self, row: &HistoryRow, expected: u64, prev: &Mac) -> Option<FaultKind> {
        if row.seq != expected {
            Some(FaultKind::Missing)
        } else if !self.is_genuine(row) {
            Some(FaultKind::Changed)
        } else if row.prev != *prev {
            Some(FaultKind::Detached)
        } else {
            None
        }
    }
}
