//! Waiting times of strangers by name, in memory.
//!
//! A person's tries are counted together, under all their names; tries at an unknown name are counted by themselves.
//! If every unchecked try were refused at once, a name would answer faster while strangers have to wait at another
//! name of the same person, which would reveal the connection (S3, S5). This table knows only the tries at the very
//! name: as long as those alone would permit a check, the try takes as long as a check.

use lru::LruCache;
use regain_domain::{Timestamp, policy};
use regain_storage::CounterKey;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

/// Names remembered; the least recently used is evicted. Less than a megabyte.
const NAMES: NonZeroUsize = NonZeroUsize::new(10_000).expect("more than none");

/// Tries at a name.
#[derive(Debug, Clone, Copy)]
struct Tried {
    failures: u32,
    last: Timestamp,
    until: Timestamp,
}

/// Waits by name, as digests.
pub(crate) struct NameWaits(Mutex<LruCache<CounterKey, Tried>>);

impl NameWaits {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(NAMES)))
    }

    /// Handles a try at a name. `None` if earlier tries there make a stranger wait. Otherwise counts it, if it
    /// `counts`, and returns when the next is free.
    pub(super) fn free(
        &self,
        name: &CounterKey,
        now: Timestamp,
        counts: bool,
    ) -> Option<Timestamp> {
        // A panic elsewhere leaves nothing half done here.
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tried = names.get_or_insert_mut(*name, || Tried {
            failures: 0,
            last: now,
            until: now,
        });

        // After a clock was set back, nobody waits until it has caught up.
        if now < tried.until && !tried.last.is_ahead_of(now) {
            return None;
        }

        if counts {
            tried.failures = tried.failures.saturating_add(1);
            tried.last = now;
            tried.until = now.plus(policy::sign_in_delay(tried.failures));
        }

        Some(tried.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn s57_a_name_waits_by_what_was_tried_at_it_as_a_counter_does() {
        let names = NameWaits::new();
        let start = Timestamp::from_millis(1_000_000);
        for _ in 0..=policy::FREE_FAILURES {
            assert!(names.free(&[1; 32].into(), start, true).is_some());
        }

        assert_eq!(names.free(&[1; 32].into(), start, true), None);
        assert_eq!(
            names.free(&[2; 32].into(), start, true),
            Some(start),
            "another name"
        );
        let free = start.plus(policy::sign_in_delay(policy::FREE_FAILURES + 1));
        assert_eq!(
            names.free(&[1; 32].into(), free, false),
            Some(free),
            "the same wrong password isn't counted again"
        );
        let twice = free.plus(Duration::from_secs(4));
        assert_eq!(
            names.free(&[1; 32].into(), free, true),
            Some(twice),
            "twice as long"
        );
        assert_eq!(
            names.free(&[1; 32].into(), free.plus(Duration::from_secs(3)), true),
            None
        );
        assert!(
            names
                .free(&[1; 32].into(), start.minus(Duration::from_secs(60)), false)
                .is_some(),
            "a clock that was set back"
        );
    }
}
