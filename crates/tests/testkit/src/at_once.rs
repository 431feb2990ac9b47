//! Attempts at the same moment: half of them in the world's own process, half in a second one over
//! the same database file.

use crate::World;
use regain_domain::Refusal;
use regain_service::{Failure, Outcome, Regain};
use regain_storage::StorageError;
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It succeeded.
    Won,
    /// The server refused it.
    Refused(Refusal),
    /// The database or a slow hash made it wait too long: the answer says to come back, and it has
    /// won nothing.
    ToldToWait,
    /// Anything else, which no attempt may come to.
    Broken,
}

impl<T> From<Outcome<T>> for Ended {
    #[expect(
        clippy::print_stderr,
        reason = "the only place where the cause is known"
    )]
    fn from(outcome: Outcome<T>) -> Self {
        match outcome {
            Ok(_) => Self::Won,
            Err(Failure::Refused(Refusal::Busy) | Failure::Storage(StorageError::Busy)) => {
                Self::ToldToWait
            }
            Err(Failure::Refused(refusal)) => Self::Refused(refusal),
            Err(failure) => {
                eprintln!("an attempt ended in {failure:?}");
                Self::Broken
            }
        }
    }
}

/// How many attempts ended in each way.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Attempts that succeeded.
    pub won: usize,
    /// The refusals of others, in no particular order.
    pub refused: Vec<Refusal>,
    /// Attempts whose answer said to come back.
    pub told_to_wait: usize,
    /// Attempts that ended as none may.
    pub broken: usize,
}

impl Tally {
    fn add(&mut self, ended: Ended) {
        match ended {
            Ended::Won => self.won += 1,
            Ended::Refused(refusal) => self.refused.push(refusal),
            Ended::ToldToWait => self.told_to_wait += 1,
            Ended::Broken => self.broken += 1,
        }
    }
}

/// The world's own process, and a second one.
pub async fn processes(world: &World) -> [Arc<Regain>; 2] {
    [Arc::clone(world.regain()), world.second_process().await]
}

/// Runs `act` in `count` tasks at the same moment, alternating between the processes; `act` gets
/// the attempt's number.
pub async fn at_once<A, F>(processes: &[Arc<Regain>; 2], count: usize, act: A) -> Tally
where
    A: Fn(Arc<Regain>, usize) -> F,
    F: Future<Output: Into<Ended> + Send> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(count));
    let mut tasks = JoinSet::new();
    for index in 0..count {
        let attempt = act(Arc::clone(&processes[index % 2]), index);
        let barrier = Arc::clone(&barrier);
        tasks.spawn(async move {
            barrier.wait().await;
            attempt.await.into()
        });
    }
    let mut tally = Tally::default();
    while let Some(attempt) = tasks.join_next().await {
        // A panicked task counts as broken, too.
        tally.add(attempt.unwrap_or(Ended::Broken));
    }
    tally
}
