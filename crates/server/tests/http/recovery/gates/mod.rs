//! `/recover/verify`: two gates of different classes, and everything that keeps them shut.

mod classes;
mod effects;
mod limits;
mod mailed_code;
mod saved_code;

use regain_testkit::{Browser, World, done};

/// A browser that waits for Anna's mailed code, and the code.
async fn waiting(world: &World) -> (Browser, String) {
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    (browser, world.mailed_code("anna@example.org").await)
}

/// The refusal of an attempt; `None` if it passed.
async fn enter(browser: &Browser, code: &str) -> Option<String> {
    browser
        .call("enter_mailed_code", &[("code", code)])
        .await
        .refusal()
}

async fn enter_saved(browser: &Browser, code: &str) -> Option<String> {
    browser
        .call("enter_saved_code", &[("code", code)])
        .await
        .refusal()
}

async fn tries_left(browser: &Browser) -> Option<u64> {
    let screen = browser
        .call("read_recovery", &[("page", "/recover/verify")])
        .await
        .json();
    screen["Proof"]["entry"]["tries_left"].as_u64()
}
