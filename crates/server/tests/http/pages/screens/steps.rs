//! The two steps of a recovery: the choices, the step's title, what remains when a code is over,
//! and until when.

use super::primary;
use regain_domain::policy;
use regain_testkit::{Browser, World, done, wrong_code};

async fn chosen(world: &World, method: &str) -> Browser {
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", method)]).await);
    browser
}

/// The position of each part in the page, in order.
fn places(body: &str, parts: &[&str]) -> Vec<usize> {
    let body_at = body.find("<body").expect("a page");
    parts
        .iter()
        .map(|part| {
            body_at
                + body[body_at..]
                    .find(part)
                    .unwrap_or_else(|| panic!("no {part}"))
        })
        .collect()
}

#[tokio::test]
async fn what_only_counts_second_stands_last_and_looks_neither_chosen_nor_done() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    let page = browser.get("/recover/verify").await;
    let order = places(
        &page.body,
        &[
            "Email me a code",
            "Ask my recovery contact",
            "id=\"later\"",
            "method--later",
            "from my authenticator app",
        ],
    );
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(
        page.body.matches("class=\"method method--later\"").count(),
        1
    );
    assert!(
        !page.body.contains("method--used"),
        "nothing has passed yet"
    );
    assert!(page.words().contains("For step 2"));

    browser.pass_saved_code(&world.anna().codes[0]).await;
    let page = browser.get("/recover/verify").await;
    assert_eq!(
        page.body.matches("class=\"method method--used\"").count(),
        1
    );
    assert!(
        page.words()
            .contains("Use a saved recovery codeUsed for step 1"),
        "{}",
        page.words()
    );
    assert!(!page.body.contains("method--later") && !page.body.contains("id=\"later\""));
    assert!(
        page.body.contains("value=\"authenticator\""),
        "it counts now"
    );
}

