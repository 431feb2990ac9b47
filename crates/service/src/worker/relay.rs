//! Whether mail can be sent at all: reported to `/readyz` and, at most once a minute, to the log (S65, S101).

use regain_domain::Timestamp;
use regain_mail::{Consequence, SendError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Shortest time between two log lines about delayed mail.
const BETWEEN_LINES: Duration = Duration::from_secs(60);

/// The relay's state after the latest deliveries. Errors about a single recipient don't count.
#[derive(Debug, Default)]
pub struct RelayState(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// The relay's error, and when it began.
    trouble: Option<(SendError, Timestamp)>,
    told_at: Option<Timestamp>,
    /// Failures since the last log line.
    untold: u32,
}

impl RelayState {
    /// Why no mail can be sent, unless one was since.
    #[must_use]
    pub fn trouble(&self) -> Option<SendError> {
        self.state().trouble.map(|(error, _)| error)
    }

    /// Records that a mail was handed over.
    pub(super) fn takes(&self, now: Timestamp) {
        let mut state = self.state();
        if let Some((_, since)) = state.trouble.take() {
            let seconds = since.until(now).as_secs();
            tracing::info!(seconds, "the relay takes mails again");
            (state.told_at, state.untold) = (None, 0);
        }
    }

    /// Records that a mail couldn't be handed over; `attempts` counts its own failures so far. Returns whether a line
    /// was logged.
    pub(super) fn failed(&self, error: SendError, attempts: u32, now: Timestamp) -> bool {
        let mut state = self.state();
        if error.consequence == Consequence::Never {
            drop(state);

            // One line each: these aren't retried.
            tracing::warn!(%error, attempts, given_up = true, "a mail could not be sent");
            return true;
        }

        if error.consequence == Consequence::Relay {
            let since = state.trouble.map_or(now, |(_, since)| since);
            state.trouble = Some((error, since));
        }

        state.untold = state.untold.saturating_add(1);

        // A clock that was set back doesn't suppress the line.
        let is_soon = |told: Timestamp| (told..told.plus(BETWEEN_LINES)).contains(&now);
        if state.told_at.is_some_and(is_soon) {
            return false;
        }

        let failures = std::mem::take(&mut state.untold);
        state.told_at = Some(now);
        drop(state);
        tracing::warn!(%error, attempts, failures, given_up = false, "a mail could not be sent");

        true
    }

    /// Always written whole, whatever panics elsewhere.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_mail::{SendFailure, SmtpStep};

    fn error(consequence: Consequence) -> SendError {
        SendError {
            consequence,
            step: SmtpStep::Recipient,
            failure: SendFailure::TimedOut,
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    #[test]
    fn s65_the_relays_trouble_lasts_until_a_mail_is_taken() {
        let relay = RelayState::default();
        assert_eq!(relay.trouble(), None);
        relay.failed(error(Consequence::ForNow), 1, at(0));
        relay.failed(error(Consequence::Never), 1, at(0));
        assert_eq!(
            relay.trouble(),
            None,
            "one recipient is no trouble of the relay"
        );
        relay.failed(error(Consequence::Relay), 1, at(1));
        relay.failed(error(Consequence::ForNow), 1, at(2));
        assert_eq!(relay.trouble(), Some(error(Consequence::Relay)));
        relay.takes(at(3));
        assert_eq!(relay.trouble(), None);
    }

    #[test]
    fn s65_the_log_has_a_line_a_minute_and_one_for_each_mail_that_is_given_up() {
        let relay = RelayState::default();
        let told = |consequence, seconds| relay.failed(error(consequence), 1, at(seconds));
        let lines = (0..600)
            .filter(|second| told(Consequence::Relay, *second))
            .count();
        assert_eq!(lines, 10);
        assert!(
            told(Consequence::ForNow, 600) && !told(Consequence::Relay, 659),
            "whatever the reason"
        );
        assert!(told(Consequence::Never, 659) && told(Consequence::Never, 659));
        assert!(told(Consequence::Relay, 30), "the clock was set back");
        relay.takes(at(31));
        assert!(
            told(Consequence::Relay, 32),
            "it works no more, and that is news"
        );
    }
}
