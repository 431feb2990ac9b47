//! Whether somebody is trying many doors (S64): failures of the last minutes, counted in memory.
//!
//! A restart forgets, and each process counts for itself: what follows from it is only that strangers prove their effort
//! ([`super::effort`]). Who presses is told to the log, and to nobody who asks.

use lru::LruCache;
use regain_domain::{Source, Timestamp, policy};
use std::collections::{HashSet, VecDeque};
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Sources that are watched; the one that failed longest ago makes room. At most five megabytes.
const SOURCES: NonZeroUsize = NonZeroUsize::new(10_000).expect("more than none");
/// Failures of a source that are kept: with one more than are free it is known to press.
const KEPT: usize = policy::PRESSURE_FAILURES_OF_SOURCE + 1;

/// What was counted.
pub(crate) struct Pressure(Mutex<Counted>);

struct Counted {
    of: LruCache<Source, OfSource>,
    of_all: OfAll,
}

/// Failures of one source, and with which identifiers.
#[derive(Default)]
struct OfSource {
    lately: VecDeque<(Timestamp, u64)>,
    pressed_until: Option<Timestamp>,
}

/// Failures of everybody, second by second.
#[derive(Default)]
struct OfAll {
    lately: VecDeque<(i64, u32)>,
    pressed_until: Option<Timestamp>,
}

impl Pressure {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Counted { of: LruCache::new(SOURCES), of_all: OfAll::default() }))
    }

    /// Whether strangers from this source have to show effort now.
    pub(super) fn is_on(&self, source: Option<Source>, now: Timestamp) -> bool {
        let counted = self.lock();
        // Looking keeps nobody in the cache.
        let of_source = source.and_then(|source| counted.of.peek(&source)).and_then(|of| of.pressed_until);
        is_pressed(counted.of_all.pressed_until, now) || is_pressed(of_source, now)
    }

    /// Somebody failed, or started a recovery. The first that presses is told to the log.
    pub(crate) fn count(&self, source: Option<Source>, identifier: u64, now: Timestamp) {
        let mut counted = self.lock();
        if let Some(source) = source {
            let of = counted.of.get_or_insert_mut(source, OfSource::default);
            let (failures, identifiers) = of.count(identifier, now);
            let presses =
                failures > policy::PRESSURE_FAILURES_OF_SOURCE || identifiers > policy::PRESSURE_IDENTIFIERS_OF_SOURCE;
            if presses && press(&mut of.pressed_until, now) {
                tracing::warn!(
                    event = "pressure",
                    of = "source",
                    source = %source.address(),
                    failures,
                    identifiers,
                    "many sign-ins fail, or recoveries start, from one source: it has to show effort now"
                );
            }
        }
        let failures = counted.of_all.count(now);
        if failures > policy::PRESSURE_FAILURES_OF_ALL && press(&mut counted.of_all.pressed_until, now) {
            tracing::warn!(
                event = "pressure",
                of = "everybody",
                failures,
                "many sign-ins fail, or recoveries start: everybody who isn't known has to show effort now"
            );
        }
    }

    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OfSource {
    /// Failures and different identifiers within the span, this one included.
    fn count(&mut self, identifier: u64, now: Timestamp) -> (usize, usize) {
        let since = now.minus(policy::PRESSURE_WITHIN);
        self.lately.retain(|(at, _)| *at > since);
        self.lately.push_back((now, identifier));
        if self.lately.len() > KEPT {
            self.lately.pop_front();
        }
        let identifiers: HashSet<u64> = self.lately.iter().map(|(_, identifier)| *identifier).collect();
        (self.lately.len(), identifiers.len())
    }
}

impl OfAll {
    /// Failures within a minute, this one included.
    fn count(&mut self, now: Timestamp) -> u32 {
        let second = now.as_millis().div_euclid(1000);
        self.lately.retain(|(at, _)| *at > second - 60);
        match self.lately.back_mut().filter(|(at, _)| *at == second) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.lately.push_back((second, 1)),
        }
        self.lately.iter().map(|(_, count)| count).sum()
    }
}

fn is_pressed(until: Option<Timestamp>, now: Timestamp) -> bool {
    // Never for longer than it lasts, wherever the clock was.
    until.is_some_and(|until| now < until && !until.is_ahead_of(now.plus(policy::PRESSURE_LASTS)))
}

/// Prolongs the pressure; whether it begins with that.
fn press(until: &mut Option<Timestamp>, now: Timestamp) -> bool {
    let begins = !is_pressed(*until, now);
    *until = Some(now.plus(policy::PRESSURE_LASTS));
    begins
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(second * 1000)
    }

    fn source(last: u8) -> Option<Source> {
        Some(Source::of([203, 0, 113, last].into()))
    }

    fn seconds(span: Duration) -> i64 {
        i64::try_from(span.as_secs()).expect("not that long")
    }

    #[test]
    fn s64_a_source_presses_itself_alone_and_is_calm_ten_minutes_later() {
        let pressure = Pressure::new();
        for second in 0..20 {
            pressure.count(source(1), 7, at(second));
        }
        assert!(!pressure.is_on(source(1), at(20)));
        pressure.count(source(1), 7, at(20));
        assert!(pressure.is_on(source(1), at(20)));
        assert!(!pressure.is_on(source(2), at(20)) && !pressure.is_on(None, at(20)));
        let calm = 20 + seconds(policy::PRESSURE_LASTS);
        assert!(pressure.is_on(source(1), at(calm - 1)) && !pressure.is_on(source(1), at(calm)));
    }

    #[test]
    fn s64_eleven_identifiers_press_and_what_is_older_than_five_minutes_does_not_count() {
        let pressure = Pressure::new();
        for identifier in 0..10 {
            pressure.count(source(1), identifier, at(0));
        }
        pressure.count(source(1), 10, at(seconds(policy::PRESSURE_WITHIN)));
        assert!(!pressure.is_on(source(1), at(301)));
        for identifier in 0..11 {
            assert!(!pressure.is_on(source(2), at(0)));
            pressure.count(source(2), identifier, at(0));
        }
        assert!(pressure.is_on(source(2), at(0)));
    }

    #[test]
    fn s64_many_sources_together_press_everybody_and_so_does_this_machine() {
        for from in [source, |_| None] as [fn(u8) -> Option<Source>; 2] {
            let pressure = Pressure::new();
            let count = |nth: u32, second: i64| {
                pressure.count(from(u8::try_from(nth % 250).expect("a byte")), u64::from(nth), at(second));
            };
            for nth in 0..300 {
                count(nth, i64::from(nth) / 5);
            }
            // The first second is over by now.
            count(300, 60);
            assert!(!pressure.is_on(source(251), at(60)));
            for nth in 301..306 {
                count(nth, 60);
            }
            assert!(pressure.is_on(source(251), at(60)) && pressure.is_on(None, at(60)));
            assert!(!pressure.is_on(None, at(61 + seconds(policy::PRESSURE_LASTS))));
        }
    }

    #[test]
    fn s64_memory_is_bounded() {
        let pressure = Pressure::new();
        for nth in 0..100_000u32 {
            let source = Source::of(std::net::Ipv4Addr::from_bits(0x0a00_0000 + nth % 50_000).into());
            pressure.count(Some(source), u64::from(nth), at(i64::from(nth)));
        }
        for _ in 0..1000 {
            pressure.count(source(1), 1, at(100_000));
        }
        let counted = pressure.lock();
        assert_eq!(counted.of.len(), SOURCES.get());
        assert!(counted.of.iter().all(|(_, of)| of.lately.len() <= KEPT) && counted.of_all.lately.len() <= 60);
    }
}
