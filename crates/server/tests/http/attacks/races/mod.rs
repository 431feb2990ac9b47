//! One-time secrets work once, however many requests come at the same moment (S17, S60; T8, T9).
//!
//! The tests run at the level of the use cases, so that the moments lie as close together as
//! possible: half of the tasks in this process, half in a second one over the same database file.
//! If the database made a task wait too long, it gets an answer to come back and has won nothing.
//! Attempts that cost a slow hash run in fewer rounds.

mod addresses;
mod codes;
mod contacts;
mod ends;
mod tries;

use regain_service::{Outcome, Regain};
use regain_testkit::{Tally, at_once};
use std::sync::Arc;

/// How many tasks do the same at once.
const AT_ONCE: usize = 50;

/// After this long, a person's budget of mail is full again (S66).
const BUDGET_BACK: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// The same, asserting that no attempt broke.
pub(crate) async fn tallied<A, F>(processes: &[Arc<Regain>; 2], count: usize, act: A) -> Tally
where
    A: Fn(Arc<Regain>, usize) -> F,
    F: Future<Output = Outcome<()>> + Send + 'static,
{
    let tally = at_once(processes, count, act).await;
    assert_eq!(
        (
            tally.broken,
            tally.won + tally.refused.len() + tally.told_to_wait
        ),
        (0, count),
        "{tally:?}"
    );
    tally
}