#[tokio::test]
async fn a_chosen_way_is_the_heading_and_the_title_with_its_step_above() {
    let world = World::new().await;
    for (method, task) in [
        ("mail", "Enter the code we emailed"),
        ("saved_code", "Enter a saved recovery code"),
        ("passkey", "Use your passkey"),
        ("contact", "Enter the code from your contact"),
    ] {
        let browser = chosen(&world, method).await;
        let page = browser.get("/recover/verify").await;
        assert_eq!(page.heading(), task);
        let order = places(
            &page.body,
            &["<h2 class=\"card__above\">Verification step 1 of 2", "<h1"],
        );
        assert!(order.is_sorted(), "{method}");
        let title = page
            .body
            .split("<title")
            .nth(1)
            .and_then(|rest| rest.split("</title>").next())
            .expect("a title");
        assert!(
            title.contains(&format!("{task} · Verification step 1 of 2 · ")),
            "{title}"
        );
    }
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    browser.pass_saved_code(&world.anna().codes[0]).await;
    assert_eq!(
        browser.get("/recover/verify").await.heading(),
        "Verification step 2 of 2"
    );
    done(
        &browser
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    let page = browser.get("/recover/verify").await;
    assert_eq!(page.heading(), "Enter a code from your authenticator app");
    assert!(
        page.body
            .contains("<h2 class=\"card__above\">Verification step 2 of 2")
    );
    assert!(
        page.body
            .contains("role=\"group\" aria-labelledby=\"card-title\""),
        "the field's group tells the task"
    );
}

#[tokio::test]
async fn where_a_code_is_over_the_page_says_so_and_a_new_one_is_what_there_is_to_do() {
    let world = World::new().await;
    let browser = chosen(&world, "mail").await;
    let page = browser.get("/recover/verify").await;
    assert!(page.words().contains("a code is on its way"));
    assert_eq!(primary(&page), ["Next"]);

    world.advance(policy::CODE_LIFETIME);
    let refused = browser
        .post("enter_mailed_code", &[("code", "ABCD-EFGH")])
        .await;
    for page in [
        browser.follow(&refused).await,
        browser.get("/recover/verify").await,
    ] {
        let words = page.words();
        assert!(
            words.contains("The code we emailed is too old: codes work for 10 minutes."),
            "{words}"
        );
        assert!(!words.contains("is on its way"), "{words}");
        assert_eq!(primary(&page), ["Send a new code"]);
        assert_eq!(page.field_value("code"), None);
    }
    done(&browser.call("resend_code", &[]).await);
    let page = browser.get("/recover/verify").await;
    assert!(page.words().contains("a code is on its way"));
    assert_eq!(primary(&page), ["Next"]);
}

#[tokio::test]
async fn a_code_that_was_tried_too_often_is_over_too() {
    let world = World::new().await;
    let browser = chosen(&world, "mail").await;
    let wrong = wrong_code(&world.mailed_code("anna@example.org").await);
    for _ in 0..policy::CODE_TRIES {
        browser.call("enter_mailed_code", &[("code", &wrong)]).await;
    }
    let page = browser.get("/recover/verify").await;
    assert!(
        page.words().contains("There were too many wrong codes"),
        "{}",
        page.words()
    );
    assert!(!page.words().contains("is on its way"));
    assert_eq!(primary(&page), ["Send a new code"]);
}

#[tokio::test]
async fn the_codes_of_contacts_are_over_after_their_day_for_everybody_alike() {
    let world = World::new().await;
    for identifier in ["anna", "nobody.at.all"] {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(
            &browser
                .call("choose_method", &[("method", "contact")])
                .await,
        );
        for _ in 0..policy::CODE_TRIES {
            browser
                .call("enter_contact_code", &[("code", "ABCD-EFGH")])
                .await;
        }
        let page = browser.get("/recover/verify").await;
        assert!(
            page.words()
                .contains("The codes that your contacts have can't be used any more."),
            "{}",
            page.words()
        );
        assert_eq!(primary(&page), ["Ask my contacts again"], "{identifier}");
    }
}

#[tokio::test]
async fn the_end_of_a_recovery_is_told_by_the_readers_clock_and_again_before_it_comes() {
    let world = World::new().await;
    for (zone, until) in [
        (None, "That is until 12:15 UTC."),
        (Some("Asia/Taipei"), "That is until 20:15."),
    ] {
        let browser = world.browser();
        browser.start_recovery("anna", "forgot_password").await;
        if let Some(zone) = zone {
            browser.plant_cookie("zone", zone);
        }
        assert!(
            !browser
                .get("/recover/verify")
                .await
                .words()
                .contains("That is until"),
            "nothing has passed"
        );
        browser
            .pass_saved_code(&world.anna().codes[usize::from(zone.is_some())])
            .await;
        let words = browser.get("/recover/verify").await.words();
        assert!(
            words.contains("You have 15 minutes from the first step to finish.")
                && words.contains(until),
            "{words}"
        );
        assert!(!words.contains("Less than two minutes"), "{words}");
    }
}

#[tokio::test]
async fn two_minutes_before_the_end_every_page_of_a_recovery_says_so() {
    let world = World::new().await;
    let anna = world.anna();
    let proving = world.browser();
    let ending = world.proven(anna, "forgot_password", 0).await;
    proving.start_recovery("anna", "know_password").await;
    proving.pass_saved_code(&anna.codes[1]).await;
    let pages = [
        (&proving, "/recover/verify"),
        (&ending, "/recover/password"),
    ];
    for (seconds, soon) in [(0, false), (13 * 60 - 1, false), (1, true)] {
        world.advance_seconds(seconds);
        for (browser, path) in pages {
            let page = browser.get(path).await;
            assert!(
                page.words().contains("That is until 12:15 UTC."),
                "{path}: {}",
                page.words()
            );
            assert_eq!(
                page.words().contains("Less than two minutes are left."),
                soon,
                "{path} after {seconds}"
            );
            assert_eq!(
                page.words().contains("in your account.Start again"),
                soon,
                "{path}: {}",
                page.words()
            );
        }
    }
    let day = world.asking_contacts("anna").await;
    let words = day.get("/recover/verify").await.words();
    assert!(
        words.contains("up to 24 hours") && !words.contains("That is until"),
        "S2, nothing has passed: {words}"
    );
    day.pass_saved_code(&anna.codes[2]).await;
    let words = day.get("/recover/verify").await.words();
    assert!(
        words.contains("up to 24 hours") && words.contains("That is until 2"),
        "{words}"
    );
    assert!(
        words.contains(" November 2026, 12:") && !words.contains("Less than two minutes"),
        "{words}"
    );
}
