//! `/account`: the page of the signed-in person.

use regain_testkit::World;

const NEW: &str = "the lark of tomorrow sings at noon";

#[tokio::test]
async fn s95_an_address_that_no_browser_has_leads_nowhere_and_breaks_nothing() {
    let world = World::new().await;
    for address in [
        "/account/his\0tory",
        "/account/\r\nx",
        "/account/\u{e9}",
        "/admin/\0",
        "/account/ history",
    ] {
        let fields = [("address", address), ("language", "en")];
        let answer = world.browser().call("read_screen", &fields).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_str()),
            (200, "null"),
            "{address:?}"
        );
        assert_eq!(answer.location(), None, "{address:?}");
    }
}

#[tokio::test]
async fn the_page_shows_who_one_is_and_how_many_codes_are_left() {
    let world = World::new().await;
    let anna = world.anna();
    let recovering = world.browser();
    recovering.start_recovery("anna", "forgot_password").await;
    recovering.pass_saved_code(&anna.codes[0]).await;
    let browser = world.browser();
    browser.sign_in(anna).await;
    let words = browser.get("/account").await.words();
    for part in ["Anna", "anna", "anna@example.org", "9"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let screen = browser.call("read_account", &[]).await.json();
    assert_eq!(screen["saved_codes_left"], 9);
}

#[tokio::test]
async fn s53_without_a_session_there_is_no_account() {
    let world = World::new().await;
    let recovering = world.proven(world.anna(), "forgot_password", 0).await;
    for browser in [&world.browser(), &recovering] {
        assert_eq!(
            browser.get("/account").await.location(),
            Some("/sign-in?notice=needed&return_to=/account")
        );
        let screen = browser.call("read_account", &[]).await;
        assert_eq!(screen.body, "null");
        let plain = browser
            .post(
                "change_password",
                &[("current", &world.anna().password), ("new", NEW)],
            )
            .await;
        assert_eq!(
            plain.location(),
            Some("/sign-in?notice=ended&return_to=/account")
        );
    }
    world.browser().sign_in(world.anna()).await;
}

#[tokio::test]
async fn the_account_page_says_what_every_loss_would_mean() {
    let world = World::strict().await;
    let browser = world.browser();
    world.sign_in_fully(&browser, world.anna()).await;
    let words = browser.get("/account").await.words();
    for said in [
        "Could you get back in?",
        "If you lost this phone today",
        "you could get back in with your email and a saved recovery code.",
        "you could get back in with a saved recovery code and your authenticator app.",
        "Yes: whichever one of these you lose, two other ways are left.",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let words = browser.get("/account").await.words();
    assert!(
        words.contains("Add an authenticator app; it counts within 3 days."),
        "{words}"
    );
}
