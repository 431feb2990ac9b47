//! Recovery contacts: how their owner chooses them and how they answer (S27), on
//! `/account/methods/contacts` and `/contact`.

mod answering;
mod choosing;
mod keeping;

use regain_testkit::{Answer, Browser, CONTACTS, World};

const CLEO: &str = CONTACTS[0].1;

async fn add(browser: &Browser, name: &str, address: &str) -> Answer {
    browser
        .call("add_contact", &[("name", name), ("mailbox", address)])
        .await
}

/// The ids of the contacts on the page, in order.
async fn ids(browser: &Browser) -> Vec<String> {
    let page = browser.get("/account/methods/contacts").await.body;
    let mut ids: Vec<String> = Vec::new();
    for part in page.split("name=\"contact\" value=\"").skip(1) {
        let id = part.split('"').next().expect("a value ends").to_owned();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

async fn subjects(world: &World, address: &str) -> Vec<String> {
    world
        .mails_to(address)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect()
}
