//! How long a session lasts (S51).

use crate::{Policy, Timestamp};

/// The two ends of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
}

impl SessionTimes {
    /// Whether it is over at `now`: idle, or old, for longer than the policy in force allows. A session from the future is
    /// over too, and so is one that was last used there: it would be idle for longer.
    #[must_use]
    pub fn is_over(&self, now: Timestamp, policy: &Policy) -> bool {
        self.created_at.is_ahead_of(now)
            || self.last_seen_at.is_ahead_of(now)
            || now >= self.created_at.plus(policy.session_absolute())
            || now >= self.last_seen_at.plus(policy.session_idle())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Setting;
    use std::time::Duration;

    #[test]
    fn s51_idle_for_an_hour_or_a_day_old_is_over() {
        let start = Timestamp::from_millis(1_000_000);
        let at = |seconds| start.plus(Duration::from_secs(seconds));
        let session = |seen| SessionTimes { created_at: start, last_seen_at: at(seen) };
        let policy = Policy::default();
        assert!(!session(0).is_over(at(3599), &policy));
        assert!(session(3600).is_over(at(1800), &policy), "a clock was ahead when it was used");
        assert!(session(0).is_over(at(3600), &policy));
        assert!(!session(86_000).is_over(at(86_399), &policy));
        assert!(session(86_000).is_over(at(86_400), &policy));
        assert!(!session(0).is_over(start.minus(Duration::from_secs(5)), &policy), "a clock was corrected");
        assert!(session(0).is_over(start.minus(Duration::from_secs(6)), &policy));
        let short = policy.with(&[(Setting::SessionIdle, 10), (Setting::SessionAbsolute, 2)]).expect("tighter");
        assert!(!session(0).is_over(at(599), &short) && session(0).is_over(at(600), &short));
        assert!(!session(7_100).is_over(at(7_199), &short) && session(7_100).is_over(at(7_200), &short));
    }
}
