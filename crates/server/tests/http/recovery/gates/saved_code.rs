//! The saved code: it works once, and wrong codes close only this way (S15, S25).

use super::{enter_saved, tries_left};
use regain_testkit::{Person, World, done, wrong_saved_code};

#[tokio::test]
async fn s25_a_saved_code_works_once_in_any_recovery() {
    let world = World::new().await;
    let anna = world.anna();
    let first = world.browser();
    first.start_recovery("anna", "forgot_password").await;
    first.pass_saved_code(&anna.codes[0]).await;
    let second = world.browser();
    second.start_recovery("anna", "forgot_password").await;
    done(
        &second
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    assert_eq!(
        enter_saved(&second, &anna.codes[0]).await.as_deref(),
        Some("code-used")
    );
    assert_eq!(enter_saved(&second, &anna.codes[1]).await, None);
}

#[tokio::test]
async fn s15_five_wrong_saved_codes_close_this_way_and_leave_the_other_open() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(
        &browser
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    let wrong = [
        wrong_saved_code(&anna.codes[0]),
        world.bert().codes[0].clone(),
        "0000-0000-0000-0000-0000".to_owned(),
        wrong_saved_code(&anna.codes[1]),
        wrong_saved_code(&anna.codes[0]),
    ];
    for (code, left) in wrong.iter().zip([4, 3, 2, 1, 0]) {
        assert_eq!(
            enter_saved(&browser, code).await.as_deref(),
            Some("code-wrong")
        );
        assert_eq!(tries_left(&browser).await, Some(left));
    }
    assert_eq!(
        enter_saved(&browser, &anna.codes[0]).await.as_deref(),
        Some("code-tries")
    );
    done(&browser.call("choose_another_way", &[]).await);
    let again = browser
        .call("choose_method", &[("method", "saved_code")])
        .await;
    assert_eq!(
        again.refusal().as_deref(),
        Some("code-tries"),
        "choosing it again gives no new tries"
    );
    world.pass_mail(&browser, anna).await;
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM saved_code_uses")
            .await,
        0
    );
    let bert: &Person = world.bert();
    let other = world.browser();
    other.start_recovery("bert", "forgot_password").await;
    other.pass_saved_code(&bert.codes[0]).await;
}
