//! Whether somebody could get back in: the account page, the yearly check-up and its reminder.

mod check_up;
mod counted;
mod reminders;

use regain_testkit::{Browser, Person, World};

const DAY: u64 = 86_400;
const CHECK_UP: &str = "/account/check-up";
/// Every credential of people in a world without authenticator apps.
const TICKS: [(&str, &str); 2] = [("addresses", "on"), ("saved_codes", "on")];

/// Signs in with the app, and returns the browser and the path that follows.
async fn leads_fully(world: &World, person: &Person) -> (Browser, String) {
    let browser = world.browser();
    browser.asked_for_second_factor(person).await;
    let code = world.app_code(person);
    let answer = browser
        .post("verify_authenticator", &[("code", &code)])
        .await;
    let to = answer.location().expect("a page").to_owned();
    (browser, to)
}

#[tokio::test]
async fn s20_the_account_page_draws_what_is_left_after_each_loss_and_says_what_to_add() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let page = browser.get("/account").await;
    let words = page.words();
    for said in [
        "Not always: look below",
        "What is left after each loss",
        "What to add",
        "Add an authenticator app. Then losing your mailbox or your codes doesn't keep you out.",
        "Check that you still have them",
    ] {
        assert!(
            words.contains(said) || words.contains(&said.replace('\'', "&#x27;")),
            "{said}: {words}"
        );
    }
    assert_eq!(
        page.body.matches("<th scope=\"col\">").count(),
        4,
        "a corner, and the three ways that everybody is told of"
    );
    assert_eq!(
        page.body.matches("<th scope=\"row\">").count(),
        4,
        "today, and three losses"
    );
    let strong = page.body.matches("grid__mark--strong").count();
    assert_eq!(
        strong, 4,
        "two ways open today, two without the phone; after the other losses none do"
    );
    for language in ["zh-Hant", "zh-Hans"] {
        let page = browser.get(&format!("/account?lang={language}")).await;
        let page = if page.location().is_some() {
            browser.follow(&page).await
        } else {
            page
        };
        assert!(!page.words().contains("What to add"), "{language}");
    }
}
