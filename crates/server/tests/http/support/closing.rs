//! The closing of an account.

use regain_domain::PersonId;
use regain_testkit::{Browser, Person, World, done};
use std::time::Duration;

pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) async fn sweep(world: &World) {
    world
        .regain()
        .upkeep
        .sweep()
        .await
        .expect("everything can be forgotten");
}

/// Asks for the closing of somebody's account.
pub(crate) async fn asks(world: &World, person: &Person) -> Browser {
    let browser = world.confirmed(person).await;
    done(&browser.call("ask_to_close", &[]).await);
    browser
}

/// Moves fourteen days on, by way of the day on which the owner gets another notice.
pub(crate) async fn closes(world: &World) {
    world.advance(DAY * 11);
    sweep(world).await;
    world.advance(DAY * 3);
    sweep(world).await;
}

/// The account's status, or `erased`.
pub(crate) async fn status(world: &World, id: PersonId) -> String {
    let status = "CASE WHEN erased_at IS NULL THEN status ELSE 'erased' END";
    let query = format!("SELECT {status} FROM people WHERE id = x'{}'", id.to_hex());
    world.database().texts(&query).await.remove(0)
}
