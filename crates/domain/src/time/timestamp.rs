//! Timestamps.

use crate::policy;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A time in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch.
    #[must_use]
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This time plus `span`, saturating.
    #[must_use]
    pub fn plus(self, span: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// This time minus `span`, saturating.
    #[must_use]
    pub fn minus(self, span: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// Year, month, day, hour and minute in UTC, by the proleptic Gregorian calendar.
    #[must_use]
    pub fn in_utc(self) -> (i64, u8, u8, u8, u8) {
        // Days are counted in eras of 400 years that begin on 1 March, so that a leap day is the last day of its
        // year.
        let minutes = self.as_secs().div_euclid(60);
        let days = minutes.div_euclid(1440) + 719_468;
        let minute_of_day = minutes.rem_euclid(1440);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };

        let year = era * 400 + year_of_era + i64::from(month <= 2);
        let small = |number: i64| u8::try_from(number).unwrap_or(u8::MAX);

        (
            year,
            small(month),
            small(day),
            small(minute_of_day / 60),
            small(minute_of_day % 60),
        )
    }

    /// Whether it is ahead of `now` by more than clocks differ. Such a time was written before a clock was set back,
    /// and doesn't count until it has come.
    #[must_use]
    pub fn is_ahead_of(self, now: Self) -> bool {
        self > now.plus(policy::CLOCK_TOLERANCE)
    }

    /// Whether something that lasts from this time to `until` is in force at `now`. What began ahead of `now` is
    /// over: it would last longer than intended (S16).
    #[must_use]
    pub fn lasts(self, until: Self, now: Self) -> bool {
        !self.is_ahead_of(now) && now < until
    }

    /// The rest, at `now`, of a wait of `span` that began at this time. A clock that was ahead makes nobody wait.
    #[must_use]
    pub fn wait_left(self, span: Duration, now: Self) -> Duration {
        if self.is_ahead_of(now) {
            Duration::ZERO
        } else {
            now.until(self.plus(span))
        }
    }

    /// Time until `later`; zero if it has passed.
    #[must_use]
    pub fn until(self, later: Self) -> Duration {
        Duration::from_millis(u64::try_from(later.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_off_by_the_calendar() {
        let utc = |seconds: i64| Timestamp::from_millis(seconds * 1000).in_utc();
        assert_eq!(utc(0), (1970, 1, 1, 0, 0));
        assert_eq!(utc(-1), (1969, 12, 31, 23, 59));
        assert_eq!(utc(951_782_400), (2000, 2, 29, 0, 0));
        assert_eq!(utc(1_795_348_800), (2026, 11, 22, 12, 0));
        assert_eq!(utc(4_107_542_400), (2100, 3, 1, 0, 0));
    }

    #[test]
    fn a_clock_that_was_corrected_by_a_moment_makes_nothing_ahead() {
        let now = Timestamp::from_millis(10_000);
        assert!(
            ![9_000, 10_000, 15_000]
                .map(Timestamp::from_millis)
                .iter()
                .any(|at| at.is_ahead_of(now))
        );
        assert!(Timestamp::from_millis(15_001).is_ahead_of(now));
    }

    #[test]
    fn what_a_clock_that_was_ahead_began_neither_lasts_nor_keeps_waiting() {
        let now = Timestamp::from_millis(100_000);
        let minute = Duration::from_secs(60);
        for (began, lasts, left) in [
            (30_000, false, 0),
            (50_000, true, 10_000),
            (105_000, true, 65_000),
            (105_001, false, 0),
        ] {
            let began = Timestamp::from_millis(began);
            assert_eq!(began.lasts(began.plus(minute), now), lasts, "{began:?}");
            assert_eq!(
                began.wait_left(minute, now),
                Duration::from_millis(left),
                "{began:?}"
            );
        }
    }

    #[test]
    fn until_is_zero_for_the_past() {
        let now = Timestamp::from_millis(5_000);
        assert_eq!(now.until(Timestamp::from_millis(4_000)), Duration::ZERO);
        assert_eq!(
            now.until(Timestamp::from_millis(6_500)),
            Duration::from_millis(1_500)
        );
        assert_eq!(now.plus(Duration::MAX).as_millis(), i64::MAX);
    }
}
