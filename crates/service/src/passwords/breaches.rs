//! Checks new passwords against known breaches (S36): sends five digits, caches answers for a day, and never waits
//! long.
//!
//! If the source doesn't answer, the password is accepted; the missed comparison is logged and counted.

use lru::LruCache;
use regain_domain::passwords::breach::{Digits, PREFIX, Range};
use regain_domain::{Clock, Timestamp};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Longest wait for an answer.
pub const PATIENCE: Duration = Duration::from_secs(1);
/// Time that an answer is cached.
const REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);
/// Cached answers; the least recently used is evicted. At most six megabytes.
const MOST: NonZeroUsize = NonZeroUsize::new(1_000).expect("more than none");

/// Why a source has no answer. Contains nothing of the query.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct BreachesError(pub String);

/// A source of breached passwords.
#[async_trait::async_trait]
pub trait Breaches: Send + Sync {
    /// The remaining 35 digits of every breached password whose SHA-1 begins with these five, one per line, followed
    /// by a colon and how often it was seen. Only the five digits may leave.
    async fn range(&self, prefix: &str) -> Result<String, BreachesError>;
}

/// A source, and the longest wait for it.
#[derive(Clone)]
pub struct BreachSource {
    /// The source.
    pub breaches: Arc<dyn Breaches>,
    /// The longest wait: [`PATIENCE`].
    pub patience: Duration,
}

/// Counts of comparisons since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BreachCounts {
    /// Passwords compared.
    pub compared: u64,
    /// Passwords not compared, because there was no answer.
    pub missed: u64,
}

/// Asks the source, caches its answers and counts them.
pub(crate) struct BreachCheck {
    source: Option<BreachSource>,
    clock: Arc<dyn Clock>,
    remembered: Mutex<LruCache<[u8; PREFIX], (Timestamp, Range)>>,
    compared: AtomicU64,
    missed: AtomicU64,
}

impl BreachCheck {
    pub(crate) fn new(source: Option<BreachSource>, clock: Arc<dyn Clock>) -> Self {
        let compared = AtomicU64::new(0);
        let missed = AtomicU64::new(0);
        Self {
            source,
            clock,
            remembered: Mutex::new(LruCache::new(MOST)),
            compared,
            missed,
        }
    }

    /// Whether a password is known from a breach, as far as can be told now.
    pub(crate) async fn knows(&self, digits: &Digits) -> bool {
        let Some(source) = &self.source else {
            return false;
        };

        if let Some(known) = self.remembered(digits) {
            self.compared.fetch_add(1, Ordering::Relaxed);
            return known;
        }

        let asked = tokio::time::timeout(source.patience, source.breaches.range(digits.prefix()));
        let problem = match asked.await {
            Err(_) => "no answer in time".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Ok(Ok(answer)) => match Range::read(&answer) {
                Err(_) => "the answer is no range".to_owned(),
                Ok(range) => {
                    let known = range.has(digits);
                    self.remember(digits, range);
                    self.compared.fetch_add(1, Ordering::Relaxed);
                    return known;
                }
            },
        };

        let missed = 1 + self.missed.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(
            problem,
            missed,
            "a new password wasn't compared with breached ones; the list of common ones decides"
        );

        false
    }

    pub(crate) fn counts(&self) -> Option<BreachCounts> {
        self.source.as_ref().map(|_| BreachCounts {
            compared: self.compared.load(Ordering::Relaxed),
            missed: self.missed.load(Ordering::Relaxed),
        })
    }

    fn remembered(&self, digits: &Digits) -> Option<bool> {
        let mut remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (at, range) = remembered.get(digits.prefix().as_bytes())?;
        let age = self.clock.now().as_millis() - at.as_millis();
        (u128::try_from(age).is_ok_and(|age| age < REMEMBERED.as_millis()))
            .then(|| range.has(digits))
    }

