//! Erasure and retention (S103): the owner asks for erasure and it happens fourteen days later, or
//! it happens 180 days after an account was disabled; what remains then, and what takes it back.

mod disabled;
mod from_backup;
mod others_told;
mod remains;
mod request;
mod taken_back;

use crate::support::closing::DAY;
use regain_testkit::{Browser, Person, World};
use std::time::Duration;

const PAGE: &str = "/account/close";

const ASKED: &str = "Your account is going to be closed";
const SOON: &str = "Your account is closed in three days";
const CLOSED: &str = "Your account is closed for good";

/// Almost this many days: fourteen minutes less.
fn nearly(days: u32) -> Duration {
    DAY * days - Duration::from_secs(14 * 60)
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
