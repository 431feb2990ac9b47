//! A frozen account: the ways that open it, and those that don't (S30).

use crate::support::history::entries;
use regain_testkit::{World, done};

#[tokio::test]
async fn s30_a_frozen_account_lets_nobody_in_until_its_owner_recovers_it() {
    let world = World::new().await;
    let anna = world.anna();
    let before = world.credentials().await;
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(&browser.call("freeze_own", &[]).await);
    assert!(!browser.is_signed_in().await);
    assert_eq!(
        world
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    assert_eq!(world.credentials().await, before, "it can only freeze");
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your account is frozen"
    );

    let recovering = world.proven(anna, "know_password", 1).await;
    done(
        &recovering
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    browser.sign_in(anna).await;
    assert!(
        entries(&browser)
            .await
            .contains(&"Your account was opened again".to_owned())
    );
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
