//! Attempts at the same moment: half of them in this process, half in a second one over the same database file.

use regain_domain::Refusal;
use regain_service::{Failure, Outcome, Regain};
use regain_storage::StorageError;
use regain_testkit::World;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Well.
    Won,
    /// Refused.
    Refused(Refusal),
    /// The database, or a slow hash, made it wait too long: told to come back, it has won nothing.
    ToldToWait,
    /// Anything else: what no attempt may come to.
    Broken,
}

impl<T> From<Outcome<T>> for Ended {
    fn from(outcome: Outcome<T>) -> Self {
        match outcome {
            Ok(_) => Self::Won,
            Err(Failure::Refused(Refusal::Busy) | Failure::Storage(StorageError::Busy)) => Self::ToldToWait,
            Err(Failure::Refused(refusal)) => Self::Refused(refusal),
            Err(failure) => {
                crate::say(format_args!("an attempt ended in {failure:?}"));
                Self::Broken
            }
        }
    }
}

/// The world's own process, and a second one.
pub(crate) async fn processes(world: &World) -> [Arc<Regain>; 2] {
    [Arc::clone(world.regain()), world.second_process().await]
}

/// Runs `act` in `count` tasks at the same moment, in both processes in turn; how each ended, in no order.
pub(crate) async fn at_once<A, F>(processes: &[Arc<Regain>; 2], count: usize, act: A) -> Vec<Ended>
where
    A: Fn(Arc<Regain>, usize) -> F,
    F: Future<Output = Ended> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(count));
    let mut tasks = JoinSet::new();
    for index in 0..count {
        let attempt = act(Arc::clone(&processes[index % 2]), index);
        let barrier = Arc::clone(&barrier);
        tasks.spawn(async move {
            barrier.wait().await;
            attempt.await
        });
    }
    let mut ended = Vec::with_capacity(count);
    while let Some(attempt) = tasks.join_next().await {
        // A task that panicked came to no good end either.
        ended.push(attempt.unwrap_or(Ended::Broken));
    }
    ended
}

/// A check and an act with a moment between them, as careless programs have it, over the world's own database file: what
/// the measuring must be able to see.
pub(crate) struct Planted;

impl Planted {
    /// Puts it beside the world's tables.
    pub(crate) async fn in_world(world: &World) -> Self {
        world.database().run("CREATE TABLE planted (used INTEGER NOT NULL)").await;
        world.database().run("INSERT INTO planted (used) VALUES (0)").await;
        Self
    }

    /// Makes it new again.
    pub(crate) async fn renew(&self, world: &World) {
        world.database().run("UPDATE planted SET used = 0").await;
    }

    /// Looks, and then writes what it looked at and one more; won if it was unused when it looked.
    pub(crate) async fn redeem(database: &regain_testkit::Database) -> Ended {
        let used = database.number("SELECT used FROM planted").await;
        database.run(&format!("UPDATE planted SET used = {}", used + 1)).await;
        if used == 0 { Ended::Won } else { Ended::Refused(Refusal::CodeUsed) }
    }
}

#[expect(clippy::disallowed_methods, reason = "real time bounds and spreads the measuring; no outcome depends on it")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
