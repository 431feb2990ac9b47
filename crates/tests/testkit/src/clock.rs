//! A clock that stands still unless a test lets it run.

use regain_domain::Timestamp;
use regain_service::Clock;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

/// A clock that tells the time to which it was set.
#[derive(Debug)]
pub struct SettableClock {
    millis: AtomicI64,
    /// Milliseconds that pass with each reading.
    step: AtomicI64,
    /// Whether a reading panics.
    broken: AtomicBool,
}

impl SettableClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self {
            millis: AtomicI64::new(now.as_millis()),
            step: AtomicI64::new(0),
            broken: AtomicBool::new(false),
        }
    }

    /// Sets it, forwards or back.
    pub fn set(&self, now: Timestamp) {
        self.millis.store(now.as_millis(), Ordering::SeqCst);
    }

    /// Moves it on by `span`.
    pub fn advance(&self, span: Duration) {
        self.millis
            .store(self.now().plus(span).as_millis(), Ordering::SeqCst);
    }

    /// Sets it back by `span`, as an operator or a time server might.
    pub fn set_back(&self, span: Duration) {
        self.millis
            .store(self.now().minus(span).as_millis(), Ordering::SeqCst);
    }

    /// From now on, a millisecond passes with each reading, so no two readings are the same.
    pub fn run(&self) {
        self.step.store(1, Ordering::SeqCst);
    }

    /// From now on, readings panic, or no longer do.
    pub fn set_broken(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }
}

impl Clock for SettableClock {
    fn now(&self) -> Timestamp {
        assert!(
            !self.broken.load(Ordering::SeqCst),
            "the clock of this test was broken on purpose"
        );
        Timestamp::from_millis(
            self.millis
                .fetch_add(self.step.load(Ordering::SeqCst), Ordering::SeqCst),
        )
    }
}
