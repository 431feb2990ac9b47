//! "Ask my recovery contact" (S27): one gate, however many contacts, which a contact opens by
//! passing a code on.

mod asking;
mod codes;
mod passing_on;

use regain_testkit::{Browser, CONTACTS, World};

const CLEO: &str = CONTACTS[0].1;
const DORA: &str = CONTACTS[1].1;

/// The refusal of a code; `None` if it was right.
async fn enter(browser: &Browser, code: &str) -> Option<String> {
    browser
        .call("enter_contact_code", &[("code", code)])
        .await
        .refusal()
}

async fn asked_since(world: &World, address: &str) -> usize {
    world
        .mails_to(address)
        .await
        .into_iter()
        .filter(|mail| mail.subject.contains("asked to pass on"))
        .count()
}
