//! `/recover/done`: what this recovery did, and nothing that another one would have done.

use regain_testkit::{Browser, CONTACTS, World, done};

const NEW: &str = "nobody has ever said this before";

async fn finished(browser: &Browser) -> String {
    done(&browser.call("new_password", &[("password", NEW)]).await);
    browser.get("/recover/done").await.words()
}

fn says(words: &str, said: &[&str], unsaid: &[&str]) {
    said.iter()
        .for_each(|part| assert!(words.contains(part), "{part}: {words}"));
    unsaid
        .iter()
        .for_each(|part| assert!(!words.contains(part), "{part}: {words}"));
}

#[tokio::test]
async fn a_saved_code_is_spent_where_one_was_used_and_what_ended_is_counted() {
    let world = World::new().await;
    let anna = world.anna();
    let devices = [world.browser(), world.browser()];
    for device in &devices {
        device.sign_in(anna).await;
    }
    let words = finished(&world.proven(anna, "forgot_password", 0).await).await;
    says(
        &words,
        &[
            "A code that we emailed to you",
            "A saved recovery code",
            "The saved recovery code you used is spent. Cross it out. You have 9 saved recovery codes left.",
            "2 devices were signed out.",
            "We emailed a…@example.org about it",
        ],
        &["authenticator app", "passkey", "recovery contact"],
    );
}

#[tokio::test]
async fn without_a_saved_code_none_is_spoken_of() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let browser = world.asking_contacts(&anna.user_name).await;
    let code = world.passed_code(CONTACTS[0].1).await;
    done(&browser.call("enter_contact_code", &[("code", &code)]).await);
    done(
        &browser
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    let code = world.app_code(anna);
    done(
        &browser
            .call("enter_authenticator", &[("code", &code)])
            .await,
    );
    let words = finished(&browser).await;
    says(
        &words,
        &[
            "A code from your recovery contact",
            "A code from your authenticator app",
        ],
        &["saved recovery code", "A code that we emailed", "is spent"],
    );
}

#[tokio::test]
async fn a_kept_password_signs_nobody_out_and_a_user_name_proves_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.proven(anna, "know_password", 0).await;
    done(
        &browser
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    let words = browser.get("/recover/done").await.words();
    says(
        &words,
        &[
            "A saved recovery code",
            "is spent",
            "We emailed a…@example.org",
        ],
        &["signed out", "No device"],
    );

    for address in [anna.email.as_str(), "nobody@example.org"] {
        let browser = world.browser();
        browser.start_recovery(address, "forgot_user_name").await;
        let words = browser.get("/recover/done").await.words();
        says(
            &words,
            &["Check your email"],
            &["What happened", "proved", "We emailed"],
        );
    }
}

#[tokio::test]
async fn the_last_page_is_in_the_readers_language() {
    let world = World::new().await;
    let browser = world.proven(world.anna(), "forgot_password", 0).await;
    done(&browser.call("new_password", &[("password", NEW)]).await);
    for (language, said) in [
        ("zh-Hant", "您還有\u{2009}9\u{2009}組還原碼"),
        ("zh-Hans", "你还有\u{2009}9\u{2009}个恢复代码"),
    ] {
        let words = browser
            .get(&format!("/recover/done?lang={language}"))
            .await
            .words();
        says(&words, &[said], &[]);
    }
}
