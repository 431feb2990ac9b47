//! The lifetimes of sessions, codes, recoveries, invitations and known devices (S16, S51, S58).

use crate::admin::policy::{DAY, set_by_two, use_up_codes};
use crate::support::people::root;
use crate::support::policy::{bert_as, decide, set};
use regain_domain::Role;
use regain_testkit::{Browser, World, done};

#[tokio::test]
async fn s51_sessions_end_as_the_policy_says() {
    let world = World::new().await;
    let browser = root(&world).await;
    let anna = world.browser();
    anna.sign_in(world.anna()).await;
    set(
        &world,
        &browser,
        &[("session_idle", "5"), ("session_absolute", "2")],
    )
    .await;
    world.advance_seconds(299);
    assert!(anna.is_signed_in().await);
    world.advance_seconds(300);
    assert!(!anna.is_signed_in().await, "idle");
    anna.sign_in(world.anna()).await;
    for _ in 0..29 {
        world.advance_seconds(240);
        assert!(anna.is_signed_in().await);
    }
    world.advance_seconds(240);
    assert!(!anna.is_signed_in().await, "two hours old");
    let page = world.browser().get("/sign-in").await.words();
    assert!(
        page.contains("for 2 hours at most, or until it hasn't been used for 5 minutes"),
        "{page}"
    );
}

#[tokio::test]
async fn s16_codes_recoveries_and_invitations_last_as_long_as_the_policy_says() {
    let world = World::new().await;
    let root = root(&world).await;
    let values = [
        ("code_lifetime", "3"),
        ("flow_after_gate", "5"),
        ("invitation_lifetime", "4"),
    ];
    set(&world, &root, &values).await;
    let bert = world.bert();
    let browser = world.browser();
    browser
        .start_recovery(&bert.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mail = world.last_mail_to(&bert.email).await;
    assert!(
        mail.text.contains("It works for 3 minutes"),
        "{}",
        mail.text
    );
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("It works for 3 minutes.")
    );
    world.advance_seconds(180);
    let code = mail.code.expect("a code");
    assert_eq!(
        browser
            .call("enter_mailed_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("code-expired")
    );
    let plain = browser.post("enter_mailed_code", &[("code", &code)]).await;
    assert!(
        browser
            .follow(&plain)
            .await
            .words()
            .contains("codes work for 3 minutes")
    );
    done(&browser.call("resend_code", &[]).await);
    world.pass_mail(&browser, bert).await;
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("You have 5 minutes from the first step to finish.")
    );
    world.advance_seconds(299);
    assert_eq!(browser.recovery_step().await, Some(2));
    world.advance_seconds(1);
    assert_eq!(browser.recovery_step().await, None);

    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    world.advance_seconds(4 * 60 * 60);
    let late = world
        .browser()
        .call("open_invitation", &[("code", &code)])
        .await;
    assert_eq!(late.refusal().as_deref(), Some("invitation-expired"));
}

#[tokio::test]
async fn s58_devices_are_remembered_no_longer_than_the_policy_says() {
    let world = World::strict().await;
    let anna = world.anna();
    let remembered = async |browser: &Browser| {
        done(&browser.call("sign_out", &[]).await);
        browser.try_sign_in(&anna.user_name, &anna.password).await;
        browser.is_signed_in().await
    };
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    assert!(
        browser
            .get("/sign-in/verify")
            .await
            .words()
            .contains("on this device for 90 days")
    );
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    done(
        &browser
            .call(
                "verify_authenticator",
                &fields.each_ref().map(|(n, v)| (*n, v.as_str())),
            )
            .await,
    );
    assert!(remembered(&browser).await);
    let administrator = root(&world).await;
    set(&world, &administrator, &[("device_remembered", "10")]).await;
    world.advance_seconds(9 * DAY);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(browser.is_signed_in().await, "ten days from the change");
    world.advance_seconds(DAY + 1);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(!browser.is_signed_in().await);
    let administrator = root(&world).await;
    set(&world, &administrator, &[("device_remembered", "0")]).await;
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    assert!(
        !browser
            .get("/sign-in/verify")
            .await
            .body
            .contains("name=\"remember\""),
        "not offered"
    );
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    done(
        &browser
            .call(
                "verify_authenticator",
                &fields.each_ref().map(|(n, v)| (*n, v.as_str())),
            )
            .await,
    );
    assert!(
        !remembered(&browser).await,
        "nor done, though it was asked for"
    );
}

#[tokio::test]
async fn s58_what_was_remembered_is_forgotten_where_a_later_policy_remembers_nothing() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.asked_for_second_factor(anna).await;
    let fields = [
        ("code", world.app_code(anna)),
        ("remember", "on".to_owned()),
    ];
    done(
        &browser
            .call(
                "verify_authenticator",
                &fields.each_ref().map(|(n, v)| (*n, v.as_str())),
            )
            .await,
    );
    done(&browser.call("sign_out", &[]).await);
    use_up_codes(&world, anna).await;
    let administrator = root(&world).await;
    let values = [("device_remembered", "0"), ("method_authenticator", "0")];
    set_by_two(&world, &administrator, world.bert(), &values).await;
    world.advance_seconds(7 * DAY + 1);
    world
        .regain()
        .upkeep
        .sweep()
        .await
        .expect("the database answers");
    // A longer span on offer again applies to later sign-ins only.
    let administrator = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    set(&world, &administrator, &[("device_remembered", "90")]).await;
    assert_eq!(decide(&bert, "confirm").await.refusal(), None);
    browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert!(!browser.is_signed_in().await);
}
