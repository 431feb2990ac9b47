//! Erasure and retention (S103): the owner asks for erasure and it happens fourteen days later, or
//! it happens 180 days after an account was disabled; what remains then, and what takes it back.

mod closing;
mod disabled;
mod left;
mod restored;
mod taken_back;
mod told;

use regain_domain::PersonId;
use regain_testkit::{Browser, Person, World, done};
use std::time::Duration;

pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const PAGE: &str = "/account/close";

const ASKED: &str = "Your account is going to be closed";
const SOON: &str = "Your account is closed in three days";
const CLOSED: &str = "Your account is closed for good";

/// Almost this many days: fourteen minutes less.
fn nearly(days: u32) -> Duration {
    DAY * days - Duration::from_secs(14 * 60)
}

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

async fn subjects(world: &World, address: &str) -> Vec<String> {
    world
        .mails_to(address)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect()
}

/// Signs in with the password alone, and returns the path that follows.
async fn leads(browser: &Browser, person: &Person) -> String {
    let answer = browser
        .try_sign_in(&person.user_name, &person.password)
        .await;
    answer
        .location()
        .unwrap_or_else(|| panic!("{answer:?}"))
        .to_owned()
}
