//! The mailed code: its tries, its lifetime, its single use, newer codes, and the browser to which
//! it belongs (S15–S17, S21, S23, S66).

use super::{enter, tries_left, waiting};
use regain_domain::policy;
use regain_testkit::{World, done, wrong_code};
use std::time::Duration;

#[tokio::test]
async fn s15_five_wrong_codes_spend_a_code_and_the_right_one_comes_too_late() {
    let world = World::new().await;
    let (browser, code) = waiting(&world).await;
    let wrong = wrong_code(&code);
    for left in [4, 3, 2, 1, 0] {
        assert_eq!(enter(&browser, &wrong).await.as_deref(), Some("code-wrong"));
        assert_eq!(tries_left(&browser).await, Some(left));
    }
    for code in [&wrong, &code] {
        assert_eq!(enter(&browser, code).await.as_deref(), Some("code-tries"));
    }
    let plain = browser.post("enter_mailed_code", &[("code", &code)]).await;
    assert_eq!(plain.location(), Some("/recover/verify?problem=code-tries"));
    let page = browser.follow(&plain).await;
    assert!(page.words().contains("Send a new code"), "never a dead end");

    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_code", &[]).await);
    let newer = world.mailed_code("anna@example.org").await;
    assert_eq!(
        enter(&browser, &code).await.as_deref(),
        Some("code-replaced")
    );
    assert_eq!(enter(&browser, &newer).await, None);
}

#[tokio::test]
async fn what_is_no_code_at_all_costs_no_try() {
    let world = World::new().await;
    let (browser, code) = waiting(&world).await;
    for (typed, refusal) in [
        ("", "code-empty"),
        ("   ", "code-empty"),
        ("ABC", "code-malformed"),
        ("ABCD-EFGH-J", "code-malformed"),
        ("UUUU-UUUU", "code-malformed"),
        (&"0".repeat(3000), "code-malformed"),
    ] {
        assert_eq!(enter(&browser, typed).await.as_deref(), Some(refusal));
        let plain = browser.post("enter_mailed_code", &[("code", typed)]).await;
        assert_eq!(plain.refusal().as_deref(), Some(refusal));
    }
    assert_eq!(tries_left(&browser).await, None, "none was used");
    assert_eq!(enter(&browser, &code).await, None);
}

#[tokio::test]
async fn s17_a_code_is_found_in_what_was_copied_and_two_codes_cost_no_try() {
    let world = World::new().await;
    let (browser, code) = waiting(&world).await;
    let wrong = wrong_code(&code);
    for both in [
        format!("{code} {wrong}"),
        format!("{wrong}, {code}"),
        format!("Code: {wrong}\nCode: {code}"),
    ] {
        assert_eq!(
            enter(&browser, &both).await.as_deref(),
            Some("code-malformed"),
            "{both}"
        );
    }
    assert_eq!(tries_left(&browser).await, None, "none was used");
    assert_eq!(
        enter(&browser, &format!("驗證碼：【{wrong}】。"))
            .await
            .as_deref(),
        Some("code-wrong")
    );
    assert!(
        tries_left(&browser).await.is_some(),
        "one try, as it was one code"
    );
    assert_eq!(
        enter(
            &browser,
            &format!("Your code is: *{}*.", code.replace('-', "\u{2013}\u{200B}"))
        )
        .await,
        None
    );
}

#[tokio::test]
async fn s16_a_mailed_code_works_for_ten_minutes() {
    for (seconds, refusal) in [
        (599, None),
        (600, Some("code-expired")),
        (601, Some("code-expired")),
    ] {
        let world = World::new().await;
        let (browser, code) = waiting(&world).await;
        world.advance_seconds(seconds);
        assert_eq!(
            enter(&browser, &code).await.as_deref(),
            refusal,
            "after {seconds} s"
        );
        if refusal.is_some() {
            done(&browser.call("resend_code", &[]).await);
            assert_eq!(
                enter(&browser, &code).await.as_deref(),
                Some("code-replaced")
            );
            assert_eq!(
                enter(&browser, &world.mailed_code("anna@example.org").await).await,
                None
            );
        }
    }
}

#[tokio::test]
async fn s16_a_mail_that_could_not_be_sent_in_time_is_not_sent_any_more() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    world.advance(policy::CODE_LIFETIME);
    assert!(world.mails_to("anna@example.org").await.is_empty());
    assert_eq!(
        world.database().number("SELECT count(*) FROM outbox").await,
        0
    );
}

