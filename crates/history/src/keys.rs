//! What one master key is to the history.

use crate::{Key, digest, same};
use regain_domain::PersonId;
use regain_storage::{HistoryRow, Mac};

/// The history's keys out of one master key (S104).
#[derive(Clone)]
pub struct HistoryKeys {
    /// Seals entries.
    pub chain: Key,
    /// What people's own keys are made with (S103).
    pub details: Key,
    /// Seals standings; none where the master key was retired, and only its part of the chain is read.
    pub standing: Option<Key>,
}

impl HistoryKeys {
    /// Whether they sealed an entry.
    pub(crate) fn sealed(&self, row: &HistoryRow) -> bool {
        same(&self.mac(row), &row.mac)
    }

    /// The seal of an entry.
    pub(crate) fn mac(&self, row: &HistoryRow) -> Mac {
        let person = |id: Option<PersonId>| id.map(|id| *id.as_bytes());
        let version = |version: Option<u64>| version.map(u64::to_be_bytes);
        let (subject, actor) = (person(row.subject), person(row.actor));
        let (manifest, standing) = (version(row.manifest_version), version(row.standing_version));
        digest(
            &self.chain,
            "history",
            &[
                &row.prev,
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
                    .map_or(&[], |digest| digest.as_slice()),
                row.place_digest
                    .as_ref()
                    .map_or(&[], |digest| digest.as_slice()),
            ],
        )
    }
}
