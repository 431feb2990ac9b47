//! Two sessions, or two people, in one browser.

use crate::support::tabs::{call, mark, post};
use regain_testkit::{World, done};

#[tokio::test]
async fn script_is_told_what_it_shows_by_its_own_exchanges() {
    let world = World::new().await;
    let browser = world.browser();
    let fields = [("identifier", "anna"), ("trouble", "forgot_password")];
    let started = browser.call("start_recovery", &fields).await;
    let told = started.header("regain-shown").expect("a mark").to_owned();
    let page = browser.get("/recover/verify").await;
    assert_eq!(
        told,
        format!("{}.+", mark(&page)),
        "the mark, and that there is a cookie"
    );
    let read = browser
        .call("read_recovery", &[("page", "/recover/verify")])
        .await;
    assert_eq!(read.header("regain-shown"), Some(mark(&page).as_str()));
    let chosen = browser.call("choose_method", &[("method", "mail")]).await;
    assert_eq!(chosen.header("regain-shown"), None, "nothing began");
    let signed_in = browser
        .call(
            "sign_in",
            &[("identifier", "anna"), ("password", &world.anna().password)],
        )
        .await;
    assert!(
        signed_in
            .header("regain-shown")
            .is_some_and(|told| told.split('.').any(|kind| kind == "p")),
        "{signed_in:?}"
    );
    let read = browser.call("read_account", &[]).await;
    let person = read
        .header("regain-shown")
        .expect("whose account it is")
        .to_owned();
    assert_eq!(person, mark(&browser.get("/account").await));
    let left = browser
        .call(
            "read_screen",
            &[
                ("address", "/other-tab?problem=person-other"),
                ("language", "en"),
            ],
        )
        .await;
    assert_eq!(
        left.header("regain-shown"),
        Some("r.v.i.c.d.k.p"),
        "a tab that was told shows nothing any more"
    );
}

#[tokio::test]
async fn a_newer_session_of_the_same_person_is_no_other_one() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let older = mark(&browser.get("/account").await);
    done(
        &browser
            .call("confirm", &[("password", &world.anna().password)])
            .await,
    );
    let answer = post(&browser, &older, "end_other_sessions", &[]).await;
    assert_eq!(answer.refusal(), None, "{answer:?}");
    browser.sign_in(world.anna()).await;
    assert_eq!(
        call(&browser, &older, "sign_out", &[]).await.body,
        "\"Done\""
    );
    // Somebody signed out isn't another person.
    let answer = post(&browser, &older, "freeze_own", &[]).await;
    assert!(
        answer
            .location()
            .is_some_and(|to| to.starts_with("/sign-in?notice=")),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_language_chosen_on_somebody_elses_page_is_the_browsers_alone() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let annas = mark(&browser.get("/account").await);
    browser.sign_in(world.bert()).await;
    let berts = mark(&browser.get("/account").await);
    let chosen = async || {
        world
            .database()
            .number("SELECT count(*) FROM people WHERE language = 'zh-Hant'")
            .await
    };
    done(
        &call(
            &browser,
            &annas,
            "choose_language",
            &[("language", "zh-Hant")],
        )
        .await,
    );
    assert_eq!(chosen().await, 0);
    assert_eq!(browser.get("/account").await.heading(), "您的帳戶");
    done(
        &call(
            &browser,
            &berts,
            "choose_language",
            &[("language", "zh-Hant")],
        )
        .await,
    );
    assert_eq!(chosen().await, 1);
}
