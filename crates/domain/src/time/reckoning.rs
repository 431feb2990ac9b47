//! Reading times that were stored while a clock was ahead (S16, S28).
//!
//! A time that is still in the future was written by a wrong clock. It is only certain that it was written before the
//! clock was right again, so it is read as that time: what counts from its beginning counts at once, and a waiting
//! period starts then in full. So nobody waits until the clock has caught up, and nobody who added something
//! meanwhile waits less than they should.
//!
//! Comparing with the present isn't enough, because one day the wrong time comes, and things that ended long ago
//! would revive. So once a clock has stayed set back for almost a day, which is less than the shortest waiting
//! period, the history records it, and from then on the order of entries decides for good. It isn't recorded sooner,
//! so that a clock set back by mistake and soon corrected shortens nobody's waiting period.

use crate::Timestamp;

/// A history entry's position and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryMoment {
    /// Position in the chain.
    pub seq: u64,
    /// Time of writing, by the clock of then.
    pub at: Timestamp,
}

/// Rules for reading stored times at a given time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoning {
    now: Timestamp,
    right_since: Option<Timestamp>,
    set_back: Vec<EntryMoment>,
    about: Vec<EntryMoment>,
}

impl Reckoning {
    /// Rules at `now`. No entry since `right_since` lies ahead (`None` if unknown; then the clock counts as right
    /// from now on); `set_back` are the entries, in order, that record a clock set back; `about` are the entries
    /// about the item being read, which date it.
    #[must_use]
    pub const fn new(
        now: Timestamp,
        right_since: Option<Timestamp>,
        set_back: Vec<EntryMoment>,
        about: Vec<EntryMoment>,
    ) -> Self {
        Self {
            now,
            right_since,
            set_back,
            about,
        }
    }

    /// When something recorded with time `at` happened.
    #[must_use]
    pub fn happened(&self, at: Timestamp) -> Timestamp {
        let right =
            |entry: &&EntryMoment| at.is_ahead_of(entry.at) && !entry.at.is_ahead_of(self.now);
        let written = self.written(at);
        match self
            .set_back
            .iter()
            .filter(|entry| entry.seq > written)
            .find(right)
        {
            Some(entry) => entry.at,
            None if at.is_ahead_of(self.now) => self.right_since.unwrap_or(self.now).min(self.now),
            None => at,
        }
    }

    /// When something due at `then` comes, given that it follows something recorded with time `since`.
    #[must_use]
    pub fn follows(&self, since: Timestamp, then: Timestamp) -> Timestamp {
        match self.happened(since) {
            happened if happened == since => then,
            happened => happened.plus(since.until(then)),
        }
    }

    /// The entry with which something recorded at `at` was written: the nearest in time, since everything is written
    /// in the unit of work of its entry.
    fn written(&self, at: Timestamp) -> u64 {
        let distance = |entry: &&EntryMoment| entry.at.as_millis().abs_diff(at.as_millis());
        let nearest = self
            .about
            .iter()
            .min_by_key(|entry| (distance(entry), std::cmp::Reverse(entry.seq)));
        nearest.map_or(0, |entry| entry.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const HOUR: i64 = 3_600_000;

    fn entry(seq: u64, at: i64) -> EntryMoment {
        EntryMoment {
            seq,
            at: Timestamp::from_millis(at),
        }
    }

    #[test]
    fn what_lies_ahead_counts_from_where_the_clock_was_set_back_for_ever() {
        let at = Timestamp::from_millis;
        let turned = 100 * HOUR;

        // 40 hours ahead, the clock was set back after the third entry; the sixth is of the same hour as the third.
        let about = [
            entry(1, 90 * HOUR),
            entry(3, 140 * HOUR),
            entry(5, 120 * HOUR),
            entry(6, 140 * HOUR + 60_000),
        ];

        for (noted, now, expected) in [
            (90 * HOUR, 101, 90 * HOUR),
            (140 * HOUR, 101, turned),
            (140 * HOUR, 139, turned),
            (140 * HOUR, 500, turned),
            (140 * HOUR + 40_000, 500, 140 * HOUR + 40_000),
            (120 * HOUR, 500, 120 * HOUR),
            // Clocks differ slightly.
            (turned + 5000, 500, turned + 5000),
        ] {
            let reckoning =
                Reckoning::new(at(now * HOUR), None, vec![entry(4, turned)], about.to_vec());
            assert_eq!(
                reckoning.happened(at(noted)),
                at(expected),
                "{noted} at {now}"
            );
            for wait in [0, 30] {
                let wait = Duration::from_secs(wait * 3600);
                assert_eq!(
                    reckoning.follows(at(noted), at(noted).plus(wait)),
                    at(expected).plus(wait),
                    "{noted} at {now}"
                );
            }
        }
    }

    #[test]
    fn what_lies_ahead_was_before_the_clock_was_right() {
        let at = Timestamp::from_millis;
        for (noted, known, nothing_known) in [
            (5, 5, 5),
            (100_000, 100_000, 100_000),
            (105_000, 105_000, 105_000),
            (105_001, 60, 100_000),
            (1 << 50, 60, 100_000),
        ] {
            for (right_since, expected) in [(Some(at(60)), known), (None, nothing_known)] {
                let reckoning =
                    Reckoning::new(at(100_000), right_since, Vec::new(), vec![entry(1, noted)]);
                assert_eq!(reckoning.happened(at(noted)), at(expected), "{noted}");

                // An entry that records it but lies ahead itself is ignored.
                let ahead = vec![entry(2, 300_000)];
                let reckoning =
                    Reckoning::new(at(100_000), right_since, ahead, vec![entry(1, noted)]);
                assert_eq!(reckoning.happened(at(noted)), at(expected), "{noted}");
            }
        }
    }
}
