//! Limits that no organisation can loosen, by subject. Where a policy may be stricter, they are its loosest values
//! (see [`Setting`](super::Setting)).

mod accounts;
mod administrators;
mod budget;
mod clock;
mod codes;
mod mail;
mod passwords;
mod pressure;
mod quarantine;
mod recovery;
mod sessions;
mod sign_in;
mod ways_back;

pub use accounts::*;
pub use administrators::*;
pub use budget::*;
pub use clock::*;
pub use codes::*;
pub use mail::*;
pub use passwords::*;
pub use pressure::*;
pub use quarantine::*;
pub use recovery::*;
pub use sessions::*;
pub use sign_in::*;
pub use ways_back::*;

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn s57_delays_double_from_the_sixth_failure_up_to_15_minutes() {
        let seconds: Vec<u64> = (0..=16)
            .map(|failures| sign_in_delay(failures).as_secs())
            .collect();
        assert_eq!(
            seconds,
            [
                0, 0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900
            ]
        );
        assert_eq!(sign_in_delay(FAILURES_MAX - 1), LONGEST_DELAY);
        assert_eq!(
            [FAILURES_MAX, u32::MAX].map(sign_in_delay),
            [Duration::MAX; 2]
        );
    }

    #[test]
    fn s16_lifetimes_keep_the_bounds() {
        assert!(CODE_LIFETIME <= Duration::from_secs(600));
        assert!(FLOW_LIFETIME_AFTER_GATE <= Duration::from_secs(900));
        assert!(SESSION_IDLE <= Duration::from_secs(3600));
        assert!(SESSION_ABSOLUTE <= Duration::from_secs(86400));
        assert!(INVITATION_LIFETIME <= Duration::from_secs(72 * 3600));
        assert!(EFFORT_WINDOW <= Duration::from_secs(30), "S62");
        assert!(
            CONTACT_CODE_LIFETIME <= Duration::from_secs(24 * 3600),
            "S27"
        );
    }
}
