//! Where a passkey counts, acts take it; without the last one, the role opens nothing (S114).

use super::{DAY, add_passkey, assert_closed, by_passkey, confirm, invite, with_role};
use regain_domain::policy;
use regain_testkit::{World, done};

#[tokio::test]
async fn s114_where_a_passkey_counts_an_act_takes_it_and_no_password() {
    let world = World::strict().await;
    let bert = with_role(&world).await;
    let browser = world.confirmed(bert).await;
    let mut passkey = add_passkey(&browser, 4).await;
    world.advance(policy::QUARANTINE);
    let browser = world.confirmed(bert).await;
    // A page that imitates ours can get the password and an app's code.
    assert_eq!(
        invite(&browser, "carla@example.org").await.as_deref(),
        Some("confirm-needed")
    );
    let asked = browser
        .post(
            "invite_person",
            &[("address", "carla@example.org"), ("language", "en")],
        )
        .await;
    let page = browser.follow(&asked).await;
    let words = page.words();
    assert!(
        words.contains("What you do in administration takes your passkey"),
        "{words}"
    );
    assert!(
        page.field_value("password").is_none() && !words.contains("Or with your password"),
        "{words}"
    );
    assert!(
        browser
            .get("/account/confirm")
            .await
            .words()
            .contains("Or with your password"),
        "their own account takes both"
    );
    assert_eq!(confirm(&browser, &mut passkey).await, None);
    assert_eq!(invite(&browser, "carla@example.org").await, None);
    world.advance(policy::CONFIRMED_FOR);
    assert_eq!(
        invite(&browser, "dora@example.org").await.as_deref(),
        Some("confirm-needed")
    );
}

#[tokio::test]
async fn s114_removing_the_last_passkey_says_what_follows_and_is_not_refused() {
    let world = World::strict().await;
    let bert = with_role(&world).await;
    let browser = world.confirmed(bert).await;
    let mut passkey = add_passkey(&browser, 5).await;
    let id = world.holdings(&bert.email).await.methods[1].id.to_hex();
    let said = "Administration needs this passkey.";
    assert!(
        !browser.get("/account/methods").await.words().contains(said),
        "it doesn't count yet"
    );
    world.advance(DAY * 15);
    let browser = world.browser();
    world.sign_in_fully(&browser, bert).await;
    assert_eq!(confirm(&browser, &mut passkey).await, None);
    let page = browser.get("/account/methods").await.words();
    assert!(page.contains(said), "{page}");
    assert_eq!(browser.get("/admin").await.status, 200);
    done(&browser.call("remove_method", &[("method", &id)]).await);
    // A removed passkey counts in a recovery for a while, and nowhere else (S109).
    assert_closed(&world, &browser).await;
}

#[tokio::test]
async fn s114_the_last_global_administrator_gets_back_by_a_passkey_alone() {
    let world = World::new().await;
    world.advance(DAY * 40);
    let root = world.confirmed(world.root()).await;
    assert_closed(&world, &root).await;
    let mut passkey = add_passkey(&root, 6).await;
    world.advance(policy::QUARANTINE);
    let root = by_passkey(&world, &mut passkey).await;
    assert_eq!(confirm(&root, &mut passkey).await, None);
    assert_eq!(invite(&root, "carla@example.org").await, None);
}
