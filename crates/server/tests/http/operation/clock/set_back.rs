//! A clock that is set back extends nothing, brings nothing back, and locks nobody out (S16, S17,
//! S57).

use super::DAY;
use regain_domain::policy;
use regain_testkit::{World, done};

/// A world long enough after everybody's enrolment.
async fn world() -> World {
    let world = World::new().await;
    world.advance(3 * DAY);
    world
}

#[tokio::test]
async fn s16_what_was_opened_before_a_clock_was_set_back_is_over() {
    let world = world().await;
    let anna = world.anna();
    let link = world.invite("carla@example.org").await;
    let signed_in = world.browser();
    let recovering = world.browser();
    let invited = world.browser();
    signed_in.sign_in(anna).await;
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "mail")])
            .await,
    );
    let code = world.mailed_code(&anna.email).await;

    let ready = world.browser().get("/readyz").await.json();
    assert_eq!(ready, serde_json::json!({ "ready": true }));
    world.set_clock_back(DAY);
    let ready = world.browser().get("/readyz").await.json();
    assert_eq!(
        ready,
        serde_json::json!({ "ready": true, "clock_is_behind": true })
    );
    assert!(!signed_in.is_signed_in().await);
    done(
        &recovering
            .call("enter_mailed_code", &[("code", &code)])
            .await,
    );
    let proofs = "SELECT count(*) FROM challenges WHERE consumed_at IS NOT NULL";
    assert_eq!(
        world.database().number(proofs).await,
        0,
        "or the code would work for a day"
    );
    assert_eq!(
        recovering.get("/recover/verify").await.heading(),
        "The time is up"
    );
    let opened = invited
        .call("open_invitation", &[("code", link.code.shown().as_str())])
        .await;
    assert_eq!(opened.refusal().as_deref(), Some("invitation-expired"));

    let again = world.proven(anna, "forgot_password", 0).await;
    done(
        &again
            .call(
                "new_password",
                &[("password", "a sentence that nobody has said")],
            )
            .await,
    );
}

#[tokio::test]
async fn s16_a_small_correction_of_the_clock_is_not_noticed() {
    let world = world().await;
    let anna = world.anna();
    let signed_in = world.browser();
    let recovering = world.browser();
    signed_in.sign_in(anna).await;
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.set_clock_back(policy::CLOCK_TOLERANCE);
    world.pass_mail(&recovering, anna).await;
    assert!(signed_in.is_signed_in().await);
}

#[tokio::test]
async fn s17_what_was_used_stays_used_when_a_clock_is_set_back() {
    let world = world().await;
    let anna = world.anna();
    world.proven(anna, "forgot_password", 0).await;
    world.set_clock_back(DAY);
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&browser, anna).await;
    done(
        &browser
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    let used = browser
        .call("enter_saved_code", &[("code", &anna.codes[0])])
        .await;
    assert_eq!(used.refusal().as_deref(), Some("code-used"));
}

#[tokio::test]
async fn s57_nobody_waits_until_a_clock_that_was_set_back_has_caught_up() {
    let world = world().await;
    let anna = world.anna();
    for nth in 0..=policy::FREE_FAILURES {
        world
            .browser()
            .try_sign_in(&anna.user_name, &format!("not the password, {nth}"))
            .await;
    }
    let waits = world.browser();
    waits.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(!waits.is_signed_in().await, "the delay holds");
    for _ in 0..policy::MAILS.hourly {
        let stranger = world.browser();
        stranger
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        done(&stranger.call("choose_method", &[("method", "mail")]).await);
    }
    world.deliver().await;
    let mails = world.mails_to(&anna.email).await.len();

    world.set_clock_back(DAY);
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    assert_eq!(
        world.mails_to(&anna.email).await.len(),
        mails + 1,
        "the budget is that of today"
    );
    waits.sign_in(anna).await;
}
