//! Codes of apps and saved codes as the second step, each good for one sign-in (S13, S17, S21,
//! S41).

use regain_domain::Timestamp;
use regain_testkit::{World, done, wrong_saved_code};

#[tokio::test]
async fn s13_the_password_alone_signs_nobody_in() {
    let world = World::strict().await;
    let browser = world.browser();
    browser.asked_for_second_factor(world.anna()).await;
    assert!(!browser.is_signed_in().await);
    let page = browser.get("/sign-in/verify").await;
    assert_eq!(page.heading(), "One more step");
    assert!(page.body.contains("autocomplete=\"one-time-code\""), "S38");
    // Another browser can't answer the question.
    let other = world.browser();
    let refused = other
        .post(
            "verify_authenticator",
            &[("code", &world.app_code(world.anna()))],
        )
        .await;
    assert_eq!(refused.location(), Some("/sign-in?problem=verify-none"));
    assert_eq!(
        other.get("/sign-in/verify").await.location(),
        Some("/sign-in?problem=verify-none")
    );
    // Ten minutes.
    world.advance_seconds(600);
    let refused = browser
        .post(
            "verify_authenticator",
            &[("code", &world.app_code(world.anna()))],
        )
        .await;
    assert_eq!(
        refused.location(),
        Some("/sign-in?problem=verify-none"),
        "the cookie is over, too"
    );
}

#[tokio::test]
async fn s41_a_code_works_once_and_one_step_around_its_time() {
    let world = World::strict().await;
    let anna = world.anna();
    let app = anna.app.as_ref().expect("an app");
    world.advance_seconds(300);
    let at = |seconds: i64| Timestamp::from_millis(world.now().as_millis() + seconds * 1000);
    for (seconds, works) in [(-60, false), (60, false), (-30, true), (30, true)] {
        let browser = world.browser();
        browser.asked_for_second_factor(anna).await;
        let answer = browser
            .call(
                "verify_authenticator",
                &[("code", &app.code_at(at(seconds)))],
            )
            .await;
        assert_eq!(answer.refusal().is_none(), works, "{seconds}: {answer:?}");
    }
    // The last used code and all earlier ones are over.
    for seconds in [0, 30] {
        let browser = world.browser();
        browser.asked_for_second_factor(anna).await;
        let answer = browser
            .call(
                "verify_authenticator",
                &[("code", &app.code_at(at(seconds)))],
            )
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("authenticator-used"),
            "{seconds}"
        );
        assert!(!browser.is_signed_in().await);
    }
}

#[tokio::test]
async fn s41_ten_wrong_codes_close_the_apps_for_a_day_and_nothing_else() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let right = world.app_code(anna);
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..10 {
        let refused = browser
            .call("verify_authenticator", &[("code", wrong)])
            .await;
        assert_eq!(refused.refusal().as_deref(), Some("authenticator-wrong"));
    }
    for code in [wrong, &right] {
        let refused = browser
            .call("verify_authenticator", &[("code", code)])
            .await;
        assert_eq!(refused.refusal().as_deref(), Some("authenticator-tries"));
    }
    // An incomplete code costs no try, and saved codes stay open.
    let half = browser
        .call("verify_authenticator", &[("code", "123")])
        .await;
    assert_eq!(half.refusal().as_deref(), Some("authenticator-malformed"));
    done(
        &browser
            .call("verify_saved_code", &[("code", &anna.codes[0])])
            .await,
    );
    assert!(browser.is_signed_in().await);
    world.sign_in_fully(&world.browser(), anna).await;
}

#[tokio::test]
async fn a_saved_code_signs_in_once() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let page = browser.get("/sign-in/verify?way=saved").await;
    assert!(
        page.words().contains("Saved recovery code"),
        "{}",
        page.words()
    );
    let wrong = browser
        .post(
            "verify_saved_code",
            &[("code", &wrong_saved_code(&anna.codes[3]))],
        )
        .await;
    assert!(
        wrong
            .location()
            .is_some_and(|to| to.contains("problem=code-wrong") && to.contains("way=saved"))
    );
    done(
        &browser
            .call("verify_saved_code", &[("code", &anna.codes[3])])
            .await,
    );
    assert!(browser.is_signed_in().await);
    let again = world.browser();
    again.asked_for_second_factor(anna).await;
    let used = again
        .call("verify_saved_code", &[("code", &anna.codes[3])])
        .await;
    assert_eq!(used.refusal().as_deref(), Some("code-used"));
    for _ in 0..4 {
        again
            .call(
                "verify_saved_code",
                &[("code", &wrong_saved_code(&anna.codes[4]))],
            )
            .await;
    }
    let closed = again
        .call("verify_saved_code", &[("code", &anna.codes[4])])
        .await;
    assert_eq!(
        closed.refusal().as_deref(),
        Some("code-tries"),
        "five tries for one sign-in"
    );
}

#[tokio::test]
async fn s17_a_code_of_an_app_and_a_verification_are_good_for_one_sign_in() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let thief = browser.copy();
    let code = world.app_code(anna);
    let fields = [("code", code.as_str())];
    let (first, second) = tokio::join!(
        browser.call("verify_authenticator", &fields),
        thief.call("verify_authenticator", &fields)
    );
    let won = [&first, &second]
        .into_iter()
        .filter(|answer| answer.body == "\"Done\"")
        .count();
    assert_eq!(won, 1, "{first:?} {second:?}");
}

#[tokio::test]
async fn s21_a_new_password_ends_the_second_step_that_was_open() {
    let world = World::strict().await;
    let anna = world.anna();
    let waiting = world.browser();
    waiting.asked_for_second_factor(anna).await;
    let recovering = world.proven(anna, "forgot_password", 5).await;
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    let refused = waiting
        .call("verify_authenticator", &[("code", &world.app_code(anna))])
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("verify-none"));
    assert!(!waiting.is_signed_in().await);
}
