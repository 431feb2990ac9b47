//! Authenticator apps of somebody who is signed in.

use regain_testkit::{App, Browser, World, done};

/// The id of the only, or the newest, authenticator app on the page.
pub(crate) async fn newest_app(browser: &Browser) -> String {
    let page = browser.get("/account/methods").await.body;
    let at = page
        .rfind("name=\"method\" value=\"")
        .expect("an app that can be changed");
    page[at..].split('"').nth(3).expect("its id").to_owned()
}

/// Adds an authenticator app, in a browser with changes open.
pub(crate) async fn add_app(world: &World, browser: &Browser, name: &str) -> App {
    let app = App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    done(
        &browser
            .call(
                "add_authenticator",
                &[("name", name), ("code", &app.code_at(world.now()))],
            )
            .await,
    );
    app
}
