//! A recovery that ends with a new password (S10, S11, S17, S29).

use super::{NEW, can_sign_in, finish_new, keep, subjects};
use regain_testkit::{World, done};

#[tokio::test]
async fn a_forgotten_password_ends_with_a_new_one_by_plain_forms() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.proven(anna, "forgot_password", 0).await;
    assert_eq!(
        browser.get("/recover/password").await.heading(),
        "Choose a new password"
    );
    let answer = browser.post("new_password", &[("password", NEW)]).await;
    assert_eq!(answer.location(), Some("/recover/done"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Your new password is set");
    assert!(
        page.words().contains("No device was signed in."),
        "nobody was: {}",
        page.words()
    );
    assert!(page.body.contains("href=\"/sign-in\""));
    assert_eq!(subjects(&world).await[0], "Your account has a new password");
    assert!(can_sign_in(&world, NEW).await);
    assert!(!can_sign_in(&world, &anna.password).await);
    assert_eq!(
        subjects(&world).await[0],
        "Sign-in on a new device",
        "none is remembered"
    );
}

#[tokio::test]
async fn s29_the_end_ends_every_session_and_every_other_recovery_and_never_signs_in() {
    let world = World::new().await;
    let anna = world.anna();
    let sessions = [world.browser(), world.browser()];
    for session in &sessions {
        session.sign_in(anna).await;
    }
    let berts = world.browser();
    berts.sign_in(world.bert()).await;
    let same = sessions[0].copy();
    same.start_recovery("anna", "forgot_password").await;
    let other = world.browser();
    other
        .start_recovery("anna@example.org", "forgot_password")
        .await;
    other.pass_saved_code(&anna.codes[1]).await;
    let berts_recovery = world.browser();
    berts_recovery
        .start_recovery("bert", "forgot_password")
        .await;

    world.pass_mail(&same, anna).await;
    same.pass_saved_code(&anna.codes[0]).await;
    let answer = same.post("new_password", &[("password", NEW)]).await;
    assert!(
        same.cookie("session").is_none(),
        "this browser's session ends too: {:?}",
        answer.cookies()
    );
    assert!(!same.is_signed_in().await);
    for session in &sessions {
        assert!(
            !session.is_signed_in().await,
            "S29: a copy of an earlier cookie is worth nothing"
        );
    }
    assert!(berts.is_signed_in().await, "other people stay signed in");
    assert_eq!(other.recovery_step().await, None);
    assert_eq!(
        other.get("/recover/verify").await.heading(),
        "This was stopped"
    );
    assert_eq!(berts_recovery.recovery_step().await, Some(1));
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sessions")
            .await,
        1
    );
    let text = world.last_mail_to(&anna.email).await.text;
    assert!(text.contains("signed out in all 2 places"), "{text}");
}

#[tokio::test]
async fn a_refused_password_uses_up_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.proven(anna, "forgot_password", 0).await;
    let before = world.stored_password(&anna.email).await;
    for (password, refusal) in [
        ("", "password-empty"),
        ("fourteen chars", "password-short"),
        (&"many words ".repeat(40), "password-long"),
        ("anna-anna-anna-anna", "password-context"),
        ("Anna@Example.Org", "password-context"),
        ("ababababababababab", "password-repetition"),
        ("1Qaz2Wsx3Edc4Rfv", "password-common"),
        ("Sunshine-Princess", "password-weak"),
        ("RegainP4$$w0rd-2026", "password-weak"),
        (&anna.password, "password-unchanged"),
    ] {
        assert_eq!(
            finish_new(&browser, password).await.as_deref(),
            Some(refusal)
        );
        let plain = browser
            .post("new_password", &[("password", password)])
            .await;
        assert_eq!(
            plain.location(),
            Some(format!("/recover/password?problem={refusal}").as_str())
        );
        assert_eq!(
            browser.follow(&plain).await.heading(),
            "Choose a new password"
        );
    }
    assert_eq!(world.stored_password(&anna.email).await, before);
    assert_eq!(browser.recovery_step().await, Some(3));
    assert_eq!(finish_new(&browser, NEW).await, None);
    assert!(can_sign_in(&world, NEW).await);
}

#[tokio::test]
async fn s11_the_end_before_two_gates_is_no_end() {
    let world = World::new().await;
    let anna = world.anna();
    let password = world.stored_password(&anna.email).await;
    let none = world.browser();
    let started = world.browser();
    started.start_recovery("anna", "forgot_password").await;
    let mailed = world.browser();
    mailed.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&mailed, anna).await;
    let saved = world.browser();
    saved.start_recovery("anna", "know_password").await;
    saved.pass_saved_code(&anna.codes[0]).await;
    for (browser, step) in [
        (&none, None),
        (&started, Some(1)),
        (&mailed, Some(2)),
        (&saved, Some(2)),
    ] {
        assert_eq!(finish_new(browser, NEW).await.as_deref(), Some("flow-step"));
        assert_eq!(
            keep(browser, &anna.password).await.as_deref(),
            Some("flow-step")
        );
        done(&browser.call("end_with", &[("keep", "on")]).await);
        assert_eq!(
            browser
                .post("new_password", &[("password", NEW)])
                .await
                .location(),
            Some("/recover/password")
        );
        assert_eq!(browser.recovery_step().await, step);
        if step.is_some() {
            assert_eq!(
                browser.get("/recover/password").await.location(),
                Some("/recover/verify")
            );
        }
    }
    assert_eq!(world.stored_password(&anna.email).await, password);
    assert!(can_sign_in(&world, &anna.password).await);
}

#[tokio::test]
async fn s10_nothing_that_a_client_sends_selects_whose_password_is_set() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let before = world.stored_password(&bert.email).await;
    let browser = world.proven(anna, "forgot_password", 0).await;
    let id: String = world
        .id_of(&bert.email)
        .await
        .as_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    for (field, value) in [
        ("user_name", "bert"),
        ("identifier", "bert"),
        ("person", &id),
        ("user_id", &id),
        ("email", &bert.email),
    ] {
        let answer = browser
            .call("new_password", &[("password", NEW), (field, value)])
            .await;
        assert_eq!(answer.status, 400, "{field}");
    }
    assert_eq!(browser.recovery_step().await, Some(3));
    assert_eq!(finish_new(&browser, NEW).await, None);
    assert_eq!(world.stored_password(&bert.email).await, before);
}

#[tokio::test]
async fn s17_a_recovery_ends_once() {
    let world = World::new().await;
    let browser = world.proven(world.anna(), "forgot_password", 0).await;
    assert_eq!(finish_new(&browser, NEW).await, None);
    assert_eq!(
        finish_new(&browser, "a third and different sentence")
            .await
            .as_deref(),
        Some("flow-step")
    );
    assert_eq!(keep(&browser, NEW).await.as_deref(), Some("flow-step"));
    assert!(can_sign_in(&world, NEW).await);
    assert_eq!(
        subjects(&world)
            .await
            .iter()
            .filter(|subject| subject.contains("new password"))
            .count(),
        1
    );
}
