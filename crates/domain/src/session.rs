//! Duration of sessions (S51).

use crate::{Policy, Role, Timestamp, policy};
use std::time::Duration;

/// The times that end a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
}

/// Longest durations of sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionBounds {
    /// Since the last use.
    pub idle: Duration,
    /// In total.
    pub absolute: Duration,
}

impl SessionBounds {
    /// The bounds of the policy in force, capped for people with a role (S114). Everything that states a session's
    /// end uses this.
    #[must_use]
    pub fn of(policy: &Policy, role: Role) -> Self {
        let idle = policy.session_idle();
        let absolute = policy.session_absolute();
        if role.is_privileged() {
            Self {
                idle: idle.min(policy::ADMINISTRATORS_SESSION_IDLE),
                absolute: absolute.min(policy::ADMINISTRATORS_SESSION_ABSOLUTE),
            }
        } else {
            Self { idle, absolute }
        }
    }
}

impl SessionTimes {
    /// Whether it is over at `now`: idle or old for longer than the bounds allow. A session that began or was last
    /// used in the future is over too: it would last longer.
    #[must_use]
    pub fn is_over(&self, now: Timestamp, bounds: SessionBounds) -> bool {
        self.created_at.is_ahead_of(now)
            || self.last_seen_at.is_ahead_of(now)
            || now >= self.created_at.plus(bounds.absolute)
            || now >= self.last_seen_at.plus(bounds.idle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Setting;

    #[test]
    fn s51_idle_for_an_hour_or_a_day_old_is_over() {
        let start = Timestamp::from_millis(1_000_000);
        let at = |seconds| start.plus(Duration::from_secs(seconds));
        let session = |seen| SessionTimes {
            created_at: start,
            last_seen_at: at(seen),
        };
        let bounds = |policy: &Policy| SessionBounds::of(policy, Role::Member);
        let policy = bounds(&Policy::default());

        assert!(!session(0).is_over(at(3599), policy));
        assert!(
            session(3600).is_over(at(1800), policy),
            "a clock was ahead when it was used"
        );
        assert!(session(0).is_over(at(3600), policy));
        assert!(!session(86_000).is_over(at(86_399), policy));
        assert!(session(86_000).is_over(at(86_400), policy));
        assert!(
            !session(0).is_over(start.minus(Duration::from_secs(5)), policy),
            "a clock was corrected"
        );
        assert!(session(0).is_over(start.minus(Duration::from_secs(6)), policy));
        let short = Policy::default()
            .with(&[(Setting::SessionIdle, 10), (Setting::SessionAbsolute, 2)])
            .expect("tighter");
        let short = bounds(&short);
        assert!(!session(0).is_over(at(599), short) && session(0).is_over(at(600), short));
        assert!(
            !session(7_100).is_over(at(7_199), short) && session(7_100).is_over(at(7_200), short)
        );
    }

    #[test]
    fn s51_s114_sessions_of_administrators_and_auditors_are_shorter_and_the_policy_shortens_them_further()
     {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        let short = Policy::default()
            .with(&[(Setting::SessionIdle, 10), (Setting::SessionAbsolute, 2)])
            .expect("tighter");
        for role in Role::ALL {
            let long = SessionBounds::of(&Policy::default(), role);
            let expected = if role == Role::Member {
                (60, 24 * 60)
            } else {
                (15, 12 * 60)
            };

            assert_eq!(
                (long.idle, long.absolute),
                (minutes(expected.0), minutes(expected.1)),
                "{role:?}"
            );
            let short = SessionBounds::of(&short, role);
            assert_eq!(
                (short.idle, short.absolute),
                (minutes(10), minutes(120)),
                "{role:?}"
            );
        }
    }
}
