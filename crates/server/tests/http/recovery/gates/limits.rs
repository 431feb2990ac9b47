//! The time limits of both gates, and people who were disabled meanwhile (S16, S55).

use super::{enter, enter_saved, waiting};
use regain_domain::policy;
use regain_testkit::{World, done};
use std::time::Duration;

#[tokio::test]
async fn a_recovery_lasts_half_an_hour_before_its_first_gate() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    world.advance(policy::FLOW_LIFETIME - Duration::from_millis(1));
    assert_eq!(browser.recovery_step().await, Some(1));
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code("anna@example.org").await;
    world.advance(Duration::from_millis(1));
    assert_eq!(browser.recovery_step().await, None);
    browser.call("enter_mailed_code", &[("code", &code)]).await;
    let page = browser.get("/recover/verify").await;
    assert_eq!(page.heading(), "The time is up");
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        0
    );
}

#[tokio::test]
async fn s16_a_recovery_lasts_fifteen_minutes_after_its_first_gate() {
    for (seconds, step) in [(899, Some(3)), (900, None)] {
        let world = World::new().await;
        let browser = world.browser();
        browser.start_recovery("anna", "forgot_password").await;
        world.pass_mail(&browser, world.anna()).await;
        done(
            &browser
                .call("choose_method", &[("method", "saved_code")])
                .await,
        );
        world.advance_seconds(seconds);
        enter_saved(&browser, &world.anna().codes[0]).await;
        assert_eq!(browser.recovery_step().await, step, "after {seconds} s");
        let used = world
            .database()
            .number("SELECT count(*) FROM saved_code_uses")
            .await;
        assert_eq!(
            used == 1,
            step.is_some(),
            "a recovery that is over uses up no code"
        );
    }
}

#[tokio::test]
async fn s55_disabling_a_person_shuts_every_gate() {
    let world = World::new().await;
    let (browser, code) = waiting(&world).await;
    world.set_disabled("anna@example.org", true).await;
    assert_eq!(
        enter(&browser, &code).await,
        None,
        "the page says why it doesn't go on"
    );
    assert_eq!(
        browser.recovery_step().await,
        None,
        "the recovery ended with it"
    );
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        0
    );
}
