//! How moments are read that were stored while a clock was ahead (S16, S28).
//!
//! A moment that still lies in the future was written by a clock that was wrong. All that is sure is that it was written
//! before the clock was right again, so it counts as that moment: what counts from its beginning on counts at once, and what
//! waits has its whole wait still to come, from then on. So nobody waits until the clock has caught up, and nobody who added
//! something meanwhile waits less than they should.

use crate::Timestamp;

/// How stored moments are read at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoning {
    now: Timestamp,
    right_since: Option<Timestamp>,
}

impl Reckoning {
    /// At `now`, where the clock has been right since `right_since`: the first entry of the history behind the last one that
    /// lies ahead. None if nothing tells; then it is right from now on.
    #[must_use]
    pub const fn new(now: Timestamp, right_since: Option<Timestamp>) -> Self {
        Self { now, right_since }
    }

    /// When something happened that was noted as `at`.
    #[must_use]
    pub fn happened(&self, at: Timestamp) -> Timestamp {
        match at.is_ahead_of(self.now) {
            true => self.right_since.unwrap_or(self.now).min(self.now),
            false => at,
        }
    }

    /// When something comes that was to come at `then`, so long after what was noted as `since`.
    #[must_use]
    pub fn follows(&self, since: Timestamp, then: Timestamp) -> Timestamp {
        match since.is_ahead_of(self.now) {
            true => self.happened(since).plus(since.until(then)),
            false => then,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_ahead_was_before_the_clock_was_right() {
        let at = Timestamp::from_millis;
        let (now, hour) = (at(100_000_000), 3_600_000);
        let right_since = at(now.as_millis() - hour);
        for (noted, known, nothing_known) in [
            (at(5), at(5), at(5)),
            (now, now, now),
            // Clocks differ.
            (at(now.as_millis() + 5000), at(now.as_millis() + 5000), at(now.as_millis() + 5000)),
            (at(now.as_millis() + 5001), right_since, now),
            (at(now.as_millis() * 900), right_since, now),
        ] {
            for (right_since, expected) in [(Some(right_since), known), (None, nothing_known)] {
                let reckoning = Reckoning::new(now, right_since);
                assert_eq!(reckoning.happened(noted), expected, "{noted:?}");
                for wait in [0, 3 * hour] {
                    let span = std::time::Duration::from_millis(wait.unsigned_abs());
                    assert_eq!(reckoning.follows(noted, noted.plus(span)), expected.plus(span), "{noted:?} and {wait}");
                }
            }
        }
    }
}
