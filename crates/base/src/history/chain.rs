//! The chain: each entry's digest covers the entry and the digest before it (S80).

use super::{Entry, Historian};
use regain_domain::{Facts, HistoryEvent, Timestamp};
use regain_storage::{EntryDigest, HistoryRow, Result, StorageError, Work};

/// The digest before the first entry.
pub(crate) const BEGINNING: EntryDigest = EntryDigest::NONE;

/// The chain is sealed by a key that isn't in the key file.
#[derive(Debug, thiserror::Error)]
#[error("the history goes on with key {0}, which the key file doesn't have")]
struct MissingKey(u32);

impl Historian {
    /// Appends an entry to the chain, in the unit of work of its cause. Returns its position.
    pub async fn append(&self, work: &mut dyn Work, entry: &Entry, now: Timestamp) -> Result<u64> {
        let last = work.history().last().await?;
        let last = self.rotate(work, last, now).await?;
        self.write(work, last.as_ref(), entry, now)
            .await
            .map(|row| row.seq)
    }

    /// Begins the range of the newest key if an older one sealed the last entry. Returns the last entry afterwards.
    async fn rotate(
        &self,
        work: &mut dyn Work,
        last: Option<HistoryRow>,
        now: Timestamp,
    ) -> Result<Option<HistoryRow>> {
        let Some(row) = last else { return Ok(None) };
        if self.keys.sealed(&row) {
            return Ok(Some(row));
        }

        if let Some((before, _)) = self.keys.older().find(|(_, keys)| keys.sealed(&row)) {
            let facts = Facts {
                key: Some(self.keys.newest_id()),
                key_before: Some(before),
                ..Facts::default()
            };
            let entry = Entry::of(HistoryEvent::KeysRotated).with(facts);
            return self.write(work, Some(&row), &entry, now).await.map(Some);
        }

        // A newer server wrote it: nobody could verify what this one would add.
        match self.missing_key(work).await? {
            Some(key) => Err(StorageError::Failed(Box::new(MissingKey(key)))),
            None => Ok(Some(row)),
        }
    }

    /// Whether the newest key sealed this entry; a key's range begins with the first entry that it seals.
    #[must_use]
    pub fn is_by_newest(&self, row: &HistoryRow) -> bool {
        self.keys.sealed(row)
    }

    /// Begins the range of the newest key if an older one sealed the last entry; returns whether it was begun now.
    /// Otherwise the next entry does it.
    ///
    /// # Errors
    /// If the database fails, or a key is missing that continues the chain.
    pub async fn settle_keys(&self, work: &mut dyn Work, now: Timestamp) -> Result<bool> {
        let last = work.history().last().await?;
        let before = last.as_ref().map(|row| row.seq);
        let settled = self.rotate(work, last, now).await?;
        Ok(settled.map(|row| row.seq) != before)
    }

    async fn write(
        &self,
        work: &mut dyn Work,
        last: Option<&HistoryRow>,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<HistoryRow> {
        let (before, prev) = last.map_or((0, BEGINNING), |last| (last.seq, last.digest));
        let nth = match entry.subject {
            Some(subject) => {
                work.history()
                    .last_of(subject)
                    .await?
                    .map_or(0, |row| row.nth)
                    + 1
            }
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
            facts: serde_json::to_string(&entry.facts)
                .map_err(|error| StorageError::Failed(Box::new(error)))?,
            manifest_version: entry.manifest,
            standing_version: entry.standing,
            details_digest: digests.details,
            place_digest: digests.place,
            prev,
            digest: BEGINNING,
        };
        row.digest = self.keys.digest(&row);
        work.history().insert(&row, &sealed).await?;

        Ok(row)
    }
}
