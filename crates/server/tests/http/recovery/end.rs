//! `/recover/password` and `/recover/done`: the two ends of a recovery.

use regain_domain::policy;
use regain_testkit::{Browser, World, done, wrong_code};
use std::time::Duration;

const NEW: &str = "the lark of tomorrow sings at noon";

async fn finish_new(browser: &Browser, password: &str) -> Option<String> {
    browser
        .call("new_password", &[("password", password)])
        .await
        .refusal()
}

async fn keep(browser: &Browser, password: &str) -> Option<String> {
    browser
        .call("keep_password", &[("password", password)])
        .await
        .refusal()
}

async fn can_sign_in(world: &World, password: &str) -> bool {
    world
        .browser()
        .try_sign_in("anna", password)
        .await
        .location()
        == Some("/account")
}

async fn subjects(world: &World) -> Vec<String> {
    world
        .mails_to("anna@example.org")
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect()
}

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

#[tokio::test]
async fn a_known_password_is_kept_and_every_delay_is_gone() {
    let world = World::new().await;
    let anna = world.anna();
    for failure in 0..9 {
        if failure > 0 {
            world.advance(policy::LONGEST_DELAY);
        }
        for identifier in ["anna", "anna@example.org"] {
            world
                .browser()
                .try_sign_in(identifier, &format!("wrong, {failure}"))
                .await;
        }
    }
    assert!(!can_sign_in(&world, &anna.password).await, "delayed");
    let before = world.stored_password(&anna.email).await;

    let browser = world.proven(anna, "know_password", 0).await;
    assert_eq!(
        browser.get("/recover/password").await.heading(),
        "Keep my password"
    );
    let answer = browser
        .post("keep_password", &[("password", &anna.password)])
        .await;
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Your account is open again");
    assert!(browser.cookie("session").is_none(), "S29: no end signs in");
    assert_eq!(world.stored_password(&anna.email).await, before);
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sign_in_counters")
            .await,
        0
    );
    assert_eq!(
        subjects(&world).await[0],
        "You can sign in to your account again"
    );
    assert!(can_sign_in(&world, &anna.password).await, "at once");
    assert!(
        world
            .browser()
            .try_sign_in(&anna.email, &anna.password)
            .await
            .refusal()
            .is_none()
    );
}

#[tokio::test]
async fn keeping_takes_five_tries_and_then_a_new_password_still_helps() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.proven(anna, "know_password", 0).await;
    assert_eq!(
        keep(&browser, "").await.as_deref(),
        Some("password-empty"),
        "costs no try"
    );
    for _ in 0..policy::KEEP_TRIES {
        assert_eq!(
            keep(&browser, "not the password of anna").await.as_deref(),
            Some("password-wrong")
        );
    }
    assert_eq!(
        keep(&browser, &anna.password).await.as_deref(),
        Some("password-tries"),
        "the right one is too late"
    );
    let plain = browser
        .post("keep_password", &[("password", &anna.password)])
        .await;
    assert_eq!(
        plain.location(),
        Some("/recover/password?problem=password-tries")
    );
    done(&browser.call("end_with", &[("keep", "")]).await);
    assert_eq!(
        browser.get("/recover/password").await.heading(),
        "Choose a new password"
    );
    done(&browser.call("end_with", &[("keep", "on")]).await);
    assert_eq!(
        keep(&browser, &anna.password).await.as_deref(),
        Some("password-tries"),
        "switching gives no new tries"
    );
    assert_eq!(finish_new(&browser, NEW).await, None);
    assert!(can_sign_in(&world, NEW).await);
}

#[tokio::test]
async fn the_end_can_be_chosen_anew_in_both_directions() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.proven(anna, "forgot_password", 0).await;
    let answer = browser.post("end_with", &[("keep", "on")]).await;
    assert_eq!(browser.follow(&answer).await.heading(), "Keep my password");
    let answer = browser.post("end_with", &[("keep", "")]).await;
    assert_eq!(
        browser.follow(&answer).await.heading(),
        "Choose a new password"
    );
    done(&browser.call("end_with", &[("keep", "on")]).await);
    assert_eq!(keep(&browser, &anna.password).await, None);
    assert_eq!(
        browser.get("/recover/done").await.heading(),
        "Your account is open again"
    );
}

#[tokio::test]
async fn keeping_the_password_leaves_sessions_and_ends_other_recoveries() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.proven(anna, "know_password", 0).await;
    let other = world.browser();
    other.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&other, anna).await;
    assert_eq!(keep(&browser, &anna.password).await, None);
    assert_eq!(other.recovery_step().await, None);
}

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
