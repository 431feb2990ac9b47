//! Two recoveries in one browser (S15, S22).

use crate::support::tabs::{call, mark, post};
use regain_domain::policy;
use regain_testkit::{Browser, World, done};

/// Two recoveries in one browser: the first tab's mark and code, and the second's code.
async fn two_recoveries(
    world: &World,
    people: [&regain_testkit::Person; 2],
) -> (Browser, String, [String; 2]) {
    let browser = world.browser();
    let mut marks = Vec::new();
    let mut codes = Vec::new();
    for person in people {
        browser
            .start_recovery(&person.user_name, "forgot_password")
            .await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        marks.push(mark(&browser.get("/recover/verify").await));
        codes.push(world.mailed_code(&person.email).await);
        world.advance_seconds(1);
    }
    let codes = codes.try_into().expect("two of them");
    (browser, marks.swap_remove(0), codes)
}

#[tokio::test]
async fn s15_codes_typed_into_the_older_tab_cost_the_newer_recovery_no_try() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    for people in [[anna, bert], [anna, anna]] {
        let (browser, older, [first, second]) = two_recoveries(&world, people).await;
        for _ in 0..policy::CODE_TRIES {
            let answer = post(&browser, &older, "enter_mailed_code", &[("code", &first)]).await;
            assert_eq!(answer.location(), Some("/other-tab?problem=flow-other"));
            let answer = call(&browser, &older, "enter_mailed_code", &[("code", &first)]).await;
            assert_eq!(answer.refusal().as_deref(), Some("flow-other"));
        }
        assert_eq!(
            browser
                .call("enter_mailed_code", &[("code", &second)])
                .await
                .refusal(),
            None
        );
        assert_eq!(browser.recovery_step().await, Some(2));
    }
}

#[tokio::test]
async fn s15_a_code_of_an_earlier_recovery_of_this_browser_is_told_as_one_whatever_the_page_says() {
    let world = World::new().await;
    let (browser, _, [first, second]) = two_recoveries(&world, [world.anna(), world.bert()]).await;
    for _ in 0..policy::CODE_TRIES {
        let answer = browser.post("enter_mailed_code", &[("code", &first)]).await;
        assert_eq!(
            answer.location(),
            Some("/recover/verify?problem=code-replaced")
        );
    }
    let link = browser
        .post("confirm_link", &[("code", &first), ("token", "")])
        .await;
    assert_eq!(link.location(), Some("/recover/link?problem=code-replaced"));
    assert!(
        browser
            .follow(&link)
            .await
            .words()
            .contains("Go back and send a new code")
    );
    // A code that belongs to nothing in this browser counts as a try, as ever.
    let stranger = world.browser();
    stranger.start_recovery("bert", "forgot_password").await;
    done(&stranger.call("choose_method", &[("method", "mail")]).await);
    assert_eq!(
        stranger
            .call("enter_mailed_code", &[("code", &first)])
            .await
            .refusal()
            .as_deref(),
        Some("code-wrong")
    );
    assert_eq!(
        browser
            .call("enter_mailed_code", &[("code", &second)])
            .await
            .refusal(),
        None
    );
}

#[tokio::test]
async fn s22_a_link_of_an_earlier_recovery_says_so_and_leads_to_the_newer_one() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let older = world.mailed_token("anna@example.org").await;
    browser.start_recovery("bert", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let answer = browser
        .post("confirm_link", &[("token", &older), ("code", "")])
        .await;
    assert_eq!(
        answer.location(),
        Some("/recover/link?problem=link-earlier")
    );
    let page = browser.follow(&answer).await;
    assert!(
        page.words().contains("Go on with the newer one")
            && page.body.contains("href=\"/recover/verify\"")
    );
    let newer = world.mailed_token("bert@example.org").await;
    done(
        &browser
            .call("confirm_link", &[("token", &newer), ("code", "")])
            .await,
    );
    assert_eq!(browser.recovery_step().await, Some(2));
}

#[tokio::test]
async fn the_tab_that_waits_follows_its_own_recovery_alone() {
    let world = World::new().await;
    let (browser, older, [_, second]) = two_recoveries(&world, [world.anna(), world.bert()]).await;
    let newer = mark(&browser.get("/recover/verify").await);
    assert_ne!(older, newer);
    done(
        &browser
            .call("enter_mailed_code", &[("code", &second)])
            .await,
    );
    let waits = |mark: &str| browser.copy().with("regain-shown", mark.to_owned().leak());
    assert_eq!(waits(&newer).recovery_step().await, Some(2));
    assert_eq!(
        waits(&older).recovery_step().await,
        None,
        "so that it asks, and is told"
    );
    let screen = call(
        &browser,
        &older,
        "read_recovery",
        &[("page", "/recover/verify")],
    )
    .await;
    assert_eq!(screen.json()["Gone"], "flow-other");
    assert_eq!(screen.location(), Some("/other-tab?problem=flow-other"));
}

#[tokio::test]
async fn a_recovery_that_is_open_is_offered_and_the_list_of_ways_has_an_address() {
    let world = World::new().await;
    let browser = world.browser();
    let offers = async || {
        browser
            .get("/recover")
            .await
            .words()
            .contains("Go on where you were")
    };
    assert!(!offers().await);
    browser.start_recovery("anna", "forgot_password").await;
    assert!(offers().await);
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    assert!(offers().await);
    let mails = world.mails().await.len();
    let list = browser.get("/recover/verify?step=list").await;
    assert!(
        list.body.contains("value=\"saved_code\"") && !list.body.contains("name=\"code\""),
        "the ways, not the code"
    );
    assert!(
        browser
            .get("/recover/verify")
            .await
            .body
            .contains("name=\"code\""),
        "nothing was changed by that"
    );
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    assert_eq!(
        world.mails().await.len(),
        mails,
        "the code that is on its way is enough"
    );
    done(&browser.call("stop_recovery", &[]).await);
    assert!(!offers().await);
}
