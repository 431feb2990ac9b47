//! Detects attacks on many accounts (S64), by failures of the last minutes, counted in memory.
//!
//! A restart forgets them, and each process counts for itself: the only consequence is that strangers must show
//! effort ([`super::effort`]). Sources of pressure are named in the log, never in answers.

use lru::LruCache;
use regain_domain::{Source, Timestamp, Width, policy};
use std::collections::{HashSet, VecDeque};
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Sources watched; the one that failed longest ago is evicted. At most five megabytes, and as many for each wider
/// width, for which fewer sources are watched, as more is kept of each.
const SOURCES: usize = 10_000;

/// The counts.
pub(crate) struct Pressure(Mutex<PressureCounts>);

struct PressureCounts {
    of: [Watched; Width::ALL.len()],
    of_all: OfAll,
}

/// The sources of one width.
type Watched = LruCache<Source, OfSource>;

/// Failures of one source, and their identifiers.
#[derive(Default)]
struct OfSource {
    lately: VecDeque<(Timestamp, u64)>,
    pressed_until: Option<Timestamp>,
    /// Failures since the pressure began.
    pressing: u32,
}

/// Failures of everybody, by second.
#[derive(Default)]
struct OfAll {
    lately: VecDeque<(i64, u32)>,
    pressed_until: Option<Timestamp>,
}

impl Pressure {
    pub(crate) fn new() -> Self {
        let of = Width::ALL.map(|width| {
            let most = NonZeroUsize::new(SOURCES / times(1, width)).unwrap_or(NonZeroUsize::MIN);
            LruCache::new(most)
        });
        Self(Mutex::new(PressureCounts {
            of,
            of_all: OfAll::default(),
        }))
    }

    /// Whether strangers from this source must show effort now, because of the source itself or a network around it.
    pub(super) fn is_on(&self, source: Option<Source>, now: Timestamp) -> bool {
        let counted = self.lock();

        // `peek`, so that a look doesn't keep an entry in the cache.
        let is_of_source = |network: Source| {
            let of = counted.of[network.width() as usize].peek(&network);
            is_pressed(of.and_then(|of| of.pressed_until), now)
        };
        is_pressed(counted.of_all.pressed_until, now)
            || source
                .into_iter()
                .flat_map(Source::networks)
                .any(is_of_source)
    }

    /// Extra bits of work for strangers from this source, beyond those that pressure demands anyway: one for each
    /// doubling of the limit (S62).
    pub(super) fn more_bits(&self, source: Option<Source>, now: Timestamp) -> u8 {
        let counted = self.lock();
        let of_source = |network: Source| {
            let of = counted.of[network.width() as usize]
                .peek(&network)
                .filter(|of| is_pressed(of.pressed_until, now));
            let free = u32::try_from(times(policy::PRESSURE_FAILURES_OF_SOURCE, network.width()))
                .unwrap_or(u32::MAX);
            of.map_or(0, |of| doublings(of.pressing / free))
        };
        let of_all =
            doublings(counted.of_all.within_a_minute(now) / policy::PRESSURE_FAILURES_OF_ALL / 2);

        source
            .into_iter()
            .flat_map(Source::networks)
            .map(of_source)
            .fold(of_all, u8::max)
    }

    /// Counts a failure or a started recovery. The beginning of pressure is logged.
    pub(crate) fn count(&self, source: Option<Source>, identifier: u64, now: Timestamp) {
        let mut counted = self.lock();
        for network in source.into_iter().flat_map(Source::networks) {
            let width = network.width();
            let of = counted.of[width as usize].get_or_insert_mut(network, OfSource::default);
            let (failures, identifiers) = of.count(identifier, now, width);
            let presses = failures > times(policy::PRESSURE_FAILURES_OF_SOURCE, width)
                || identifiers > times(policy::PRESSURE_IDENTIFIERS_OF_SOURCE, width);
            let begins = presses && press(&mut of.pressed_until, now);

            if presses {
                of.pressing = if begins {
                    1
                } else {
                    of.pressing.saturating_add(1)
                };
            }

            if begins {
                tracing::warn!(
                    event = "pressure",
                    of = "source",
                    source = %network,
                    failures,
                    identifiers,
                    "many sign-ins fail, or recoveries start, from one source: it has to show effort now"
                );
            }
        }

        let failures = counted.of_all.count(now);
        if failures > policy::PRESSURE_FAILURES_OF_ALL
            && press(&mut counted.of_all.pressed_until, now)
        {
            tracing::warn!(
                event = "pressure",
                of = "everybody",
                failures,
                "many sign-ins fail, or recoveries start: everybody who isn't known has to show effort now"
            );
        }
    }

    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, PressureCounts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OfSource {
    /// Failures and distinct identifiers within the span, this one included.
    fn count(&mut self, identifier: u64, now: Timestamp, width: Width) -> (usize, usize) {
        let since = now.minus(policy::PRESSURE_WITHIN);
        self.lately.retain(|(at, _)| *at > since);
        self.lately.push_back((now, identifier));
        if self.lately.len() > kept(width) {
            self.lately.pop_front();
        }

        let identifiers: HashSet<u64> = self
            .lately
            .iter()
            .map(|(_, identifier)| *identifier)
            .collect();

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

        self.within_a_minute(now)
    }

    fn within_a_minute(&self, now: Timestamp) -> u32 {
        let second = now.as_millis().div_euclid(1000);
        let lately = self
            .lately
            .iter()
            .filter(|(at, _)| (second - 60 + 1..=second).contains(at));
        lately.map(|(_, count)| count).sum()
    }
}

/// Number of failures kept per source: one more than are free, which suffices to detect pressure.
const fn kept(width: Width) -> usize {
    times(policy::PRESSURE_FAILURES_OF_SOURCE, width) + 1
}

/// A limit for one source, scaled to a network of this width.
const fn times(bound: usize, width: Width) -> usize {
    bound * width.factor() as usize
}

/// Number of doublings, from zero on, capped at the most that is asked for.
fn doublings(times: u32) -> u8 {
    let bits = u32::BITS - times.leading_zeros();
    u8::try_from(bits)
        .unwrap_or(u8::MAX)
        .min(policy::WORK_BITS_MORE)
}

fn is_pressed(until: Option<Timestamp>, now: Timestamp) -> bool {
    // Never longer than its span, wherever the clock was.
    until.is_some_and(|until| now < until && !until.is_ahead_of(now.plus(policy::PRESSURE_LASTS)))
}

/// Prolongs the pressure; returns whether it begins now.
fn press(until: &mut Option<Timestamp>, now: Timestamp) -> bool {
    let begins = !is_pressed(*until, now);
    *until = Some(now.plus(policy::PRESSURE_LASTS));
    begins
}

#[cfg(test)]
mod tests;
