//! The limits of an end: its time, its person, and the codes that are worth nothing afterwards
//! (S16, S55).

use super::{NEW, can_sign_in, finish_new, keep};
use regain_domain::policy;
use regain_testkit::{World, done, wrong_code};
use std::time::Duration;

#[tokio::test]
async fn s16_the_end_comes_within_fifteen_minutes_of_the_first_gate() {
    for (before_the_end, finished) in [(1, true), (0, false)] {
        let world = World::new().await;
        let anna = world.anna();
        let browser = world.browser();
        browser.start_recovery("anna", "forgot_password").await;
        world.pass_mail(&browser, anna).await;
        world.advance_seconds(600);
        browser.pass_saved_code(&anna.codes[0]).await;
        world.advance(
            policy::FLOW_LIFETIME_AFTER_GATE - Duration::from_millis(600_000 + before_the_end),
        );
        assert_eq!(
            finish_new(&browser, NEW).await.is_none(),
            finished,
            "the second gate gives no more time"
        );
        assert_eq!(can_sign_in(&world, NEW).await, finished);
        if !finished {
            assert_eq!(
                browser.get("/recover/password").await.heading(),
                "The time is up"
            );
        }
    }
}

#[tokio::test]
async fn the_last_page_can_be_seen_for_a_quarter_of_an_hour_and_says_nothing_later() {
    let world = World::new().await;
    let browser = world.proven(world.anna(), "forgot_password", 0).await;
    assert_eq!(finish_new(&browser, NEW).await, None);
    for path in ["/recover/verify", "/recover/password"] {
        assert_eq!(browser.get(path).await.location(), Some("/recover/done"));
    }
    world.advance(policy::FLOW_DONE_SHOWN - Duration::from_millis(1));
    assert_eq!(
        browser.get("/recover/done").await.heading(),
        "Your new password is set"
    );
    world.advance(Duration::from_millis(1));
    assert_eq!(
        browser.get("/recover/done").await.heading(),
        "Nothing has been started in this browser"
    );
}

#[tokio::test]
async fn two_recoveries_at_once_of_one_person_have_one_end() {
    let world = World::new().await;
    let anna = world.anna();
    let first = world.proven(anna, "forgot_password", 0).await;
    let second = world.proven(anna, "forgot_password", 1).await;
    assert_eq!(first.recovery_step().await, Some(3));
    assert_eq!(finish_new(&second, NEW).await, None);
    assert_eq!(
        finish_new(&first, "a third and different sentence")
            .await
            .as_deref(),
        Some("flow-step")
    );
    assert_eq!(
        first.get("/recover/password").await.heading(),
        "This was stopped"
    );
    assert!(can_sign_in(&world, NEW).await);
}

#[tokio::test]
async fn two_recoveries_at_once_of_two_people_do_not_disturb_each_other() {
    let world = World::new().await;
    let annas = world.proven(world.anna(), "forgot_password", 0).await;
    let berts = world.proven(world.bert(), "forgot_password", 0).await;
    assert_eq!(finish_new(&annas, NEW).await, None);
    assert_eq!(
        finish_new(&berts, "an entirely different sentence").await,
        None
    );
    assert!(can_sign_in(&world, NEW).await);
    assert!(!can_sign_in(&world, "an entirely different sentence").await);
}

#[tokio::test]
async fn s55_a_person_who_was_disabled_meanwhile_reaches_no_end() {
    let world = World::new().await;
    let anna = world.anna();
    let before = world.stored_password(&anna.email).await;
    let browser = world.proven(anna, "forgot_password", 0).await;
    world.set_disabled(&anna.email, true).await;
    assert_eq!(
        finish_new(&browser, NEW).await.as_deref(),
        Some("flow-step")
    );
    assert_eq!(
        keep(&browser, &anna.password).await.as_deref(),
        Some("flow-step")
    );
    assert_eq!(world.stored_password(&anna.email).await, before);
}

#[tokio::test]
async fn after_the_end_the_mailed_codes_of_the_recovery_are_worth_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&browser, anna).await;
    let mails = world.mails_to(&anna.email).await;
    let code = mails
        .iter()
        .find_map(|mail| mail.code.clone())
        .expect("a code");
    browser.pass_saved_code(&anna.codes[0]).await;
    assert_eq!(finish_new(&browser, NEW).await, None);
    let fresh = world.browser();
    fresh.start_recovery("anna", "forgot_password").await;
    done(&fresh.call("choose_method", &[("method", "mail")]).await);
    let newer = world.mailed_code(&anna.email).await;
    assert_ne!(newer, code);
    for typed in [&code, &wrong_code(&newer)] {
        let answer = fresh.call("enter_mailed_code", &[("code", typed)]).await;
        assert_eq!(answer.refusal().as_deref(), Some("code-wrong"));
    }
    done(
        &fresh
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    let answer = fresh
        .call("enter_saved_code", &[("code", &anna.codes[0])])
        .await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("code-used"),
        "S25: in this recovery neither"
    );
}