    fn remember(&self, digits: &Digits, range: Range) {
        let Ok(prefix) = <[u8; PREFIX]>::try_from(digits.prefix().as_bytes()) else {
            return;
        };

        let mut remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        remembered.put(prefix, (self.clock.now(), range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicI64;

    struct Ticking(AtomicI64);

    impl Clock for Ticking {
        fn now(&self) -> Timestamp {
            Timestamp::from_millis(self.0.load(Ordering::Relaxed))
        }
    }

    /// Returns the given answer, and records what it was asked.
    struct Source {
        answer: Option<Result<String, BreachesError>>,
        asked: Mutex<Vec<String>>,
    }

    #[async_trait::async_trait]
    impl Breaches for Source {
        async fn range(&self, prefix: &str) -> Result<String, BreachesError> {
            self.asked.lock().unwrap().push(prefix.to_owned());
            match &self.answer {
                Some(answer) => answer.clone(),
                None => std::future::pending().await,
            }
        }
    }

    fn check(
        answer: Option<Result<String, BreachesError>>,
    ) -> (BreachCheck, Arc<Source>, Arc<Ticking>) {
        let source = Arc::new(Source {
            answer,
            asked: Mutex::default(),
        });
        let clock = Arc::new(Ticking(AtomicI64::new(1_000)));
        let breaches = BreachSource {
            breaches: Arc::clone(&source) as _,
            patience: PATIENCE,
        };

        (
            BreachCheck::new(Some(breaches), Arc::clone(&clock) as _),
            source,
            clock,
        )
    }

    const LINE: &str =
        "1E4C9B93F3F0682250B6CF8331B7EE68FD8:3\n0018A45C4D1DEF81644B54AB7F969B88D65:0";

    fn digits(password: &str) -> Digits {
        Digits::of(password.as_bytes())
    }

    #[tokio::test]
    async fn s36_five_digits_are_asked_for_once_a_day() {
        let (check, source, clock) = check(Some(Ok(LINE.to_owned())));
        assert!(check.knows(&digits("password")).await && check.knows(&digits("password")).await);
        assert_eq!(*source.asked.lock().unwrap(), ["5BAA6"]);
        clock.0.fetch_add(
            i64::try_from(REMEMBERED.as_millis()).unwrap(),
            Ordering::Relaxed,
        );
        assert!(check.knows(&digits("password")).await);
        assert_eq!(*source.asked.lock().unwrap(), ["5BAA6", "5BAA6"]);
        assert_eq!(
            check.counts(),
            Some(BreachCounts {
                compared: 3,
                missed: 0
            })
        );
    }

    #[tokio::test]
    async fn s36_at_most_a_thousand_answers_are_remembered() {
        let (check, _, clock) = check(Some(Ok(LINE.to_owned())));
        for number in 0..1_200 {
            clock.0.fetch_add(1, Ordering::Relaxed);
            assert!(!check.knows(&digits(&format!("nobody says {number}"))).await);
        }

        assert_eq!(check.remembered.lock().unwrap().len(), MOST.get());
    }

    #[tokio::test(start_paused = true)]
    async fn s36_no_answer_refuses_nobody_and_is_counted() {
        for answer in [
            None,
            Some(Err(BreachesError("refused".to_owned()))),
            Some(Ok("<html>".to_owned())),
        ] {
            let (check, _, _) = check(answer);
            let begun = tokio::time::Instant::now();
            assert!(!check.knows(&digits("password")).await);
            assert!(begun.elapsed() <= PATIENCE + Duration::from_millis(10));
            assert_eq!(
                check.counts(),
                Some(BreachCounts {
                    compared: 0,
                    missed: 1
                })
            );
            assert!(
                check.remembered.lock().unwrap().is_empty(),
                "asked again next time"
            );
        }
    }

    #[tokio::test]
    async fn without_a_source_nothing_is_known() {
        let check = BreachCheck::new(None, Arc::new(Ticking(AtomicI64::new(0))));
        assert!(!check.knows(&digits("password")).await);
        assert_eq!(check.counts(), None);
    }
}
