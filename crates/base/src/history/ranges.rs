//! Where in the chain each key is valid (S104). Somebody with an old key can't add entries after its range: only the
//! next key is valid there.

use super::{Historian, HistoryKeys};
use regain_domain::{Facts, HistoryEvent, Timestamp};
use regain_storage::{HistoryRow, Result, Work};
use std::sync::{PoisonError, RwLock};

/// The part of the chain that a key sealed, up to where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyRange {
    pub(crate) key: u32,
    pub(crate) from: u64,
    /// When it began; `None` for the first.
    pub(crate) since: Option<Timestamp>,
}

/// The ranges found by this process, out of SQL's reach; ranges are only ever added.
#[derive(Debug, Default)]
pub(crate) struct Ranges(RwLock<Vec<KeyRange>>);

impl Ranges {
    /// Notes where a range begins; `false` if that contradicts what is known.
    pub(crate) fn note(&self, range: KeyRange) -> bool {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.iter().find(|other| other.key == range.key) {
            return same.from == range.from;
        }

        let follows = known
            .last()
            .is_none_or(|last| last.key < range.key && last.from < range.from);
        if follows {
            known.push(range);
        }

        follows
    }

    /// Forgets everything: an operator restored an older database.
    pub(crate) fn forget(&self) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn key_at(&self, seq: u64) -> Option<u32> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .rev()
            .find(|range| range.from <= seq)
            .map(|range| range.key)
    }

    fn last(&self) -> Option<KeyRange> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .last()
            .copied()
    }

    /// The last key that satisfies `some`, and where the next range begins.
    fn last_of(&self, some: impl Fn(u32) -> bool) -> Option<(u64, u32)> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let nth = known.iter().rposition(|range| some(range.key))?;
        Some((
            known.get(nth + 1).map_or(u64::MAX, |next| next.from),
            known[nth].key,
        ))
    }

    /// The range after a key's.
    fn after(&self, key: u32) -> Option<KeyRange> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|range| range.key > key).copied()
    }

    /// Where the newest range begins, if it isn't the only one.
    fn newest(&self) -> Option<(u64, Timestamp)> {
        let last = self.last()?;
        Some((last.from, last.since?))
    }
}

/// The key whose range this entry begins, and the key before it, according to the entry.
pub(crate) fn told_keys(row: &HistoryRow) -> Option<(u32, Option<u32>)> {
    if row.event != HistoryEvent::KeysRotated {
        return None;
    }

    let facts: Facts = serde_json::from_str(&row.facts).ok()?;
    Some((facts.key?, facts.key_before))
}

impl Historian {
    /// The key that sealed an entry, if the entry is genuine: the key must be the one whose range covers its
    /// position.
    pub async fn sealed_by(&self, work: &mut dyn Work, row: &HistoryRow) -> Result<Option<u32>> {
        if let Some(id) = self
            .key_at(work, row.seq)
            .await?
            .filter(|id| self.is_by(*id, row))
        {
            return Ok(Some(id));
        }

        // Another process may have begun a newer key's range meanwhile.
        let last = self.ranges.last().map_or(0, |range| range.key);
        if !self
            .keys
            .all()
            .any(|(id, keys)| id > last && keys.sealed(row))
        {
            return Ok(None);
        }

        self.find_ranges(work).await?;
        Ok(self
            .ranges
            .key_at(row.seq)
            .filter(|id| self.is_by(*id, row)))
    }

    /// Whether an entry is genuine and in its place.
    pub async fn is_genuine(&self, work: &mut dyn Work, row: &HistoryRow) -> Result<bool> {
        Ok(self.sealed_by(work, row).await?.is_some())
    }

    /// The entry, if it is genuine.
    pub async fn genuine(
        &self,
        work: &mut dyn Work,
        row: Option<HistoryRow>,
    ) -> Result<Option<HistoryRow>> {
        match row {
            Some(row) if self.is_genuine(work, &row).await? => Ok(Some(row)),
            _ => Ok(None),
        }
    }

