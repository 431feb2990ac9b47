//! Every act needs a fresh proof, and sessions are short (S51, S114).

use super::{MINUTE, acts, confirm};
use regain_domain::{Role, policy};
use regain_testkit::{ADDRESSES, Browser, World, done};
use std::time::Duration;

async fn assert_asked_to_confirm(world: &World, browser: &Browser, when: &str) {
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let told = "SELECT count(*) FROM history";
    let before = (
        world.database().number(told).await,
        world.credentials().await,
    );
    for (endpoint, fields) in acts(&id) {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let refused = browser.call(endpoint, &fields).await;
        let refused = (refused.status.as_u16(), refused.refusal());
        assert_eq!(
            refused,
            (403, Some("confirm-needed".to_owned())),
            "{endpoint} {when}"
        );
        let plain = browser.post(endpoint, &fields).await;
        let to = plain.location().unwrap_or_default();
        assert!(
            to.starts_with("/account/confirm?return_to=/admin"),
            "{endpoint} {when}: {to}"
        );
    }
    assert_eq!(
        (
            world.database().number(told).await,
            world.credentials().await
        ),
        before,
        "{when}"
    );
}

#[tokio::test]
async fn s114_every_act_of_administrators_needs_a_proof_of_the_last_five_minutes() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.root()).await;
    assert_asked_to_confirm(&world, &browser, "just signed in").await;
    for page in ["/admin", "/admin/invite", "/admin/policy", "/admin/history"] {
        assert_eq!(
            browser.get(page).await.status,
            200,
            "reading needs none: {page}"
        );
    }
    done(
        &browser
            .call("confirm", &[("password", &world.root().password)])
            .await,
    );
    let stolen = world.browser();
    stolen.sign_in(world.root()).await;
    assert_asked_to_confirm(&world, &stolen, "confirmed in another session").await;
    world.advance(policy::CONFIRMED_FOR - Duration::from_secs(1));
    done(
        &browser
            .call(
                "invite_person",
                &[("address", "dora@example.org"), ("language", "en")],
            )
            .await,
    );
    world.advance(MINUTE);
    assert_asked_to_confirm(&world, &browser, "six minutes later").await;
}

#[tokio::test]
async fn s114_after_the_proof_it_goes_on_where_it_was_with_what_was_typed() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.root()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let asked = browser
        .post(
            "disable_person",
            &[("person", &id), ("reason", "left her laptop")],
        )
        .await;
    let back = confirm(&world, &browser, &asked).await;
    assert!(
        back.heading().starts_with("Disable the account of"),
        "{}",
        back.heading()
    );
    assert_eq!(
        back.field_value("reason").as_deref(),
        Some("left her laptop")
    );
    world.advance(policy::CONFIRMED_FOR);

    let asked = browser
        .post(
            "invite_person",
            &[("address", "carla@example.org"), ("language", "en")],
        )
        .await;
    let back = confirm(&world, &browser, &asked).await;
    assert_eq!(
        back.field_value("address").as_deref(),
        Some("carla@example.org")
    );
    world.advance(policy::CONFIRMED_FOR);

    let [.., save, _, _] = &acts(&id)[..] else {
        panic!("the policy is one of them")
    };
    let fields: Vec<_> = save
        .1
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let asked = browser.post("save_policy", &fields).await;
    let back = confirm(&world, &browser, &asked).await;
    let policy = back.field_value("policy").expect("to save");
    let seen = back.field_value("seen").expect("to save");
    let saved = browser
        .post("save_policy", &[("policy", &policy), ("seen", &seen)])
        .await;
    assert_eq!(saved.location(), Some("/admin/policy?notice=policy-saved"));
}

#[tokio::test]
async fn s51_s114_sessions_of_whoever_has_a_role_last_fifteen_minutes_unused_and_twelve_hours() {
    for (role, long) in [
        (Role::Member, true),
        (Role::Auditor, false),
        (Role::UserAdministrator, false),
    ] {
        let world = World::new().await;
        world.set_role(ADDRESSES[1], role).await;
        let browser = world.browser();
        browser.sign_in(world.bert()).await;
        world.advance(MINUTE * 15 - Duration::from_secs(1));
        assert!(browser.is_signed_in().await, "{role:?}");
        world.advance(MINUTE * 15);
        assert_eq!(browser.is_signed_in().await, long, "{role:?}: unused");
        browser.sign_in(world.bert()).await;
        for _ in 0..71 {
            world.advance(MINUTE * 10);
            assert!(browser.is_signed_in().await, "{role:?}");
        }
        world.advance(MINUTE * 10);
        assert_eq!(browser.is_signed_in().await, long, "{role:?}: twelve hours");
    }
}
