//! Deliberate faults, which prove that the measurement sees them.

use regain_domain::Refusal;
use regain_testkit::{Database, Ended, World};
use std::time::Instant;

/// A check and an act with a moment between them, as careless programs have it, in the world's own
/// database file: the measurement must see it.
pub(crate) struct Planted;

impl Planted {
    /// Adds it beside the world's tables.
    pub(crate) async fn in_world(world: &World) -> Self {
        world
            .database()
            .run("CREATE TABLE planted (used INTEGER NOT NULL)")
            .await;
        world
            .database()
            .run("INSERT INTO planted (used) VALUES (0)")
            .await;
        Self
    }

    /// Resets it.
    pub(crate) async fn renew(&self, world: &World) {
        world.database().run("UPDATE planted SET used = 0").await;
    }

    /// Reads the row, then writes the value plus one; won if the row was unused when read.
    pub(crate) async fn redeem(database: &Database) -> Ended {
        let used = database.number("SELECT used FROM planted").await;
        database
            .run(&format!("UPDATE planted SET used = {}", used + 1))
            .await;
        if used == 0 {
            Ended::Won
        } else {
            Ended::Refused(Refusal::CodeUsed)
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "real time bounds and spreads the measuring; no outcome depends on it"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}
