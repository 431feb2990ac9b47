//! Authenticator apps in a recovery: one as the second gate, and another in place of a lost one
//! (S2, S13, S15, S28).

use regain_testkit::{App, World, done};

#[tokio::test]
async fn s13_who_replaces_a_lost_app_can_open_the_key_that_is_shown() {
    let world = World::strict().await;
    let browser = world.proven(world.anna(), "lost_authenticator", 1).await;
    let key = browser
        .shown_key("/recover/authenticator")
        .await
        .replace(' ', "");
    let page = browser.get("/recover/authenticator").await.body;
    let (_, link) = page
        .split_once("href=\"otpauth://totp/Example:a")
        .expect("an app opens it, under Example and an address");
    let (link, _) = link.split_once('"').expect("an attribute ends");
    assert!(
        link.contains("%40") && link.contains(&format!("secret={key}&")),
        "{link}"
    );
}

#[tokio::test]
async fn s28_who_replaced_a_lost_app_is_told_that_it_does_not_count_yet() {
    let world = World::strict().await;
    let mut anna = world.anna().clone();
    let browser = world.proven(&anna, "lost_authenticator", 1).await;
    let app = App::with_key(&browser.shown_key("/recover/authenticator").await);
    done(
        &browser
            .call(
                "replace_authenticator",
                &[("name", "New"), ("code", &app.code_at(world.now()))],
            )
            .await,
    );
    anna.app = Some(app);
    world.sign_in_fully(&browser, &anna).await;
    let words = browser.get("/account").await.words();
    assert!(
        words.contains("your new authenticator app counts at most 3 days after it was added"),
        "{words}"
    );
    assert!(!words.contains("Add an authenticator app"), "{words}");
}

#[tokio::test]
async fn s15_an_app_only_counts_as_the_second_step() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    let page = browser.get("/recover/verify").await;
    assert!(page.words().contains("For step 2 only"), "{}", page.words());
    let early = browser
        .call("choose_method", &[("method", "authenticator")])
        .await;
    assert_eq!(early.refusal().as_deref(), Some("method-later"));
    browser.pass_saved_code(&anna.codes[1]).await;
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
    done(
        &browser
            .call(
                "new_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    // A code that was used in one place is used everywhere.
    let other = world.browser();
    let answer = other
        .try_sign_in(&anna.user_name, "nobody has ever said this before")
        .await;
    assert!(
        answer
            .location()
            .is_some_and(|path| path.starts_with("/sign-in/verify")),
        "S13: {answer:?}"
    );
    let again = other.call("verify_authenticator", &[("code", &code)]).await;
    assert_eq!(again.refusal().as_deref(), Some("authenticator-used"));
}

#[tokio::test]
async fn s2_the_list_of_ways_is_the_same_for_somebody_who_does_not_exist() {
    let world = World::strict().await;
    let shown = async |identifier: &str| {
        let browser = world.browser();
        browser
            .start_recovery(identifier, "lost_authenticator")
            .await;
        browser.get("/recover/verify").await.words()
    };
    assert_eq!(
        shown(&world.anna().user_name).await,
        shown("nobody.at.all").await
    );
}

#[tokio::test]
async fn s13_a_lost_app_is_replaced_by_two_other_proofs() {
    let world = World::strict().await;
    let mut anna = world.anna().clone();
    let elsewhere = world.browser();
    world.sign_in_fully(&elsewhere, &anna).await;
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "lost_authenticator")
        .await;
    world.pass_mail(&browser, &anna).await;
    browser
        .call("choose_method", &[("method", "authenticator")])
        .await;
    let page = browser.get("/recover/verify").await.words();
    assert!(
        !page.contains("authenticator app"),
        "what was lost isn't asked for: {page}"
    );
    browser.pass_saved_code(&anna.codes[1]).await;
    let page = browser.get("/recover/verify").await;
    assert_eq!(page.location(), Some("/recover/authenticator"));
    // The recovery ends with an app, not with a password.
    let refused = browser
        .call(
            "new_password",
            &[("password", "nobody has ever said this before")],
        )
        .await;
    assert_ne!(refused.body, "\"Done\"");
    let app = App::with_key(&browser.shown_key("/recover/authenticator").await);
    let wrong = browser
        .post(
            "replace_authenticator",
            &[("name", "New phone"), ("code", "12345")],
        )
        .await;
    assert_eq!(
        wrong.location(),
        Some("/recover/authenticator?problem=authenticator-malformed")
    );
    let fields = [("name", "New phone"), ("code", &*app.code_at(world.now()))];
    let answer = browser.post("replace_authenticator", &fields).await;
    assert_eq!(answer.location(), Some("/recover/done"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Your new authenticator app is set up");
    assert!(browser.cookie("session").is_none(), "S29: no end signs in");
    assert!(
        !elsewhere.is_signed_in().await,
        "whoever has the phone may be signed in there"
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your authenticator app was replaced"
    );
    let other = world.browser();
    other.asked_for_second_factor(&anna).await;
    let old = other
        .call("verify_authenticator", &[("code", &world.app_code(&anna))])
        .await;
    assert_eq!(old.refusal().as_deref(), Some("authenticator-wrong"));
    anna.app = Some(app);
    world.sign_in_fully(&other, &anna).await;
}
