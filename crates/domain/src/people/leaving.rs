//! The time at which an account is erased: after its owner's request, or after a long time disabled (S103).

use crate::{Timestamp, policy};
use std::time::Duration;

/// Why an account is to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeavingWhy {
    /// Its owner asked for it.
    Asked,
    /// An administrator disabled it, and nobody enabled it since.
    Disabled,
}

impl LeavingWhy {
    /// Time from the cause until the erasure.
    #[must_use]
    pub const fn waits(self) -> Duration {
        match self {
            Self::Asked => policy::CLOSING_WAITS,
            Self::Disabled => policy::DISABLED_KEPT,
        }
    }

    /// How long before the end the owner is told again.
    #[must_use]
    pub const fn told_before(self) -> Duration {
        match self {
            Self::Asked => policy::CLOSING_TOLD,
            Self::Disabled => policy::DISABLED_TOLD,
        }
    }
}

/// An account that is to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// The reason.
    pub why: LeavingWhy,
    /// When that began.
    pub since: Timestamp,
    /// When its owner was told again, if they were.
    pub told_again: Option<Timestamp>,
}

impl Leaving {
    /// When the account is erased, as seen at `now`. Nobody is erased before they were told again and had time to
    /// react: neither a jumping clock nor a stopped server shortens the notice.
    #[must_use]
    pub fn ends_at(&self, now: Timestamp) -> Timestamp {
        let told_again = self.told_again.unwrap_or(now);
        self.since
            .plus(self.why.waits())
            .max(told_again.plus(self.why.told_before()))
    }

    /// Whether the owner must be told again now.
    #[must_use]
    pub fn is_to_be_told(&self, now: Timestamp) -> bool {
        self.told_again.is_none()
            && now
                >= self
                    .since
                    .plus(self.why.waits())
                    .minus(self.why.told_before())
    }

    /// Whether the account must be erased now.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.told_again.is_some() && now >= self.ends_at(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u32 = 24 * 60 * 60;

    fn day(number: f64) -> Timestamp {
        Timestamp::from_millis(0).plus(Duration::from_secs(u64::from(DAY)).mul_f64(number))
    }

    fn leaving(why: LeavingWhy, told_again: Option<f64>) -> Leaving {
        Leaving {
            why,
            since: day(0.0),
            told_again: told_again.map(day),
        }
    }

    #[test]
    fn s103_nobody_is_erased_before_the_time_and_before_they_were_told_once_more() {
        for (why, told, end) in [
            (LeavingWhy::Asked, 11.0, 14.0),
            (LeavingWhy::Disabled, 150.0, 180.0),
        ] {
            let untold = leaving(why, None);
            assert!(
                !untold.is_to_be_told(day(told - 0.01)) && untold.is_to_be_told(day(told)),
                "{why:?}"
            );
            assert_eq!(untold.ends_at(day(1.0)), day(end), "{why:?}");
            assert!(!untold.is_due(day(end * 9.0)), "{why:?}: never told");
            let on_time = leaving(why, Some(told));
            assert!(
                !on_time.is_to_be_told(day(end))
                    && !on_time.is_due(day(end - 0.01))
                    && on_time.is_due(day(end))
            );
            let late = leaving(why, Some(end + 5.0));
            let ends = end + 5.0 + (end - told);
            assert!(
                !late.is_due(day(ends - 0.01)) && late.is_due(day(ends)),
                "{why:?}"
            );
        }
    }
}
