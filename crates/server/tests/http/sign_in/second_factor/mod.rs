//! The second factor: at sign-in, remembered, and in enrolment.

mod password_known;
mod wrong_app_codes;

use regain_domain::Timestamp;
use regain_testkit::{App, Person, World, done, wrong_saved_code};

const DAY: u64 = 24 * 60 * 60;

#[tokio::test]
async fn s20_an_enrolment_ends_only_with_an_authenticator_app() {
    let world = World::strict().await;
    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    let mut carla = Person::at("carla@example.org");
    browser.enrol_until_codes(&mut carla).await;
    // Before the codes are confirmed, the enrolment sets up no app.
    browser
        .call(
            "enrol_authenticator",
            &[("name", "Phone"), ("code", "123456")],
        )
        .await;
    assert!(world.holdings("carla@example.org").await.methods.is_empty());
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );
    assert_eq!(
        world
            .browser()
            .try_sign_in(&carla.user_name, &carla.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in"),
        "not active yet"
    );

    let page = browser.get("/invite").await;
    assert_eq!(page.heading(), "Set up an authenticator app");
    assert!(page.words().contains("Step 5 of 5"), "{}", page.words());
    assert!(
        page.body
            .contains("href=\"otpauth://totp/Example:carla%40example.org?secret=")
    );
    let key = browser.shown_key("/invite").await;
    assert_eq!(
        key,
        browser.shown_key("/invite").await,
        "a reload shows the same"
    );
    let app = App::with_key(&key);
    for (typed, refusal) in [
        ("", "code-empty"),
        ("12345", "authenticator-malformed"),
        ("12345a", "authenticator-malformed"),
    ] {
        let refused = browser
            .call("enrol_authenticator", &[("name", "Phone"), ("code", typed)])
            .await;
        assert_eq!(refused.refusal().as_deref(), Some(refusal), "{typed}");
    }
    let wrong = App::with_key("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ").code_at(world.now());
    let refused = browser
        .call(
            "enrol_authenticator",
            &[("name", "Phone"), ("code", &wrong)],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("authenticator-wrong"));
    let long = "x".repeat(300);
    let refused = browser
        .call(
            "enrol_authenticator",
            &[("name", &long), ("code", &app.code_at(world.now()))],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("name-long"));

    carla.app = Some(world.enrol_app(&browser).await);
    assert_eq!(
        browser.get("/invite").await.heading(),
        "Your account is ready"
    );
    world.sign_in_fully(&browser, &carla).await;
    let told: Vec<String> = world
        .mails_to("carla@example.org")
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert!(
        !told.contains(&"Sign-in on a new device".to_owned()),
        "the one they enrolled in is known: {told:?}"
    );
}

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
async fn a_remembered_device_is_asked_again_after_ninety_days_and_after_every_reset() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    done(&browser.call("verify_authenticator", &fields).await);
    done(&browser.call("sign_out", &[]).await);
    browser.sign_in(anna).await;
    done(&browser.call("sign_out", &[]).await);
    // The browser remembers Anna alone.
    browser.asked_for_second_factor(world.bert()).await;
    world.advance_seconds(89 * DAY);
    browser.sign_in(anna).await;
    done(&browser.call("sign_out", &[]).await);
    world.advance_seconds(DAY);
    browser.asked_for_second_factor(anna).await;

    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    done(&browser.call("verify_authenticator", &fields).await);
    let recovering = world.proven(anna, "know_password", 5).await;
    done(
        &recovering
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    browser.asked_for_second_factor(anna).await;
}

#[tokio::test]
async fn s79_a_row_of_a_device_given_to_somebody_else_is_of_no_use() {
    let world = World::strict().await;
    let anna = world.anna();
    let bert = world.bert();
    let browser = world.browser();
    browser.asked_for_second_factor(bert).await;
    let fields = [
        ("code", world.app_code(bert)),
        ("remember", "on".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    done(&browser.call("verify_authenticator", &fields).await);
    let take = format!(
        "UPDATE devices SET person_id = x'{}'",
        world.id_of(&anna.email).await.to_hex()
    );
    world.database().run(&take).await;
    browser.asked_for_second_factor(anna).await;
}

#[tokio::test]
async fn s30_a_frozen_account_opens_with_a_second_factor_and_never_without() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    done(&browser.call("verify_authenticator", &fields).await);
    done(&browser.call("freeze_own", &[]).await);
    browser.asked_for_second_factor(anna).await;
    assert!(!browser.is_signed_in().await);
    done(
        &browser
            .call("verify_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    assert!(browser.is_signed_in().await);
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM people WHERE frozen_at IS NOT NULL")
            .await,
        0
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM history WHERE event = 'account.opened'")
            .await,
        1
    );
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

#[tokio::test]
async fn s30_a_sign_in_on_a_device_that_is_not_known_is_told_once() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    for _ in 0..2 {
        world.sign_in_fully(&browser, anna).await;
        done(&browser.call("sign_out", &[]).await);
    }
    let mails = world.mails_to(&anna.email).await;
    let told: Vec<_> = mails
        .iter()
        .filter(|mail| mail.subject == "Sign-in on a new device")
        .collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].freeze_link.is_some());
}
