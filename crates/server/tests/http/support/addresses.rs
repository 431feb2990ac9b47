//! Addresses that people add, change and lose.

use regain_mail::MailboxEntry;
use regain_testkit::{Answer, Browser, Person, World, done};

pub(crate) const SECOND: &str = "anna@home.example";

/// A browser with the person signed in and changes open.
pub(crate) async fn confirmed(world: &World, person: &Person) -> Browser {
    let browser = world.browser();
    world.sign_in_fully(&browser, person).await;
    world.confirm(&browser, person).await;
    browser
}

pub(crate) async fn ask(browser: &Browser, address: &str, position: &str) -> Answer {
    browser
        .call(
            "claim_address",
            &[("new_address", address), ("position", position)],
        )
        .await
}

pub(crate) async fn enter(world: &World, browser: &Browser, address: &str) -> Answer {
    let code = world.mailed_code(address).await;
    browser.call("enter_address_code", &[("code", &code)]).await
}

/// Makes an address Anna's; an empty position adds it.
pub(crate) async fn take(world: &World, browser: &Browser, address: &str, position: &str) {
    done(&ask(browser, address, position).await);
    done(&enter(world, browser, address).await);
    world.deliver().await;
}

/// The mail that tells an address that it was removed.
pub(crate) async fn farewell(world: &World, address: &str) -> MailboxEntry {
    let mails = world.mails_to(address).await;
    let gone = mails
        .into_iter()
        .find(|mail| mail.link.contains("/object#"));
    gone.unwrap_or_else(|| panic!("no way to object was mailed to {address}"))
}

pub(crate) async fn own(world: &World, email: &str) -> Vec<String> {
    world
        .holdings(email)
        .await
        .addresses
        .iter()
        .map(|row| row.address.as_str().to_owned())
        .collect()
}
