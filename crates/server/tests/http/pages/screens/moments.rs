//! A moment reads the same on every page and in every mail, by the clock that the browser reported.

use regain_testkit::{World, done};

#[tokio::test]
async fn a_sign_in_has_one_moment_in_history_devices_and_mail() {
    let thin = |text: &str| text.replace(' ', "\u{2009}");
    let hant = thin("2026 年 11 月 22 日 20:00");
    for (zone, language, on_pages, in_mails) in [
        (
            Some("Asia/Taipei"),
            "en-US",
            "22 November 2026, 20:00",
            "22 November 2026, 20:00 UTC+8",
        ),
        (
            Some("Asia/Taipei"),
            "zh-TW",
            &hant,
            "22 November 2026, 20:00 UTC+8",
        ),
        (
            Some("America/New_York"),
            "en-GB",
            "22 November 2026, 07:00",
            "22 November 2026, 07:00 UTC-5",
        ),
        (
            Some("Asia/Kathmandu"),
            "en",
            "22 November 2026, 17:45",
            "22 November 2026, 17:45 UTC+5:45",
        ),
        (
            None,
            "en",
            "22 November 2026, 12:00 UTC",
            "22 November 2026, 12:00 UTC",
        ),
        (
            Some("Mars/Olympus_Mons"),
            "en",
            "22 November 2026, 12:00 UTC",
            "22 November 2026, 12:00 UTC",
        ),
        (
            Some("\"><script>"),
            "en",
            "22 November 2026, 12:00 UTC",
            "22 November 2026, 12:00 UTC",
        ),
    ] {
        let world = World::new().await;
        let browser = world.browser().with("accept-language", language);
        if let Some(zone) = zone {
            browser.plant_cookie("zone", zone);
        }
        browser.sign_in(world.anna()).await;
        for path in ["/account/devices", "/account/history"] {
            let page = browser.get(path).await;
            assert!(
                page.words().contains(on_pages),
                "{zone:?} {path}: {}",
                page.words()
            );
            assert_eq!(
                page.words().contains("UTC"),
                on_pages.contains("UTC"),
                "{zone:?} {path}: {}",
                page.words()
            );
            assert!(!page.body.contains("<script>"), "{path}");
        }
        let mail = world.last_mail_to("anna@example.org").await;
        assert!(
            mail.text.contains(&format!("When: {in_mails}\n")),
            "{zone:?}: {}",
            mail.text
        );
    }
}

#[tokio::test]
async fn a_moment_of_another_season_has_the_hour_of_its_own() {
    let world = World::new().await;
    let browser = world.browser();
    browser.plant_cookie("zone", "Europe/Berlin");
    browser.sign_in(world.anna()).await;
    assert!(
        browser
            .get("/account/history")
            .await
            .words()
            .contains("22 November 2026, 13:00")
    );
    world.advance_seconds(200 * 24 * 60 * 60);
    browser.sign_in(world.anna()).await;
    let words = browser.get("/account/history").await.words();
    assert!(
        words.contains("10 June 2027, 14:00"),
        "summer time: {words}"
    );
    assert!(
        words.contains("22 November 2026, 13:00"),
        "what was in winter stays there: {words}"
    );
}

#[tokio::test]
async fn what_an_administrator_did_is_told_by_the_readers_clock() {
    let world = World::new().await;
    let anna = world.browser();
    anna.plant_cookie("zone", "Asia/Taipei");
    anna.sign_in(world.anna()).await;
    let root = world.browser();
    root.plant_cookie("zone", "America/New_York");
    root.sign_in(world.root()).await;
    done(
        &root
            .call("confirm", &[("password", &world.root().password)])
            .await,
    );
    for (email, when) in [
        ("anna@example.org", "20:00 UTC+8"),
        (world.bert().email.as_str(), "12:00 UTC\n"),
    ] {
        let id = world.id_of(email).await.to_hex();
        let fields = [("person", id.as_str()), ("reason", "on leave")];
        done(&root.call("disable_person", &fields).await);
        let mail = world.last_mail_to(email).await;
        assert_eq!(mail.subject, "Your account was disabled");
        assert!(
            mail.text.contains(&format!("22 November 2026, {when}")),
            "{}",
            mail.text
        );
    }
}
