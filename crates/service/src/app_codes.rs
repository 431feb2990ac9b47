//! Counts wrong codes of authenticator apps in memory, beside the stored count (S41, S60): deleting or lowering rows
//! by SQL resets nothing while the server runs. The larger count applies; each process has its own.

use lru::LruCache;
use regain_domain::{Timestamp, policy};
use regain_storage::CounterKey;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counters remembered; the least recently used is evicted. To evict one, an attacker needs the passwords of as many
/// people. Less than two megabytes.
const COUNTERS: NonZeroUsize = NonZeroUsize::new(10_000).expect("more than none");

/// Failures of one counter.
#[derive(Debug, Clone, Copy)]
struct Tried {
    failures: u32,
    last: Timestamp,
}

impl Tried {
    /// Number of failures that still count. After a clock was set back, nobody waits until it has caught up.
    fn counting(self, now: Timestamp) -> u32 {
        let over =
            now >= self.last.plus(policy::AUTHENTICATOR_FORGOTTEN) || self.last.is_ahead_of(now);
        if over { 0 } else { self.failures }
    }
}

/// The counts, by the keys of the stored ones.
pub(crate) struct AppCodes(Mutex<LruCache<CounterKey, Tried>>);

impl AppCodes {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::new(COUNTERS)))
    }

    /// Counts a try before it is checked, given the stored count after it. Returns whether it may be checked.
    pub(super) fn count(&self, counter: &CounterKey, stored: u32, now: Timestamp) -> bool {
        let mut counts = self.lock();
        let before = counts.get(counter).map_or(0, |tried| tried.counting(now));
        if before >= policy::AUTHENTICATOR_TRIES {
            return false;
        }

        counts.put(
            *counter,
            Tried {
                failures: stored.max(before.saturating_add(1)),
                last: now,
            },
        );

        true
    }

    /// Resets the counters after a successful second step.
    pub(super) fn clear(&self, counters: &[CounterKey]) {
        let mut counts = self.lock();
        for counter in counters {
            counts.pop(counter);
        }
    }

    /// Copies the count from one key to another. The first stays, because the unit of work may yet be dropped.
    pub(crate) fn copy_count(&self, from: &CounterKey, to: &CounterKey) {
        let mut counts = self.lock();
        if let Some(tried) = counts.peek(from).copied() {
            counts.put(*to, tried);
        }
    }

    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, LruCache<CounterKey, Tried>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const START: Timestamp = Timestamp::from_millis(1_000_000_000);

    const fn key(number: u8) -> CounterKey {
        CounterKey::from_bytes([number; 32])
    }

    #[test]
    fn s60_the_larger_of_both_counts_holds() {
        let codes = AppCodes::new();
        for nth in 1..=4 {
            assert!(codes.count(&key(1), nth, START));
        }

        // The stored count was set back.
        for _ in 5..=policy::AUTHENTICATOR_TRIES {
            assert!(codes.count(&key(1), 1, START));
        }

        assert!(!codes.count(&key(1), 1, START));
        assert!(codes.count(&key(2), 1, START), "each for itself");

        // Counts of another process apply here too.
        assert!(codes.count(&key(3), policy::AUTHENTICATOR_TRIES, START));
        assert!(!codes.count(&key(3), 1, START));
    }

    #[test]
    fn s60_it_ends_with_a_day_a_second_step_or_a_clock_that_was_ahead() {
        let codes = AppCodes::new();
        let full = |counter: u8| codes.count(&key(counter), policy::AUTHENTICATOR_TRIES, START);
        for counter in 1..=4 {
            assert!(full(counter));
        }

        let day = policy::AUTHENTICATOR_FORGOTTEN;
        assert!(!codes.count(&key(1), 1, START.plus(day).minus(Duration::from_millis(1))));
        assert!(codes.count(&key(1), 1, START.plus(day)));
        assert!(codes.count(&key(2), 1, START.minus(Duration::from_secs(3600))));
        codes.clear(&[key(3)]);
        assert!(codes.count(&key(3), 1, START));
        codes.copy_count(&key(4), &key(5));
        assert!(!codes.count(&key(5), 1, START) && !codes.count(&key(4), 1, START));
    }

    #[test]
    fn s60_memory_is_bounded() {
        let codes = AppCodes::new();
        for nth in 0..20_000_u32 {
            let mut counter = [0; 32];
            counter[..4].copy_from_slice(&nth.to_be_bytes());
            codes.count(&CounterKey::from_bytes(counter), 1, START);
        }

        assert_eq!(codes.lock().len(), COUNTERS.get());
    }
}