#[tokio::test]
async fn s17_a_code_that_was_used_is_refused_as_used() {
    let world = World::new().await;
    let (browser, code) = waiting(&world).await;
    assert_eq!(enter(&browser, &code).await, None);
    assert_eq!(enter(&browser, &code).await.as_deref(), Some("code-used"));
    assert_eq!(
        enter(&browser, &wrong_code(&code)).await.as_deref(),
        Some("code-wrong")
    );
    assert_eq!(browser.recovery_step().await, Some(2), "one proof, not two");
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        1
    );
}

#[tokio::test]
async fn s21_a_new_code_replaces_the_earlier_one_of_the_same_recovery_only() {
    let world = World::new().await;
    let (owner, code) = waiting(&world).await;
    let (stranger, strangers) = waiting(&world).await;
    world.advance(policy::RESEND_WAIT);
    done(&stranger.call("resend_code", &[]).await);
    assert_eq!(
        enter(&stranger, &strangers).await.as_deref(),
        Some("code-replaced")
    );
    assert_eq!(
        enter(&owner, &code).await,
        None,
        "a stranger's new code leaves the owner's alone"
    );
}

#[tokio::test]
async fn s66_a_new_code_can_be_asked_for_after_half_a_minute_and_three_times_in_all() {
    let world = World::new().await;
    let (browser, _) = waiting(&world).await;
    world.advance(policy::RESEND_WAIT - Duration::from_millis(1));
    let plain = browser.post("resend_code", &[]).await;
    assert_eq!(
        plain.location(),
        Some("/recover/verify?problem=resend-early")
    );
    assert!(
        browser
            .follow(&plain)
            .await
            .words()
            .contains("You can ask for a new code in 1 second")
    );
    world.advance(Duration::from_millis(1));
    for number in 2..=policy::CODES_PER_FLOW {
        done(&browser.call("resend_code", &[]).await);
        assert_eq!(
            browser.call("resend_code", &[]).await.refusal().as_deref(),
            Some("resend-early")
        );
        assert_eq!(
            world.mails_to("anna@example.org").await.len(),
            number as usize
        );
        world.advance(policy::RESEND_WAIT);
    }
    assert_eq!(
        browser.call("resend_code", &[]).await.refusal().as_deref(),
        Some("resend-spent")
    );
    let page = browser.get("/recover/verify").await;
    assert!(
        !page.words().contains("Send a new code"),
        "what can't be done isn't offered"
    );
    assert_eq!(
        enter(&browser, &world.mailed_code("anna@example.org").await).await,
        None,
        "the last one works"
    );
}

#[tokio::test]
async fn going_back_to_the_list_neither_sends_a_second_code_nor_gives_new_tries() {
    let world = World::new().await;
    let (browser, code) = waiting(&world).await;
    for left in [4, 3] {
        enter(&browser, &wrong_code(&code)).await;
        done(&browser.call("choose_another_way", &[]).await);
        assert_eq!(
            browser.get("/recover/verify").await.heading(),
            "Verification step 1 of 2"
        );
        done(
            &browser
                .call("choose_method", &[("method", "saved_code")])
                .await,
        );
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        assert_eq!(tries_left(&browser).await, Some(left));
    }
    assert_eq!(world.mails_to("anna@example.org").await.len(), 1);
    assert_eq!(enter(&browser, &code).await, None);
}

#[tokio::test]
async fn s23_the_right_code_in_another_browser_is_refused_and_costs_its_owner_nothing() {
    let world = World::new().await;
    let (owner, code) = waiting(&world).await;

    let without = world.browser();
    let plain = without.post("enter_mailed_code", &[("code", &code)]).await;
    assert_eq!(plain.location(), Some("/recover/verify"));
    assert_eq!(
        without.follow(&plain).await.heading(),
        "Nothing has been started in this browser"
    );

    let (same_person, _) = waiting(&world).await;
    let other_person = world.browser();
    other_person.start_recovery("bert", "forgot_password").await;
    done(
        &other_person
            .call("choose_method", &[("method", "mail")])
            .await,
    );
    for browser in [&same_person, &other_person] {
        assert_eq!(enter(browser, &code).await.as_deref(), Some("code-wrong"));
        assert_eq!(
            tries_left(browser).await,
            Some(4),
            "the try is counted where it was made"
        );
    }
    assert_eq!(tries_left(&owner).await, None, "and only there");
    assert_eq!(enter(&owner, &code).await, None);
}
