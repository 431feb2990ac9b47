//! The history's keys of one master key.

use crate::digest::{Key, digest, same};
use regain_domain::PersonId;
use regain_storage::{EntryDigest, HistoryRow};

/// The history's keys, derived from one master key (S104).
#[derive(Clone)]
pub struct HistoryKeys {
    /// Seals entries.
    pub chain: Key,
    /// Derives the persons' own keys (S103).
    pub details: Key,
    /// Seals standings; `None` for a retired master key, which only reads its range of the chain.
    pub standing: Option<Key>,
}

impl HistoryKeys {
    /// Whether these keys sealed an entry.
    pub(crate) fn sealed(&self, row: &HistoryRow) -> bool {
        same(&self.digest(row), &row.digest)
    }

    /// Computes the digest of an entry.
    pub(crate) fn digest(&self, row: &HistoryRow) -> EntryDigest {
        let person = |id: Option<PersonId>| id.map(|id| *id.as_bytes());
        let version = |version: Option<u64>| version.map(u64::to_be_bytes);
        let subject = person(row.subject);
        let actor = person(row.actor);
        let manifest = version(row.manifest_version);
        let standing = version(row.standing_version);

        digest(
            &self.chain,
            "history",
            &[
                row.prev.as_bytes(),
                &row.seq.to_be_bytes(),
                &row.at.as_millis().to_be_bytes(),
                row.event.code().as_bytes(),
                subject.as_ref().map_or(&[], |id| id.as_slice()),
                &row.nth.to_be_bytes(),
                actor.as_ref().map_or(&[], |id| id.as_slice()),
                row.facts.as_bytes(),
                manifest.as_ref().map_or(&[], |version| version.as_slice()),
                standing.as_ref().map_or(&[], |version| version.as_slice()),
                row.details_digest
                    .as_ref()
                    .map_or(&[], |digest| digest.as_bytes().as_slice()),
                row.place_digest
                    .as_ref()
                    .map_or(&[], |digest| digest.as_bytes().as_slice()),
            ],
        )
    }
}
