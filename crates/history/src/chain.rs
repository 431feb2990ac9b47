//! The chain: each entry's digest covers the entry and the digest before it (S80).

use crate::{Entry, Historian, digest, same};
use regain_domain::{PersonId, Timestamp};
use regain_storage::{HistoryRow, Mac, Result, StorageError, Work};

/// What stands before the first entry.
pub(crate) const BEGINNING: Mac = [0; 32];

impl Historian {
    /// Writes an entry at the end of the chain, in the unit of work of its cause; its place in the chain.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn append(&self, work: &mut dyn Work, entry: &Entry, now: Timestamp) -> Result<u64> {
        let (before, prev) = match work.history().last().await? {
            Some(last) => (last.seq, last.mac),
            None => (0, BEGINNING),
        };
        let nth = match entry.subject {
            Some(subject) => work.history().last_of(subject).await?.map_or(0, |row| row.nth) + 1,
            None => 0,
        };
        let seq = before + 1;
        let (sealed, digests) = self.seal_details(work, entry, seq).await?;
        let mut row = HistoryRow {
            seq,
            at: now,
            event: entry.event,
            subject: entry.subject,
            nth,
            actor: entry.actor,
            facts: serde_json::to_string(&entry.facts).map_err(|error| StorageError::Failed(Box::new(error)))?,
            manifest_version: entry.manifest,
            standing_version: entry.standing,
            details_digest: digests.details,
            place_digest: digests.place,
            prev,
            mac: BEGINNING,
        };
        row.mac = self.mac(&row);
        work.history().insert(&row, &sealed).await?;
        Ok(seq)
    }

    /// Whether an entry is what was written, in its place.
    #[must_use]
    pub fn is_genuine(&self, row: &HistoryRow) -> bool {
        same(&self.mac(row), &row.mac)
    }

    fn mac(&self, row: &HistoryRow) -> Mac {
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
                row.details_digest.as_ref().map_or(&[], |digest| digest.as_slice()),
                row.place_digest.as_ref().map_or(&[], |digest| digest.as_slice()),
            ],
        )
    }
}
