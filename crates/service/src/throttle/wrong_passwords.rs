//! The last wrong passwords at each name and on each known device, in memory only, as digests under a key of this
//! process (S63).

use lru::LruCache;
use regain_base::{Key, digest, same};
use regain_domain::{GivenPassword, policy};
use regain_storage::{CounterKey, WrongPasswordDigest};
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counters remembered; the least recently used is evicted. About two megabytes.
const COUNTERS: NonZeroUsize = NonZeroUsize::new(10_000).expect("more than none");

/// The last [`policy::WRONG_REMEMBERED`] wrong passwords of each counter.
pub(crate) struct WrongPasswords {
    key: Key,
    of: Mutex<LruCache<CounterKey, VecDeque<WrongPasswordDigest>>>,
}

impl WrongPasswords {
    pub(crate) fn new(key: Key) -> Self {
        Self {
            key,
            of: Mutex::new(LruCache::new(COUNTERS)),
        }
    }

    /// Whether this password was wrong recently.
    pub(super) fn knows(&self, counter: &CounterKey, password: &GivenPassword) -> bool {
        let given = self.digest(counter, password);
        self.lock()
            .get(counter)
            .is_some_and(|wrong| wrong.iter().any(|wrong| same(wrong, &given)))
    }

    /// Remembers a wrong password.
    pub(crate) fn remember(&self, counter: &CounterKey, password: &GivenPassword) {
        let given = self.digest(counter, password);
        let mut of = self.lock();
        let wrong = of.get_or_insert_mut(*counter, VecDeque::new);
        if !wrong.contains(&given) {
            wrong.truncate(policy::WRONG_REMEMBERED - 1);
            wrong.push_front(given);
        }
    }

    fn digest(&self, counter: &CounterKey, password: &GivenPassword) -> WrongPasswordDigest {
        digest(
            &self.key,
            "wrong-password",
            &[counter.as_bytes(), password.expose()],
        )
    }

    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, LruCache<CounterKey, VecDeque<WrongPasswordDigest>>> {
        self.of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s63_the_last_three_are_known_each_for_its_own_counter() {
        let wrong = WrongPasswords::new(Key::from([7; 32]));
        let password = |text: &str| GivenPassword::parse(text).expect("a password");
        for text in ["one", "two", "three", "three", "four"] {
            wrong.remember(&[1; 32].into(), &password(text));
        }

        let known = |counter: u8, text: &str| wrong.knows(&[counter; 32].into(), &password(text));
        assert_eq!(
            ["one", "two", "three", "four"].map(|text| known(1, text)),
            [false, true, true, true]
        );
        assert!(!known(2, "four"));
    }
}