    /// Whether something outside the chain may be sealed by an older key: it began in that key's time and hasn't
    /// expired. While the chain records no newer key, each key is treated as the newest.
    #[must_use]
    pub fn may_be_of_older(
        &self,
        key: u32,
        (began, until): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> bool {
        // If a clock was ahead when the key's time ended, that time is unknown; then nothing counts any more.
        let in_its_time =
            |ended: Timestamp| !ended.is_ahead_of(now) && began <= ended && now < until;
        self.ranges
            .after(key)
            .is_none_or(|next| next.since.is_some_and(in_its_time))
    }

    /// Where the newest key's range begins, and when; `None` if it has sealed the whole chain.
    pub async fn newest_range(&self, work: &mut dyn Work) -> Result<Option<(u64, Timestamp)>> {
        self.find_ranges(work).await?;
        Ok(self.ranges.newest())
    }

    /// Where a key's range ended, and when; `None` while no newer key seals.
    pub async fn range_after(
        &self,
        work: &mut dyn Work,
        key: u32,
    ) -> Result<Option<(u64, Timestamp)>> {
        self.find_ranges(work).await?;
        let never = Timestamp::from_millis(0);
        Ok(self
            .ranges
            .after(key)
            .map(|range| (range.from, range.since.unwrap_or(never))))
    }

    /// Where the range of the newest retired key ends, and that key; `None` if no retired key sealed anything.
    pub async fn retired_until(&self, work: &mut dyn Work) -> Result<Option<(u64, u32)>> {
        self.find_ranges(work).await?;
        let is_retired = |key: u32| {
            self.keys
                .get(key)
                .is_some_and(|keys| keys.standing.is_none())
        };
        Ok(self.ranges.last_of(is_retired))
    }

    /// A key that sealed part of the chain and isn't in the key file, as far as the chain tells.
    pub async fn missing_key(&self, work: &mut dyn Work) -> Result<Option<u32>> {
        for row in work.history().keys_rotated().await? {
            let Some((id, before)) = told_keys(&row) else {
                continue;
            };

            let told = std::iter::once(id).chain(before.filter(|_| self.is_by(id, &row)));
            if let Some(missing) = told.into_iter().find(|id| self.keys.get(*id).is_none()) {
                return Ok(Some(missing));
            }
        }

        Ok(None)
    }

    /// Finds ranges that this process doesn't know yet.
    pub(crate) async fn find_ranges(&self, work: &mut dyn Work) -> Result<()> {
        let rotated = work.history().keys_rotated().await?;
        let rotated: Vec<_> = rotated
            .iter()
            .filter_map(|row| Some((row, told_keys(row)?)))
            .collect();
        let genuine = || rotated.iter().filter(|(row, (id, _))| self.is_by(*id, row));
        if self.ranges.last().is_none() {
            let Some(first) = work.history().by_seq(1).await? else {
                return Ok(());
            };

            let told = genuine().next().and_then(|(_, (_, before))| *before);
            let key = told.or_else(|| {
                self.keys
                    .all()
                    .find(|(_, keys)| keys.sealed(&first))
                    .map(|(id, _)| id)
            });

            // If the first entry was changed, the others are still intact.
            let key = key.or_else(|| self.keys.all().last().map(|(id, _)| id));
            self.ranges.note(KeyRange {
                key: key.unwrap_or_default(),
                from: 1,
                since: None,
            });
        }

        for (row, (id, _)) in genuine() {
            self.ranges.note(KeyRange {
                key: *id,
                from: row.seq,
                since: Some(row.at),
            });
        }

        Ok(())
    }

    /// Whether the key with this id sealed an entry.
    pub(crate) fn is_by(&self, id: u32, row: &HistoryRow) -> bool {
        self.keys.get(id).is_some_and(|keys| keys.sealed(row))
    }

    /// The id of the key whose range covers a position.
    pub(crate) async fn key_at(&self, work: &mut dyn Work, seq: u64) -> Result<Option<u32>> {
        if self.ranges.last().is_none() {
            self.find_ranges(work).await?;
        }

        Ok(self.ranges.key_at(seq))
    }

    /// The keys whose range covers an entry's position, genuine or not.
    pub(crate) async fn keys_at(
        &self,
        work: &mut dyn Work,
        seq: u64,
    ) -> Result<Option<&HistoryKeys>> {
        Ok(self
            .key_at(work, seq)
            .await?
            .and_then(|id| self.keys.get(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn range(key: u32, from: u64) -> KeyRange {
        KeyRange {
            key,
            from,
            since: Some(Timestamp::from_millis(from.cast_signed())),
        }
    }

    #[test]
    fn s104_ranges_only_go_on_and_none_begins_twice() {
        let ranges = Ranges::default();
        assert!(ranges.note(range(1, 1)) && ranges.note(range(3, 10)));
        assert!(ranges.note(range(3, 10)), "the same again");
        assert!(
            !ranges.note(range(3, 9)) && !ranges.note(range(1, 12)),
            "elsewhere"
        );
        assert!(
            !ranges.note(range(2, 20)),
            "an older key behind a newer one"
        );
        assert!(!ranges.note(range(4, 10)), "two at one place");
        assert_eq!(
            [1, 9, 10, 99].map(|seq| ranges.key_at(seq)),
            [Some(1), Some(1), Some(3), Some(3)]
        );
        assert_eq!(
            [1, 2, 3].map(|key| ranges.after(key).map(|next| next.from)),
            [Some(10), Some(10), None]
        );
        ranges.forget();
        assert_eq!(ranges.key_at(99), None);
    }
}
