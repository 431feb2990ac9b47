//! `/recover/link`: the page behind a mail's link.

use regain_domain::policy;
use regain_testkit::{Browser, World, done};

/// A browser that waits for Anna's mailed code, the code, and the link's token.
async fn waiting(world: &World) -> (Browser, String, String) {
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let token = world.mailed_token("anna@example.org").await;
    (browser, world.mailed_code("anna@example.org").await, token)
}

async fn confirm(browser: &Browser, token: &str) -> Option<String> {
    browser
        .call("confirm_link", &[("token", token), ("code", "")])
        .await
        .refusal()
}

#[tokio::test]
async fn s22_the_link_has_code_and_token_in_its_fragment_and_is_confirmed_in_the_same_browser() {
    let world = World::new().await;
    let (browser, code, token) = waiting(&world).await;
    let link = world.last_mail_to("anna@example.org").await.link;
    let bare = code.replace('-', "");
    assert_eq!(
        link,
        format!("https://id.example.org/recover/link#{bare}.{token}")
    );
    assert_eq!(token.len(), 28, "S14: 140 bits");

    // Another tab of this browser, with the same cookies.
    let waits = &browser;
    assert_eq!(
        browser.get("/recover/link").await.heading(),
        "Confirm it's you"
    );
    assert_eq!(waits.recovery_step().await, Some(1));
    let answer = browser
        .post("confirm_link", &[("token", &token), ("code", &code)])
        .await;
    assert_eq!(answer.location(), Some("/recover/link?notice=confirmed"));
    assert_eq!(browser.follow(&answer).await.heading(), "Confirmed");
    assert_eq!(
        waits.recovery_step().await,
        Some(2),
        "the tab that waits moves on"
    );
    assert_eq!(
        waits.get("/recover/verify").await.heading(),
        "Verification step 2 of 2"
    );
}

#[tokio::test]
async fn without_script_the_page_takes_the_code_that_stands_beside_the_link() {
    let world = World::new().await;
    let (browser, code, _) = waiting(&world).await;
    let refused = browser
        .post("confirm_link", &[("token", ""), ("code", "")])
        .await;
    assert_eq!(refused.location(), Some("/recover/link?problem=code-empty"));
    let refused = browser
        .post("confirm_link", &[("token", ""), ("code", "0000-0000")])
        .await;
    assert_eq!(refused.location(), Some("/recover/link?problem=code-wrong"));
    let answer = browser
        .post("confirm_link", &[("token", ""), ("code", &code)])
        .await;
    assert_eq!(browser.follow(&answer).await.heading(), "Confirmed");
    assert_eq!(browser.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s23_in_another_browser_the_link_confirms_nothing_and_shows_what_to_do() {
    let world = World::new().await;
    let (owner, code, token) = waiting(&world).await;
    let elsewhere = world.browser();
    assert_eq!(
        elsewhere.get("/recover/link").await.heading(),
        "Type the code where you started"
    );
    assert_eq!(
        confirm(&elsewhere, &token).await.as_deref(),
        Some("link-elsewhere")
    );
    let plain = elsewhere
        .post("confirm_link", &[("token", ""), ("code", &code)])
        .await;
    assert_eq!(
        plain.location(),
        Some("/recover/link?problem=link-elsewhere")
    );

    let (same_person, _, _) = waiting(&world).await;
    assert_eq!(
        confirm(&same_person, &token).await.as_deref(),
        Some("link-elsewhere")
    );
    assert_eq!(owner.recovery_step().await, Some(1));
    assert_eq!(confirm(&owner, &token).await, None);
}

#[tokio::test]
async fn s19_a_token_is_no_code_a_code_is_no_token_and_neither_is_an_invitation() {
    let world = World::new().await;
    let (browser, code, token) = waiting(&world).await;
    let invitation = world
        .invite("carla@example.org")
        .await
        .code
        .expose()
        .to_owned();
    for secret in [code.as_str(), &invitation, &world.anna().bare_code(0), ""] {
        let fields = [("token", secret), ("code", "0000-0000")];
        let answer = browser.call("confirm_link", &fields).await.refusal();
        let expected = if secret.is_empty() {
            "code-wrong"
        } else {
            "link-elsewhere"
        };
        assert_eq!(answer.as_deref(), Some(expected), "{secret}");
    }
    let opened = world
        .browser()
        .call("open_invitation", &[("code", &token)])
        .await;
    assert_eq!(opened.refusal().as_deref(), Some("invitation-unknown"));
    for secret in [&token, &invitation] {
        let answer = browser.call("enter_mailed_code", &[("code", secret)]).await;
        assert_eq!(answer.refusal().as_deref(), Some("code-malformed"));
    }
}

#[tokio::test]
async fn s17_a_link_works_once_and_so_does_the_code_beside_it() {
    let world = World::new().await;
    let (browser, code, token) = waiting(&world).await;
    assert_eq!(confirm(&browser, &token).await, None);
    assert_eq!(
        confirm(&browser, &token).await.as_deref(),
        Some("code-used")
    );
    let answer = browser.call("enter_mailed_code", &[("code", &code)]).await;
    assert_eq!(answer.refusal().as_deref(), Some("code-used"));
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        1
    );
}

#[tokio::test]
async fn s15_s16_links_expire_are_replaced_and_share_their_tries_with_the_code() {
    let world = World::new().await;
    let (browser, _, token) = waiting(&world).await;
    world.advance(policy::CODE_LIFETIME);
    assert_eq!(
        confirm(&browser, &token).await.as_deref(),
        Some("code-expired")
    );
    done(&browser.call("resend_code", &[]).await);
    assert_eq!(
        confirm(&browser, &token).await.as_deref(),
        Some("code-replaced")
    );
    let newer = world.mailed_token("anna@example.org").await;
    for _ in 0..2 {
        assert_eq!(
            confirm(&browser, &"0".repeat(28)).await.as_deref(),
            Some("link-elsewhere")
        );
        let answer = browser
            .call("enter_mailed_code", &[("code", "0000-0000")])
            .await;
        assert_eq!(answer.refusal().as_deref(), Some("code-wrong"));
    }
    assert_eq!(
        confirm(&browser, &newer).await.as_deref(),
        Some("code-tries"),
        "five with the replaced one"
    );
}
