//! People act in a role by a passkey that counts, and have fourteen days to get one (S114).

use regain_domain::{Role, policy};
use regain_testkit::{ADDRESSES, Browser, Person, SoftPasskey, World, done};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const HEADING: &str = "Administrators need a passkey";

/// Every administrators' screen.
const SCREENS: [&str; 7] = [
    "/admin",
    "/admin/invite",
    "/admin/requests",
    "/admin/policy",
    "/admin/policy/preview",
    "/admin/readiness",
    "/admin/history",
];

/// Bert, as a user administrator from now on.
async fn with_role(world: &World) -> &Person {
    world.set_role(ADDRESSES[1], Role::UserAdministrator).await;
    world.bert()
}

async fn add_passkey(browser: &Browser, seed: u8) -> SoftPasskey {
    let mut passkey = SoftPasskey::new(seed);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    passkey
}

/// A browser in which somebody signed in with a passkey.
async fn by_passkey(world: &World, passkey: &mut SoftPasskey) -> Browser {
    let browser = world.browser();
    done(
        &browser
            .use_passkey("sign-in", "sign_in_with_passkey", passkey)
            .await,
    );
    browser
}

async fn confirm(browser: &Browser, passkey: &mut SoftPasskey) -> Option<String> {
    browser
        .use_passkey("confirm", "confirm_with_passkey", passkey)
        .await
        .refusal()
}

/// Invites somebody; returns the refusal, if any.
async fn invite(browser: &Browser, address: &str) -> Option<String> {
    browser
        .call("invite_person", &[("address", address), ("language", "en")])
        .await
        .refusal()
}

/// Asserts that the browser gets no screen, no file and no act.
async fn assert_closed(world: &World, browser: &Browser) {
    let told = "SELECT count(*) FROM history";
    let before = world.database().number(told).await;
    let person = format!("/admin/people/{}", world.id_of(ADDRESSES[0]).await.to_hex());
    for screen in SCREENS.into_iter().chain([person.as_str()]) {
        let page = browser.get(screen).await;
        assert_eq!(page.status, 403, "{screen}");
        let words = page.words();
        assert!(
            words.contains("Administration needs a passkey that counts"),
            "{screen}: {words}"
        );
        assert!(
            !words.contains("anna") && !words.contains("Anna"),
            "{screen}: {words}"
        );
    }
    for (file, fields) in [
        ("/admin/history/export", "format=csv"),
        ("/admin/readiness/export", ""),
    ] {
        let refused = browser.send(browser.form(file, fields)).await;
        assert!(
            refused
                .location()
                .is_some_and(|to| to.ends_with("?problem=passkey-needed")),
            "{file}: {refused:?}"
        );
    }
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    for (act, fields) in [
        (
            "invite_person",
            vec![("address", "carla@example.org"), ("language", "en")],
        ),
        (
            "disable_person",
            vec![("person", id.as_str()), ("reason", "on leave")],
        ),
        ("end_sessions", vec![("person", id.as_str())]),
        ("save_policy", vec![("policy", ""), ("seen", "")]),
        ("call_off_policy", Vec::new()),
    ] {
        assert_eq!(
            browser.call(act, &fields).await.refusal().as_deref(),
            Some("passkey-needed"),
            "{act}"
        );
    }
    assert_eq!(
        world.database().number(told).await,
        before,
        "nothing was done"
    );
}

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
