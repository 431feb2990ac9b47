//! Signing in with a passkey (S30).

use crate::support::passkeys::{SIGN_IN, refusal, with_passkey};
use regain_domain::policy;
use regain_testkit::{World, done};

#[tokio::test]
async fn a_removed_passkey_is_of_no_use() {
    let world = World::strict().await;
    let (browser, anna, mut passkey) = with_passkey(&world).await;
    let id = world.holdings(&anna.email).await.methods[1].id.to_hex();
    done(&browser.call("remove_method", &[("method", &id)]).await);
    assert_eq!(
        refusal(&world.browser(), SIGN_IN, &mut passkey)
            .await
            .as_deref(),
        Some("passkey-unknown")
    );
}

#[tokio::test]
async fn s30_a_passkey_opens_a_frozen_account_and_never_a_disabled_one() {
    let world = World::strict().await;
    let (browser, anna, mut passkey) = with_passkey(&world).await;
    done(&browser.call("freeze_own", &[]).await);
    // A thief may have added it just before.
    assert_eq!(
        refusal(&world.browser(), SIGN_IN, &mut passkey)
            .await
            .as_deref(),
        Some("method-new"),
        "S28"
    );
    let second = world.browser();
    second.asked_for_second_factor(&anna).await;
    let verify = ("verify", "verify_with_passkey");
    assert_eq!(
        refusal(&second, verify, &mut passkey).await.as_deref(),
        Some("method-new")
    );
    world.advance(policy::QUARANTINE);
    // A freeze stops every clock (S111).
    assert_eq!(
        refusal(&world.browser(), SIGN_IN, &mut passkey)
            .await
            .as_deref(),
        Some("method-new")
    );

    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    world.advance(policy::QUARANTINE);
    let browser = world.browser();
    done(
        &browser
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey)
            .await,
    );
    done(&browser.call("freeze_own", &[]).await);
    done(
        &world
            .browser()
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey)
            .await,
    );
    let root = world.confirmed(world.root()).await;
    let id = world.id_of(&anna.email).await.to_hex();
    done(
        &root
            .call("disable_person", &[("person", &id), ("reason", "left")])
            .await,
    );
    assert_eq!(
        refusal(&world.browser(), SIGN_IN, &mut passkey)
            .await
            .as_deref(),
        Some("sign-in")
    );
}

#[tokio::test]
async fn without_script_a_passkey_says_what_it_takes() {
    let world = World::strict().await;
    let browser = world.browser();
    let answer = browser
        .post("sign_in_with_passkey", &[("return_to", "/account/methods")])
        .await;
    assert_eq!(
        answer.location(),
        Some("/sign-in?return_to=/account/methods&problem=passkey-missing")
    );
    let page = browser.follow(&answer).await.words();
    assert!(
        page.contains("A passkey needs JavaScript, which didn't run here"),
        "{page}"
    );
}
