//! Changing one's own password: the proof that it takes, the sessions that it ends, and its
//! refusals (S37, S55, S60).

use regain_domain::policy;
use regain_testkit::{Answer, Browser, World};

const NEW: &str = "the lark of tomorrow sings at noon";

async fn change(browser: &Browser, current: &str, new: &str) -> Answer {
    browser
        .call("change_password", &[("current", current), ("new", new)])
        .await
}

#[tokio::test]
async fn s37_the_password_changes_with_the_current_one_and_everything_else_ends() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    let elsewhere = world.browser();
    let recovering = world.browser();
    elsewhere.sign_in(anna).await;
    let fields = [
        ("identifier", "anna"),
        ("password", anna.password.as_str()),
        ("keep", "on"),
    ];
    browser.post("sign_in", &fields).await;
    recovering.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&recovering, anna).await;
    let before = browser.copy();

    let fields = [
        ("user_name", "anna"),
        ("current", anna.password.as_str()),
        ("new", NEW),
    ];
    let answer = browser.post("change_password", &fields).await;
    assert_eq!(answer.location(), Some("/account?notice=changed"));
    assert!(
        browser
            .follow(&answer)
            .await
            .words()
            .contains("Your password is changed.")
    );
    assert_ne!(
        browser.cookie("session"),
        before.cookie("session"),
        "S50: a new session"
    );
    assert!(
        browser
            .cookie("session")
            .expect("a session")
            .until
            .is_some(),
        "kept as it was"
    );
    assert!(
        !before.is_signed_in().await && !elsewhere.is_signed_in().await,
        "S29"
    );
    assert_eq!(recovering.recovery_step().await, None, "S21");
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your password was changed"
    );
    assert_eq!(
        world
            .browser()
            .try_sign_in("anna", &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    assert_eq!(
        world.browser().try_sign_in("anna", NEW).await.location(),
        Some("/account")
    );
}

#[tokio::test]
async fn s37_a_session_and_the_password_alone_change_no_password() {
    let world = World::strict().await;
    let anna = world.anna();
    let thief = world.browser();
    world.sign_in_fully(&thief, anna).await;
    let before = world.stored_password(&anna.email).await;
    let confirm = "/account/confirm?return_to=/account";
    let page = thief.get("/account").await;
    assert!(
        page.body.contains(&format!("href=\"{confirm}\""))
            && !page.body.contains("name=\"current\""),
        "{page:?}"
    );
    let needed = format!("{confirm}&problem=confirm-needed");
    // Nor does the refusal say whether the password is right.
    for current in [anna.password.as_str(), "not the password of anna", ""] {
        let refused = change(&thief, current, NEW).await;
        assert_eq!(
            (refused.status.as_u16(), refused.refusal().as_deref()),
            (403, Some("confirm-needed"))
        );
        assert_eq!(refused.location(), Some(needed.as_str()));
        let plain = thief
            .post("change_password", &[("current", current), ("new", NEW)])
            .await;
        assert_eq!(plain.location(), Some(needed.as_str()));
        assert_eq!(
            thief.follow(&plain).await.heading(),
            "Confirm that it's you"
        );
    }
    // The password alone doesn't confirm if there are more credentials.
    let weak = thief
        .call("confirm", &[("password", &anna.password), ("code", "")])
        .await;
    assert_eq!(weak.refusal().as_deref(), Some("code-empty"));
    assert_eq!(
        change(&thief, &anna.password, NEW)
            .await
            .refusal()
            .as_deref(),
        Some("confirm-needed")
    );
    assert_eq!(world.stored_password(&anna.email).await, before);

    let code = world.app_code(anna);
    let fields = [
        ("password", anna.password.as_str()),
        ("code", &code),
        ("return_to", "/account"),
    ];
    let confirmed = thief.post("confirm", &fields).await;
    assert_eq!(confirmed.location(), Some("/account?notice=confirmed"));
    let page = thief.follow(&confirmed).await;
    assert!(
        page.body.contains("name=\"current\"")
            && page.words().contains("You can change your password now"),
        "{page:?}"
    );
    assert_eq!(
        change(&thief, "not the password of anna", NEW)
            .await
            .refusal()
            .as_deref(),
        Some("password-wrong")
    );
    world.advance_seconds(policy::CONFIRMED_FOR.as_secs());
    assert_eq!(
        change(&thief, &anna.password, NEW)
            .await
            .refusal()
            .as_deref(),
        Some("confirm-needed")
    );
    world.confirm(&thief, anna).await;
    assert_eq!(change(&thief, &anna.password, NEW).await.refusal(), None);
    assert_ne!(world.stored_password(&anna.email).await, before);
    // A confirmation by the old password opens nothing with the new one.
    assert_eq!(
        change(&thief, NEW, &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("confirm-needed")
    );
}

#[tokio::test]
async fn a_password_is_not_changed_for_a_reason_that_is_named() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    let before = world.stored_password(&anna.email).await;
    let right = anna.password.as_str();
    for (current, new, refusal) in [
        ("", NEW, "current-empty"),
        ("not the password of anna", NEW, "password-wrong"),
        (&"x".repeat(2000), NEW, "password-wrong"),
        (right, "", "password-empty"),
        (right, "fourteen chars", "password-short"),
        (right, "anna@example.org", "password-context"),
        (right, "abababababababab", "password-repetition"),
        (right, "1qaz2wsx3edc4rfvx", "password-common"),
        (right, "Sunshine-Princess", "password-weak"),
        (right, right, "password-unchanged"),
    ] {
        assert_eq!(
            change(&browser, current, new).await.refusal().as_deref(),
            Some(refusal)
        );
        let plain = browser
            .post("change_password", &[("current", current), ("new", new)])
            .await;
        assert_eq!(
            plain.location(),
            Some(format!("/account?problem={refusal}").as_str())
        );
        assert_eq!(browser.follow(&plain).await.status, 200);
    }
    assert_eq!(world.stored_password(&anna.email).await, before);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s60_wrong_current_passwords_are_counted_and_delayed_like_sign_ins() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    for _ in 0..=policy::FREE_FAILURES {
        let answer = change(&browser, "not the password of anna", NEW).await;
        assert_eq!(answer.refusal().as_deref(), Some("password-wrong"));
    }
    let answer = change(&browser, &anna.password, NEW).await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("password-wrong"),
        "within the wait not even the right one"
    );
    world.advance_seconds(2);
    assert_eq!(change(&browser, &anna.password, NEW).await.refusal(), None);
    world.browser().try_sign_in("anna", NEW).await;
}

#[tokio::test]
async fn s55_whoever_was_disabled_changes_nothing_any_more() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    let before = world.stored_password(&anna.email).await;
    world.set_disabled(&anna.email, true).await;
    let answer = browser
        .post(
            "change_password",
            &[("current", &anna.password), ("new", NEW)],
        )
        .await;
    assert_eq!(
        answer.location(),
        Some("/sign-in?notice=ended&return_to=/account")
    );
    assert_eq!(world.stored_password(&anna.email).await, before);
}
