//! A recovery that ends with the password that was known all along.

use super::{NEW, can_sign_in, finish_new, keep, subjects};
use regain_domain::policy;
use regain_testkit::{World, done};

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
