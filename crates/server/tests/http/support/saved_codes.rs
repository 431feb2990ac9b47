//! Saved codes, made anew and used at sign-in.

use regain_domain::policy;
use regain_testkit::{Browser, Person, World, done};

/// Makes new saved codes in a browser with changes open; returns those on the page.
pub(crate) async fn new_codes(browser: &Browser) -> Vec<String> {
    let answer = browser.post("renew_saved_codes", &[]).await;
    let codes = browser.follow(&answer).await.codes();
    assert_eq!(codes.len(), policy::SAVED_CODES);
    codes
}

/// A frozen account, and the saved codes that somebody inside made so many seconds before its owner
/// froze it.
pub(crate) async fn frozen_after_new_codes(
    world: &World,
    anna: &Person,
    seconds: u64,
) -> Vec<String> {
    world.advance_seconds(60);
    let thief = world.confirmed(anna).await;
    let codes = new_codes(&thief).await;
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "New recovery codes were made"
    );
    world.advance_seconds(seconds);
    let thief = match seconds {
        0 => thief,
        _ => world.confirmed(anna).await,
    };
    done(&thief.call("freeze_own", &[]).await);
    codes
}

/// The second step's answer to a saved code, when somebody signs in with a fresh browser.
pub(crate) async fn with_code(
    world: &World,
    person: &Person,
    code: &str,
) -> (Browser, Option<String>) {
    let browser = world.browser();
    browser.asked_for_second_factor(person).await;
    let refusal = browser
        .call("verify_saved_code", &[("code", code)])
        .await
        .refusal();
    (browser, refusal)
}
