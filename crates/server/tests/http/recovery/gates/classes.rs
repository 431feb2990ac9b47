//! Two gates of different classes, in either order (S11, S12).

use super::{enter, enter_saved, waiting};
use regain_testkit::{World, done};

#[tokio::test]
async fn by_plain_forms_both_gates_lead_to_the_password() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.get("/recover").await;
    let fields = [("identifier", "anna"), ("trouble", "forgot_password")];
    let answer = browser.post("start_recovery", &fields).await;
    assert_eq!(answer.location(), Some("/recover/verify"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Verification step 1 of 2");
    for method in ["Email me a code", "Use a saved recovery code"] {
        assert!(page.words().contains(method));
    }

    let answer = browser.post("choose_method", &[("method", "mail")]).await;
    let page = browser.follow(&answer).await;
    assert!(page.words().contains("Enter the code we emailed"));
    assert!(
        !page.words().contains("a…@example.org"),
        "S2: no hint at the address before a gate has passed"
    );
    let code = world.mailed_code(&anna.email).await;
    let answer = browser
        .post(
            "enter_mailed_code",
            &[("code", &format!(" {} ", code.to_lowercase()))],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Verification step 2 of 2");
    assert!(page.words().contains("Used for step 1"));

    let answer = browser
        .post("choose_method", &[("method", "saved_code")])
        .await;
    browser.follow(&answer).await;
    let answer = browser
        .post(
            "enter_saved_code",
            &[("code", &anna.codes[4].replace('-', " "))],
        )
        .await;
    let page = browser.follow(&answer).await;
    assert_eq!(page.location(), Some("/recover/password"));
    assert_eq!(
        browser.follow(&page).await.heading(),
        "Choose a new password"
    );
}

#[tokio::test]
async fn the_saved_code_may_come_first_and_then_the_page_hints_at_the_address() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    browser.pass_saved_code(&world.anna().codes[0]).await;
    let answer = browser.post("choose_method", &[("method", "mail")]).await;
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Enter the code we emailed");
    assert!(page.words().contains("Verification step 2 of 2"));
    assert!(
        page.words()
            .contains("A code is on its way to a…@example.org.")
    );
    assert_eq!(
        enter(&browser, &world.mailed_code("anna@example.org").await).await,
        None
    );
    assert_eq!(browser.recovery_step().await, Some(3));
}

#[tokio::test]
async fn s12_the_way_of_the_first_step_does_not_open_the_second() {
    let world = World::new().await;
    let anna = world.anna();
    let (browser, code) = waiting(&world).await;
    assert_eq!(enter(&browser, &code).await, None);
    let answer = browser.call("choose_method", &[("method", "mail")]).await;
    assert_eq!(answer.refusal().as_deref(), Some("method-used"));
    browser.call("resend_code", &[]).await;
    assert_eq!(
        world
            .mails_to(&anna.email)
            .await
            .iter()
            .filter(|mail| mail.code.is_some())
            .count(),
        1
    );

    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    browser.pass_saved_code(&anna.codes[0]).await;
    let answer = browser
        .call("choose_method", &[("method", "saved_code")])
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("method-used"));
    assert_eq!(
        enter_saved(&browser, &anna.codes[1]).await,
        None,
        "not at this step: the page shows where it is"
    );
    assert_eq!(browser.recovery_step().await, Some(2));
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM saved_code_uses")
            .await,
        1
    );
}

#[tokio::test]
async fn s12_both_classes_begun_before_the_first_gate_still_make_two_gates_and_never_one_twice() {
    let world = World::new().await;
    let anna = world.anna();
    let (browser, code) = waiting(&world).await;
    done(
        &browser
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    assert_eq!(enter_saved(&browser, &anna.codes[0]).await, None);
    // The first gate has passed; a challenge that began for it doesn't pass it again.
    assert_eq!(enter_saved(&browser, &anna.codes[1]).await, None);
    assert_eq!(browser.recovery_step().await, Some(2));
    assert_eq!(
        enter(&browser, &code).await,
        None,
        "the mailed code is of the other class"
    );
    assert_eq!(browser.recovery_step().await, Some(3));
}

#[tokio::test]
async fn s11_codes_before_a_way_was_chosen_and_ways_that_do_not_exist_do_nothing() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    assert_eq!(enter(&browser, "0000-0000").await, None);
    assert_eq!(enter_saved(&browser, &anna.codes[0]).await, None);
    done(&browser.call("resend_code", &[]).await);
    for method in ["", "post", "MAIL", "mail,saved_code"] {
        let answer = browser.call("choose_method", &[("method", method)]).await;
        assert_eq!(answer.refusal().as_deref(), Some("form"), "{method}");
    }
    assert_eq!(browser.recovery_step().await, Some(1));
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM challenges")
            .await,
        0
    );
    assert!(world.mails().await.is_empty());
}
