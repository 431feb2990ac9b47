//! An enrolment that ends with a passkey (S20, S28).

use crate::support::passkeys::SIGN_IN;
use regain_testkit::{Person, SoftPasskey, World, done};

#[tokio::test]
async fn s20_an_enrolment_ends_with_a_passkey_and_it_signs_in_without_name_or_password() {
    let world = World::strict().await;
    world.invite("carol@example.org").await;
    let code = world.mailed_code("carol@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    let mut carol = Person::at("carol@example.org");
    browser.enrol_until_codes(&mut carol).await;
    let early = browser
        .call("ask_for_passkey", &[("purpose", "enrol")])
        .await;
    assert!(
        early.body.contains("invitation-step"),
        "before a code was typed back: {early:?}"
    );
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carol.codes[0])])
            .await,
    );
    let page = browser.get("/invite").await.words();
    assert!(
        page.contains("Or use a passkey instead") && page.contains("Make a passkey"),
        "{page}"
    );
    let mut passkey = SoftPasskey::new(9);
    done(
        &browser
            .make_passkey("enrol", "enrol_passkey", &mut passkey)
            .await,
    );

    let elsewhere = world.browser();
    let answer = elsewhere
        .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey)
        .await;
    assert_eq!(answer.location(), Some("/account"));
    assert!(elsewhere.is_signed_in().await);
    // The password still needs a second step.
    let other = world.browser();
    other.asked_for_second_factor(&carol).await;
    let page = other.get("/sign-in/verify").await.words();
    assert!(
        page.contains("Use a passkey") && page.contains("Or with a code"),
        "{page}"
    );
    done(
        &other
            .use_passkey("verify", "verify_with_passkey", &mut passkey)
            .await,
    );
    assert!(other.is_signed_in().await);
}

#[tokio::test]
async fn s28_what_ends_an_enrolment_counts_at_once_while_time_goes_on() {
    let world = World::strict().await;
    // Each look at the clock tells a different time.
    world.let_time_run();
    let dora = world.enrol("dora@example.org").await;
    let holdings = world.holdings(&dora.email).await;
    assert_eq!(
        holdings.methods[0].counts_from,
        holdings.methods[0].added_at
    );
}
