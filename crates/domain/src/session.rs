//! How long a session lasts (S51).

use crate::{Timestamp, policy};

/// The two ends of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
}

impl SessionTimes {
    /// Whether it is over at `now`: idle for an hour, or a day old. A session from the future is over too.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now < self.created_at
            || now >= self.created_at.plus(policy::SESSION_ABSOLUTE)
            || now >= self.last_seen_at.plus(policy::SESSION_IDLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn s51_idle_for_an_hour_or_a_day_old_is_over() {
        let start = Timestamp::from_millis(1_000_000);
        let at = |seconds| start.plus(Duration::from_secs(seconds));
        let session = |seen| SessionTimes { created_at: start, last_seen_at: at(seen) };
        assert!(!session(0).is_over(at(3599)));
        assert!(session(0).is_over(at(3600)));
        assert!(!session(86_000).is_over(at(86_399)));
        assert!(session(86_000).is_over(at(86_400)));
        assert!(session(0).is_over(start.minus(Duration::from_secs(1))));
    }
}
