//! The fourteen days: their beginning, the people concerned, and the end (S114).

use super::{
    DAY, HEADING, SCREENS, add_passkey, assert_closed, by_passkey, confirm, invite, with_role,
};
use regain_domain::{Role, policy};
use regain_testkit::{ADDRESSES, World};
use std::time::Duration;

#[tokio::test]
async fn s114_there_are_fourteen_days_to_get_a_passkey_and_every_screen_says_so() {
    let world = World::new().await;
    let bert = with_role(&world).await;
    let browser = world.confirmed(bert).await;
    let page = browser.get("/admin").await.words();
    // 22 November plus 14 days, less the three that a passkey waits.
    assert!(
        page.contains(HEADING) && page.contains("Add one by 3 December 2026, 12:00 UTC"),
        "{page}"
    );
    assert!(
        page.contains("From 6 December 2026, 12:00 UTC on administration is closed to you"),
        "{page}"
    );
    world.advance(DAY * 13);
    let browser = world.confirmed(bert).await;
    for screen in SCREENS
        .into_iter()
        .filter(|screen| *screen != "/admin/requests")
        .chain(["/account"])
    {
        let page = browser.get(screen).await;
        let words = page.words();
        assert!(
            words.contains(HEADING) && words.contains("Add one now"),
            "{screen}: {words}"
        );
        assert!(
            page.body.contains("href=\"/account/methods/passkey\""),
            "{screen}"
        );
    }
    assert_eq!(
        invite(&browser, "carla@example.org").await,
        None,
        "an act works"
    );
    world.advance(DAY - Duration::from_millis(1));
    let browser = world.confirmed(bert).await;
    assert_eq!(invite(&browser, "dora@example.org").await, None);
}

#[tokio::test]
async fn s114_then_the_role_opens_nothing_until_a_passkey_counts_and_the_account_stays_as_it_is() {
    let world = World::new().await;
    let bert = with_role(&world).await;
    world.advance(DAY * 15);
    let browser = world.confirmed(bert).await;
    assert_closed(&world, &browser).await;
    let plain = browser
        .post(
            "invite_person",
            &[("address", "carla@example.org"), ("language", "en")],
        )
        .await;
    assert_eq!(
        plain.location(),
        Some("/admin/invite?problem=passkey-needed")
    );
    let page = browser.get("/account").await.words();
    assert!(
        page.contains(HEADING) && page.contains("Administration is closed to you"),
        "{page}"
    );
    for own in [
        "/account/methods",
        "/account/devices",
        "/account/history",
        "/account/methods/passkey",
    ] {
        assert_eq!(browser.get(own).await.status, 200, "{own}");
    }

    // A thief who got in for a minute adds a passkey: until it counts, it opens nothing (S110).
    let mut passkey = add_passkey(&browser, 3).await;
    assert_closed(&world, &browser).await;
    let page = browser.get("/admin").await.words();
    assert!(
        page.contains("The one that you added counts from 10 December 2026"),
        "{page}"
    );
    assert_eq!(
        confirm(&browser, &mut passkey).await.as_deref(),
        Some("method-new")
    );
    world.advance(policy::QUARANTINE - Duration::from_secs(1));
    // It signs in already, but does nothing else.
    let browser = by_passkey(&world, &mut passkey).await;
    assert_closed(&world, &browser).await;
    world.advance(Duration::from_secs(1));
    let page = browser.get("/admin").await;
    assert_eq!(page.status, 200);
    assert!(
        !page.words().contains(HEADING),
        "nothing more is to be done: {}",
        page.words()
    );
    assert_eq!(confirm(&browser, &mut passkey).await, None);
    assert_eq!(invite(&browser, "carla@example.org").await, None);
}

#[tokio::test]
async fn s114_members_are_not_concerned_and_another_role_gives_no_new_time() {
    let world = World::new().await;
    world.advance(DAY * 15);
    let browser = world.confirmed(world.anna()).await;
    assert!(!browser.get("/account").await.words().contains(HEADING));
    let refused = browser.get("/admin").await;
    assert_eq!(refused.status, 403);
    assert!(
        refused.words().contains("Your role doesn't allow this"),
        "{}",
        refused.words()
    );

    let bert = with_role(&world).await;
    world.advance(DAY * 10);
    world
        .set_role(ADDRESSES[1], Role::GlobalAdministrator)
        .await;
    for disabled in [true, false] {
        world.set_disabled(ADDRESSES[1], disabled).await;
    }
    world.advance(DAY * 4);
    assert_closed(&world, &world.confirmed(bert).await).await;
    // Somebody who loses the role and gets it again, from two administrators, begins anew.
    world.set_role(ADDRESSES[1], Role::Member).await;
    world.set_role(ADDRESSES[1], Role::Auditor).await;
    assert_eq!(world.confirmed(bert).await.get("/admin").await.status, 200);
}

#[tokio::test]
async fn s114_who_had_a_role_before_the_rule_has_their_time_from_the_first_start_with_it() {
    let world = World::new().await;
    world
        .as_before_roles_had_a_beginning(regain_testkit::ROOT)
        .await;
    let screen = async |expected: u16, when: &str| {
        let root = world.confirmed(world.root()).await;
        assert_eq!(root.get("/admin").await.status, expected, "{when}");
    };
    screen(403, "nothing tells since when").await;
    world.advance(DAY * 20);
    world
        .regain()
        .roles
        .begin_passkey_rule()
        .await
        .expect("written");
    screen(200, "from now on").await;
    world.advance(DAY * 13);
    // Another start of the server changes nothing.
    world
        .regain()
        .roles
        .begin_passkey_rule()
        .await
        .expect("nothing to write");
    let told = "SELECT count(*) FROM history WHERE event = 'role.passkeys_needed'";
    assert_eq!(world.database().number(told).await, 1);
    screen(200, "day 13").await;
    world.advance(DAY);
    screen(403, "day 14").await;
}

#[tokio::test]
async fn s114_a_start_says_nothing_where_every_role_has_a_beginning() {
    let world = World::new().await;
    world
        .regain()
        .roles
        .begin_passkey_rule()
        .await
        .expect("nothing to write");
    let told = "SELECT count(*) FROM history WHERE event = 'role.passkeys_needed'";
    assert_eq!(world.database().number(told).await, 0);
}

#[tokio::test]
async fn s114_what_is_to_be_done_is_said_in_every_language() {
    let world = World::new().await;
    let bert = with_role(&world).await;
    let browser = world.confirmed(bert).await;
    for (language, words) in [
        ("zh-Hant", "管理員需要通行密鑰"),
        ("zh-Hans", "管理员需要通行密钥"),
        ("en", HEADING),
    ] {
        let page = browser
            .get(&format!("/admin?lang={language}"))
            .await
            .words();
        assert!(page.contains(words), "{language}: {page}");
    }
    world.advance(DAY * 15);
    let browser = world.confirmed(bert).await;
    for (language, words) in [
        ("zh-Hant", "一旦算數，管理功能就會再次對您開放"),
        ("zh-Hans", "一旦算数，管理功能就会再次对你开放"),
        (
            "en",
            "as soon as it counts, administration is open to you again",
        ),
    ] {
        let page = browser.get(&format!("/admin?lang={language}")).await;
        assert_eq!(page.status, 403);
        assert!(page.words().contains(words), "{language}: {}", page.words());
    }
}
