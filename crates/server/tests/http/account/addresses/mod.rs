//! A second address and a change of address: both need a fresh proof and the code mailed to the new
//! address, and the old address can undo them (S6, S21, S28, S30, S45, S46, S71).

mod changes;
mod claims;
mod counting;
mod ended;
mod frozen;
mod objections;

use regain_testkit::{World, done};

const PAGE: &str = "/account/methods/address";

/// The addresses to which a recovery mails codes now.
async fn gates(world: &World, identifier: &str) -> Vec<String> {
    let before = world.mails().await.len();
    let browser = world.browser();
    browser.start_recovery(identifier, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mails = world.mails().await;
    let new = mails.len() - before;
    let mut to: Vec<String> = mails
        .into_iter()
        .take(new)
        .filter(|mail| mail.link.contains("/recover/link"))
        .map(|mail| mail.to)
        .collect();
    to.sort();
    to
}
