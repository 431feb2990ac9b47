//! The history of events, kept so that changes to it are detected.
//!
//! [`Historian::append`] is the only way to write an entry, in the unit of work of its cause. Every entry carries a
//! digest over itself and the one before, made with a key that isn't in the database (S80). If there are several
//! keys, each is valid in its own range of the chain ([`Historian::sealed_by`]). What may have to be forgotten
//! (device, words and approximate location) is stored beside the chain, sealed with a key of the person's own (S103).
//!
//! The same keys vouch for a person's *standing*: status, role, activation and freeze ([`Historian::stand`]).

mod chain;
mod entry;
mod keys;
mod leaving;
mod moments;
mod newest;
mod ranges;
mod sealed;
mod standing;
mod verify;

pub use entry::{Details, Entry};
pub use keys::HistoryKeys;
pub use verify::{Fault, FaultKind, WalkReport};

use crate::ring::KeyRing;
use regain_domain::{PersonId, Randomness};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Writes and verifies the history.
pub struct Historian {
    keys: KeyRing<HistoryKeys>,
    randomness: Arc<dyn Randomness>,
    newest: newest::Newest,
    ranges: ranges::Ranges,
}

impl Historian {
    /// Makes a historian with the keys of every master key (S104).
    #[must_use]
    pub fn new(keys: KeyRing<HistoryKeys>, randomness: Arc<dyn Randomness>) -> Self {
        Self {
            keys,
            randomness,
            newest: newest::Newest::default(),
            ranges: ranges::Ranges::default(),
        }
    }

    /// Forgets what was seen in the chain, after an operator restored an older database.
    pub fn believe_older(&self) {
        self.newest.forget();
        self.ranges.forget();
    }

    /// Takes over the newest manifest and standing versions that a walk of an earlier process saw, so that no older
    /// one is accepted although this process hasn't walked that far (S79, S100).
    pub fn know(&self, manifests: &BTreeMap<PersonId, u64>, standings: &BTreeMap<PersonId, u64>) {
        for (person, version) in manifests {
            self.newest.know(*person, *version, 0);
        }

        for (person, version) in standings {
            self.newest.know(*person, 0, *version);
        }
    }

    /// The newest manifest and standing versions per person that this process saw in the chain or was given.
    #[must_use]
    pub fn all_newest(&self) -> [BTreeMap<PersonId, u64>; 2] {
        self.newest.all()
    }

    /// The newest manifest version of a person that this process saw in the chain; 0 if none.
    #[must_use]
    pub fn newest_manifest(&self, person: PersonId) -> u64 {
        self.newest.manifest(person)
    }
}
