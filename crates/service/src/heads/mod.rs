//! Keeps the head of the history outside the database too, so that a database that was rolled back is noticed (S80,
//! S84).
//!
//! A file (and, if wanted, the system's log) gets a line for each new head, and one for each new manifest and standing:
//!
//! ```text
//! regain-heads 2
//! walked 0 1 0 1799999999998 <seal>
//! head 0 0 <zeros> 1799999999999 <seal>
//! manifest 0 00112233445566778899aabbccddeeff 3 <seal>
//! standing 0 00112233445566778899aabbccddeeff 1 <seal>
//! resealed 0 00112233445566778899aabbccddeeff 4 <seal>
//! head 0 512 <digest in hexadecimal> 1800000000000 <seal>
//! restored 1 498 <digest in hexadecimal> 1800000100000 <seal>
//! ```
//!
//! The first number is the *epoch*: how many times an operator put another database in place. `walked 0 1 512` says
//! that the first full check of the history succeeded up to entry 512; from then on, a server checks a long history
//! while it works (see [`Walk`]). `doubted 0 1 40` revokes that, because entry 40 isn't what was written. `resealed`
//! says that a manifest is the previous one, sealed by a newer master key: restoring the older one loses nothing.
//! Each line is sealed by a key that is kept elsewhere. A torn line says nothing: it has no newline yet, or ends in
//! ` cut`. Somebody who can write the file can still cut lines off its end, so make it append-only where the system
//! allows.

mod chain;
mod file;
mod keeper;
mod lines;
mod looking;
mod rolled_back;
mod syslog;
mod walk;

pub use chain::Chain;
pub use file::{Adopted, HeadFile, HeadFileError};
pub use keeper::Keeper;
pub use looking::Looked;
pub use rolled_back::RolledBack;
pub use walk::Walk;

use regain_base::Op;
use regain_domain::{HistoryEvent, PersonId};
use regain_storage::{EntryDigest, HistoryRow, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

/// A position in the chain, and the digest there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The position; 0 before the first entry.
    pub seq: u64,
    /// The digest.
    pub digest: EntryDigest,
}

/// The newest versions that history entries vouch for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vouched {
    /// Versions of people's manifests.
    pub manifests: BTreeMap<PersonId, u64>,
    /// Versions of people's standings.
    pub standings: BTreeMap<PersonId, u64>,
    /// Manifests that only repeat the previous one, resealed by a newer master key (S104).
    pub resealed: BTreeSet<(PersonId, u64)>,
}

impl Vouched {
    /// Adds what an entry vouches for.
    pub(crate) fn note(&mut self, row: &HistoryRow) {
        if row.event == HistoryEvent::SealedAnew {
            self.resealed.extend(row.subject.zip(row.manifest_version));
        }

        for (versions, version) in [
            (&mut self.manifests, row.manifest_version),
            (&mut self.standings, row.standing_version),
        ] {
            if let Some((person, version)) = row.subject.zip(version) {
                let newest = versions.entry(person).or_default();
                *newest = version.max(*newest);
            }
        }
    }
}

/// Progress of a [`Walk`] that runs while the server works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WalkProgress {
    /// Entries found intact, from the beginning.
    pub walked: u64,
    /// Number of entries to check.
    pub of: u64,
}

/// The newest published head, as far as this process knows, and whether the database still has it.
#[derive(Debug, Default)]
pub struct Heads {
    published: RwLock<Option<Head>>,
    /// An entry isn't what was written.
    doubted: AtomicBool,
    progress: RwLock<Option<WalkProgress>>,
}

impl Heads {
    /// Whether the database still has the published head, and no altered entry was found. Otherwise nobody is let in.
    pub async fn hold(&self, op: &mut dyn Op) -> Result<bool> {
        if self.doubted.load(Ordering::Relaxed) {
            return Ok(false);
        }

        let Some(head) = self.published().filter(|head| head.seq > 0) else {
            return Ok(true);
        };

        let row = op.history().by_seq(head.seq).await?;
        Ok(row.is_some_and(|row| row.digest == head.digest))
    }

    /// The newest published head.
    #[must_use]
    pub fn published(&self) -> Option<Head> {
        *self
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets nobody in from now on; the next start checks everything.
    pub(crate) fn doubt(&self) {
        self.doubted.store(true, Ordering::Relaxed);
    }

    /// Progress of the walk; `None` if none is running.
    #[must_use]
    pub fn progress(&self) -> Option<WalkProgress> {
        *self.progress.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_progress(&self, progress: Option<WalkProgress>) {
        *self
            .progress
            .write()
            .unwrap_or_else(PoisonError::into_inner) = progress;
    }

    pub(crate) fn set(&self, head: Head) {
        *self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(head);
    }
}
