//! The yearly check-up: when a sign-in leads to it, what it takes, and that only its owner sees it
//! (S20, S25, S46, S76, S90).

use super::{CHECK_UP, DAY, TICKS, leads_fully};
use crate::support::apps::add_app;
use http::StatusCode;
use regain_storage::Store as _;
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{ADDRESSES, Browser, Person, World, done};

/// Signs in, and returns the browser and the path that follows.
async fn leads(world: &World, person: &Person, return_to: &str) -> (Browser, String) {
    let browser = world.browser();
    let fields = [
        ("identifier", &*person.user_name),
        ("password", &person.password),
        ("return_to", return_to),
    ];
    let answer = browser.post("sign_in", &fields).await;
    let to = answer.location().expect("a page").to_owned();
    (browser, to)
}

#[tokio::test]
async fn s20_a_year_later_a_sign_in_asks_first_and_later_is_for_a_week() {
    let world = World::new().await;
    let anna = world.anna();
    world.advance_seconds(364 * DAY);
    assert_eq!(leads(&world, anna, "").await.1, "/account");
    world.advance_seconds(2 * DAY);
    let (browser, to) = leads(&world, anna, "/account/devices").await;
    assert_eq!(to, format!("{CHECK_UP}?return_to=/account/devices"));
    let page = browser.get(&to).await;
    assert_eq!(page.heading(), "Can you still use these?");
    let words = page.words();
    for said in [
        "You last checked a year ago.",
        "I still get the mail for anna@example.org",
        "(10 left)",
        "Later",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(
        page.body.contains("href=\"/account/devices\""),
        "where one was going"
    );
    for open in ["/account", "/account/devices", "/account/methods"] {
        assert_eq!(
            browser.get(open).await.status,
            StatusCode::OK,
            "nothing is in the way of {open}"
        );
    }
    world.advance_seconds(6 * DAY);
    assert_eq!(
        leads(&world, anna, "").await.1,
        "/account",
        "asked this week"
    );
    world.advance_seconds(DAY);
    assert_eq!(
        leads(&world, anna, "").await.1,
        format!("{CHECK_UP}?return_to=/account")
    );
    let bert = leads(&world, world.bert(), CHECK_UP).await.1;
    assert_eq!(bert, CHECK_UP, "who was going there isn't sent there twice");
}

#[tokio::test]
async fn a_check_up_takes_every_tick_goes_on_and_is_asked_for_again_after_a_year() {
    let world = World::new().await;
    let anna = world.anna();
    world.advance_seconds(366 * DAY);
    let (browser, to) = leads(&world, anna, "/account/devices").await;
    let return_to = ("return_to", "/account/devices");
    for missing in 0..TICKS.len() {
        let fields = [TICKS[1 - missing], return_to];
        let refused = browser.post("finish_check_up", &fields).await;
        assert_eq!(refused.refusal().as_deref(), Some("check-up-unticked"));
        let page = browser.follow(&refused).await;
        assert!(
            page.is_ticked(TICKS[1 - missing].0, "on"),
            "what was ticked stays"
        );
        assert!(!page.is_ticked(TICKS[missing].0, "on"));
        assert!(page.words().contains("Later") && page.body.contains("href=\"/account/devices\""));
    }
    assert_eq!(
        world
            .database()
            .number("SELECT count(checked_at) FROM check_ups")
            .await,
        0
    );
    let credentials = world.credentials().await;
    let answer = browser
        .post("finish_check_up", &[TICKS[0], TICKS[1], return_to])
        .await;
    assert_eq!(answer.location(), Some("/account/devices"), "{to}");
    assert_eq!(
        world.credentials().await,
        credentials,
        "it changes no way back"
    );
    let told = "SELECT count(*) FROM history WHERE event = 'account.checked_up'";
    assert_eq!(world.database().number(told).await, 1);
    assert!(
        browser
            .get("/account/history")
            .await
            .words()
            .contains("The ways back were checked")
    );
    world.advance_seconds(364 * DAY);
    assert_eq!(leads(&world, anna, "").await.1, "/account");
    world.advance_seconds(DAY);
    assert!(leads(&world, anna, "").await.1.starts_with(CHECK_UP));
}

#[tokio::test]
async fn s90_a_check_up_leads_nowhere_else_and_needs_its_owner() {
    let world = World::new().await;
    let stranger = world.browser().get(CHECK_UP).await;
    assert_eq!(
        stranger.location(),
        Some(&*format!("/sign-in?notice=needed&return_to={CHECK_UP}"))
    );
    let away = world.browser().post("finish_check_up", &TICKS).await;
    assert!(
        away.location()
            .is_some_and(|to| to.starts_with("/sign-in?")),
        "{away:?}"
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(checked_at) FROM check_ups")
            .await,
        0
    );
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    for away in ["https://evil.example", "//evil.example", "/admin/x", ""] {
        let page = browser.get(&format!("{CHECK_UP}?return_to={away}")).await;
        let leads_away = [
            "href=\"https://evil",
            "href=\"//evil",
            "value=\"https://evil",
            "value=\"//evil",
            ">Later<",
        ];
        assert!(
            !leads_away.iter().any(|away| page.body.contains(away)),
            "{away}"
        );
        let answer = browser
            .post(
                "finish_check_up",
                &[TICKS[0], TICKS[1], ("return_to", away)],
            )
            .await;
        assert_eq!(answer.location(), Some("/account/check-up?notice=checked"));
    }
    let page = browser.get("/account/check-up?notice=checked").await;
    assert!(
        page.words().contains("We will ask again in a year")
            && page.words().contains("Last checked")
    );
}

#[tokio::test]
async fn s25_the_first_group_of_an_unused_code_is_recognised_and_uses_nothing_up() {
    let world = World::new().await;
    let anna = world.anna();
    let spent = world.proven(anna, "forgot_password", 1).await;
    drop(spent);
    let browser = world.browser();
    browser.sign_in(anna).await;
    let groups: Vec<&str> = anna.codes.iter().map(|code| &code[..4]).collect();
    let wrong = if groups.contains(&"0000") {
        "1111"
    } else {
        "0000"
    };
    for group in [wrong, groups[1], "ab", &anna.codes[2], "保存"] {
        let answer = browser
            .call(
                "finish_check_up",
                &[TICKS[0], TICKS[1], ("first_group", group)],
            )
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("check-up-group"),
            "{group}"
        );
        let plain = browser
            .post(
                "finish_check_up",
                &[TICKS[0], TICKS[1], ("first_group", group)],
            )
            .await;
        assert!(
            !plain.location().is_some_and(|to| to.contains(group)),
            "it is part of a secret"
        );
        assert_eq!(
            browser
                .follow(&plain)
                .await
                .field_value("first_group")
                .unwrap_or_default(),
            ""
        );
    }
    let uses = world
        .database()
        .number("SELECT count(*) FROM saved_code_uses")
        .await;
    let small = groups[2].to_lowercase();
    done(
        &browser
            .call(
                "finish_check_up",
                &[TICKS[0], TICKS[1], ("first_group", &small)],
            )
            .await,
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM saved_code_uses")
            .await,
        uses
    );
}

