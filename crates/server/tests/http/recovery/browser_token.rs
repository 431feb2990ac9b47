//! The token of a recovery's browser: a new one behind each gate, for all of its tabs, which
//! survives a lost answer (S50).

use crate::support::tabs::{mark, post};
use regain_testkit::{Browser, World, done};

fn token(browser: &Browser) -> String {
    browser.cookie("recovery").expect("a recovery").value
}

#[tokio::test]
async fn s50_what_was_copied_before_a_gate_is_of_no_use_behind_it() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    let mut copies = vec![browser.copy()];
    let mut tokens = vec![token(&browser)];
    world.pass_mail(&browser, anna).await;
    assert_eq!(browser.recovery_step().await, Some(2));
    copies.push(browser.copy());
    tokens.push(token(&browser));
    done(
        &browser
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    done(
        &browser
            .call("enter_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    assert_eq!(browser.recovery_step().await, Some(3));
    tokens.push(token(&browser));
    tokens.dedup();
    assert_eq!(tokens.len(), 3, "another one behind each gate");
    for copy in copies {
        assert_eq!(copy.recovery_step().await, None);
        let ended = copy
            .call(
                "new_password",
                &[("password", "what a thief would like to have")],
            )
            .await;
        assert_eq!(ended.refusal().as_deref(), Some("flow-step"));
        assert!(
            !copy
                .get("/recover/password")
                .await
                .body
                .contains("name=\"password\"")
        );
    }
    done(
        &browser
            .call(
                "new_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    assert!(
        browser
            .get("/recover/done")
            .await
            .words()
            .contains("password")
    );
}

#[tokio::test]
async fn s50_seals_of_other_gates_and_recoveries_open_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let proven = world.browser();
    proven
        .start_recovery(&bert.user_name, "forgot_password")
        .await;
    world.pass_mail(&proven, bert).await;
    let seal = token(&proven).split_once('~').expect("a seal").1.to_owned();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    let own = token(&browser);
    for made_up in [
        format!("{own}~{seal}"),
        format!("{own}~"),
        format!("{own}~AAAAAAAAAAAAAAAAAAAAAA"),
        format!("{own}~{own}"),
    ] {
        browser.plant_cookie("recovery", &made_up);
        assert_eq!(browser.recovery_step().await, None, "{made_up}");
    }
    browser.plant_cookie("recovery", &own);
    assert_eq!(browser.recovery_step().await, Some(1));
}

#[tokio::test]
async fn s50_an_answer_that_is_lost_ends_no_recovery() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    // A browser whose answer the network lost.
    let lost = browser.copy();
    let code = world.mailed_code(&anna.email).await;
    done(&lost.call("enter_mailed_code", &[("code", &code)]).await);
    let again = browser.call("enter_mailed_code", &[("code", &code)]).await;
    assert_eq!(again.refusal().as_deref(), Some("code-used"));
    let before = token(&browser);
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("step 2 of 2"),
        "a reload goes on"
    );
    assert_ne!(token(&browser), before);
    assert_eq!(token(&browser), token(&lost));
    assert_eq!(browser.recovery_step().await, Some(2));
}

#[tokio::test]
async fn s50_a_tab_from_before_a_gate_goes_on_behind_it() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    let older = mark(&browser.get("/recover/verify").await);
    let answer = browser.call("choose_method", &[("method", "mail")]).await;
    assert_eq!(answer.refusal(), None);
    let code = world.mailed_code(&anna.email).await;
    let passed = browser.call("enter_mailed_code", &[("code", &code)]).await;
    let told = passed.header("regain-shown").unwrap_or_default();
    assert!(
        told.split('.').any(|part| part == older),
        "the tab shows what it showed: {told}"
    );
    assert_eq!(mark(&browser.get("/recover/verify").await), older);
    let chosen = post(
        &browser,
        &older,
        "choose_method",
        &[("method", "authenticator")],
    )
    .await;
    assert_eq!(
        chosen.location(),
        Some("/recover/verify"),
        "not another tab's"
    );
}
