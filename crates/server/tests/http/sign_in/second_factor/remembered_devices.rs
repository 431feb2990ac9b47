//! Devices on which the second step isn't asked for again, and those that are new (S30, S79).

use regain_testkit::{World, done};

const DAY: u64 = 24 * 60 * 60;

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
