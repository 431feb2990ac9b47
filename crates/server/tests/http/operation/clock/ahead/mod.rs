//! A clock was ahead and was set right: rows stored meanwhile count against nobody, and let nobody
//! in sooner.

mod done_ahead;
mod waiting;

use super::DAY;
use regain_testkit::{Answer, Browser, Person, World, done};
use std::collections::BTreeSet;
use std::time::Duration;

/// How far the clock was ahead.
const AHEAD: [Duration; 2] = [DAY, Duration::from_secs(400 * 24 * 60 * 60)];

/// Signs in with the password, and sends this code of the app.
async fn with_code(world: &World, person: &Person, code: &str) -> Answer {
    let browser = world.browser();
    browser.asked_for_second_factor(person).await;
    browser
        .call("verify_authenticator", &[("code", code)])
        .await
}

/// Records an event by the right clock: from here on the server knows that the clock is right.
async fn something_happens(world: &World) {
    world.sign_in_fully(&world.browser(), world.bert()).await;
}

/// The addresses to which somebody's recovery mails codes now.
async fn gates(world: &World, identifier: &str) -> BTreeSet<String> {
    let before = world.mails().await.len();
    let browser = world.browser();
    browser.start_recovery(identifier, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mails = world.mails().await;
    let new = mails.len() - before;
    mails
        .into_iter()
        .take(new)
        .filter(|mail| mail.link.contains("/recover/link"))
        .map(|mail| mail.to)
        .collect()
}

async fn take_address(world: &World, browser: &Browser, address: &str, position: &str) {
    done(
        &browser
            .call(
                "claim_address",
                &[("new_address", address), ("position", position)],
            )
            .await,
    );
    let code = world.mailed_code(address).await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
    world.deliver().await;
}
