//! Rows that weren't sent in time, and when rows are tried again.

use super::outcome::{RowOutcome, expired};
use super::schedule::{FIRST_PAUSE, next_attempt, pause_after};
use regain_base::{Letter, OutboxPayload};
use regain_domain::{Language, OutboxId, Timestamp, policy};
use regain_storage::OutboxEntry;

fn entry(payload: String) -> OutboxEntry {
    let at = Timestamp::from_millis(0);
    OutboxEntry {
        id: OutboxId::from_bytes([1; 16]),
        payload,
        created_at: at,
        expires_at: at,
        attempts: 0,
    }
}

#[test]
fn s65_only_notices_that_nobody_got_in_time_are_kept_for_the_operator() {
    let id = || "00".repeat(16);
    for (letter, kept) in [
        (Letter::Noop, false),
        (Letter::Invitation { invitation: id() }, false),
        (Letter::RecoveryCode { challenge: id() }, false),
        (Letter::UserName { person: id() }, false),
        (Letter::ContactInvitation { invitation: id() }, false),
        (Letter::ContactAsked { request: id() }, false),
        (Letter::TellContactsAsked { flow: id() }, false),
        (
            Letter::ContactRemoved {
                owner: "Anna".to_owned(),
            },
            true,
        ),
        (
            Letter::ContactNews {
                news: regain_domain::ContactNews::Asked,
                contact: None,
            },
            true,
        ),
        (Letter::Enrolled, true),
        (Letter::GatePassed, true),
        (Letter::PasswordCreated { sessions_ended: 1 }, true),
        (Letter::PasswordKept, true),
        (Letter::PasswordChanged, true),
    ] {
        let what = format!("{letter:?}");
        let envelope = OutboxPayload {
            to: None,
            language: Language::English,
            surroundings: String::new(),
            freeze: None,
            letter,
        };
        let handled = expired(&entry(serde_json::to_string(&envelope).expect("JSON")));
        assert!(
            matches!(
                (handled, kept),
                (RowOutcome::GaveUp, true) | (RowOutcome::Dropped, false)
            ),
            "{what}"
        );
    }

    assert!(matches!(
        expired(&entry("{".to_owned())),
        RowOutcome::Dropped
    ));
}

#[test]
fn s65_a_relay_that_is_down_for_days_ends_no_mail_before_its_time() {
    let minutes = |minutes: i64| Timestamp::from_millis(minutes * 60_000);
    for (lifetime, at_least) in [(10, 10), (3 * 24 * 60, 400), (7 * 24 * 60, 1_000)] {
        let mut entry = entry(String::new());
        entry.expires_at = minutes(lifetime);
        let mut attempts = vec![entry.created_at];
        while let Some(now) = attempts
            .last()
            .copied()
            .filter(|now| *now < entry.expires_at)
        {
            attempts.push(next_attempt(&entry, now));
            entry.attempts += 1;
        }

        let ended = attempts.pop().expect("it ends");
        assert!(
            entry.expires_at.until(ended) <= FIRST_PAUSE,
            "looked at soon after its time, and ended"
        );
        let last = attempts.last().expect("the first one");
        assert!(
            last.until(entry.expires_at) <= FIRST_PAUSE,
            "tried up to the last seconds of {lifetime} minutes"
        );
        assert!(
            attempts.len() >= at_least,
            "{} attempts in {lifetime} minutes",
            attempts.len()
        );
        let gaps = attempts.windows(2).map(|pair| pair[0].until(pair[1]));
        assert!(
            gaps.clone()
                .all(|gap| (FIRST_PAUSE..=policy::MAIL_LONGEST_PAUSE).contains(&gap))
        );
    }
}

#[test]
fn s65_pauses_double_from_five_seconds_to_ten_minutes() {
    let seconds: Vec<u64> = (0..9)
        .map(|attempts| pause_after(attempts).as_secs())
        .collect();
    assert_eq!(seconds, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
    assert_eq!(pause_after(u32::MAX), policy::MAIL_LONGEST_PAUSE);
}
