//! The newest manifest and standing of each person that this process saw in the chain, out of SQL's reach. Rows that
//! were once genuine are older than these, whatever happens to the entries that vouched for the newer ones (S79).

use regain_domain::PersonId;
use regain_storage::HistoryRow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{PoisonError, RwLock};

/// About forty bytes a person.
#[derive(Debug, Default)]
pub(crate) struct Newest(RwLock<HashMap<PersonId, Versions>>);

#[derive(Debug, Clone, Copy, Default)]
struct Versions {
    manifest: u64,
    standing: u64,
}

impl Newest {
    /// Notes what a genuine entry vouches for. Walks see only committed entries, so no version is noted that never
    /// existed.
    pub(crate) fn note(&self, row: &HistoryRow) {
        let Some(person) = row
            .subject
            .filter(|_| row.manifest_version.is_some() || row.standing_version.is_some())
        else {
            return;
        };

        self.know(
            person,
            row.manifest_version.unwrap_or_default(),
            row.standing_version.unwrap_or_default(),
        );
    }

    /// Takes over versions known before this process began.
    pub(crate) fn know(&self, person: PersonId, manifest: u64, standing: u64) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let newest = all.entry(person).or_default();
        newest.manifest = newest.manifest.max(manifest);
        newest.standing = newest.standing.max(standing);
    }

    /// The newest manifest and the newest standing of each person.
    pub(crate) fn all(&self) -> [BTreeMap<PersonId, u64>; 2] {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let of = |version: fn(&Versions) -> u64| {
            all.iter()
                .map(|(person, newest)| (*person, version(newest)))
                .filter(|(_, version)| *version > 0)
                .collect()
        };
        [of(|newest| newest.manifest), of(|newest| newest.standing)]
    }

    /// Forgets everything: an operator restored an older database.
    pub(crate) fn forget(&self) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// The newest manifest of a person; 0 if none was seen.
    pub(crate) fn manifest(&self, person: PersonId) -> u64 {
        self.of(person).manifest
    }

    /// The newest standing of a person; 0 if none was seen.
    pub(crate) fn standing(&self, person: PersonId) -> u64 {
        self.of(person).standing
    }

    fn of(&self, person: PersonId) -> Versions {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&person)
            .copied()
            .unwrap_or_default()
    }
}