#[tokio::test]
async fn s25_few_codes_are_asked_about_at_the_next_sign_in_and_again_when_they_become_fewer() {
    let world = World::strict().await;
    let anna = world.anna();
    world.sign_in_fully(&world.browser(), anna).await;
    let with_code = async |index: usize| {
        let browser = world.browser();
        browser.asked_for_second_factor(anna).await;
        let answer = browser
            .post("verify_saved_code", &[("code", &anna.codes[index])])
            .await;
        (browser, answer.location().expect("a page").to_owned())
    };
    for index in 0..6 {
        assert_eq!(with_code(index).await.1, "/account", "{index}");
        world.advance_seconds(60);
    }
    let (browser, to) = with_code(6).await;
    assert!(to.starts_with(CHECK_UP), "three are left: {to}");
    assert!(
        browser
            .get(&to)
            .await
            .words()
            .contains("You have few saved recovery codes left.")
    );
    world.advance_seconds(60);
    assert_eq!(with_code(7).await.1, "/account", "asked a minute ago");
    let ticks = [TICKS[0], TICKS[1], ("authenticators", "on")];
    done(&browser.call("finish_check_up", &ticks).await);
    world.advance_seconds(8 * DAY);
    assert_eq!(leads_fully(&world, anna).await.1, "/account", "looked at");
    assert!(with_code(8).await.1.starts_with(CHECK_UP), "one left");
}

#[tokio::test]
async fn s46_who_has_one_app_less_is_asked_at_the_next_sign_in() {
    let world = World::strict().await;
    let anna = world.anna();
    let (browser, _) = leads_fully(&world, anna).await;
    world.confirm(&browser, anna).await;
    add_app(&world, &browser, "Tablet").await;
    let (browser, to) = leads_fully(&world, anna).await;
    assert_eq!(to, "/account", "more is nothing to ask about");
    world.confirm(&browser, anna).await;
    let page = browser.get("/account/methods").await;
    let ids: Vec<&str> = page
        .body
        .split("name=\"method\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    done(
        &browser
            .call("remove_method", &[("method", ids.last().expect("an app"))])
            .await,
    );
    let (browser, to) = leads_fully(&world, anna).await;
    assert!(to.starts_with(CHECK_UP), "{to}");
    let words = browser.get(&to).await.words();
    assert!(
        words.contains("You have one authenticator app fewer than before."),
        "{words}"
    );
    assert!(
        words.contains("I still have my authenticator app: Phone"),
        "{words}"
    );
}

#[tokio::test]
async fn s76_administrators_cannot_check_for_somebody_else() {
    let world = World::new().await;
    let store = SqliteStore::open(&world.database().url())
        .await
        .expect("a way in");
    let store = store.for_administrators().await.expect("a way in");
    let mut work = store.write().await.expect("the database answers");
    let known = regain_domain::check_up::Known::default();
    let id = world.id_of(ADDRESSES[0]).await;
    let done = work
        .check_ups()
        .looked(id, known, world.now(), world.now())
        .await;
    assert!(done.is_err(), "their connection has no business there");
}
