//! Freezing an account, by its owner or by a link in a notice, and opening it again (S30, S84).

mod frozen;
mod links;
mod notices;
mod race;
mod restored;

use regain_testkit::{Person, World};

const USED: Option<&str> = Some("freeze-used");

/// The code from the newest notice with this subject.
async fn code(world: &World, person: &Person, subject: &str) -> String {
    let mails = world.mails_to(&person.email).await;
    let mail = mails.into_iter().find(|mail| mail.subject == subject);
    mail.unwrap_or_else(|| panic!("no mail: {subject}"))
        .freeze_code
        .expect("a notice has a code")
}

async fn freeze(world: &World, code: &str) -> Option<String> {
    world
        .browser()
        .call("freeze_by_code", &[("code", code)])
        .await
        .refusal()
}

async fn frozen(world: &World) -> i64 {
    world
        .database()
        .number("SELECT count(*) FROM people WHERE frozen_at IS NOT NULL")
        .await
}

const NEW_DEVICE: &str = "Sign-in on a new device";
