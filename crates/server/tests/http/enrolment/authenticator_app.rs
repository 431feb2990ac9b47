//! An enrolment that ends with an authenticator app (S20).

use regain_testkit::{App, Person, World, done};

#[tokio::test]
async fn s20_an_enrolment_ends_only_with_an_authenticator_app() {
    let world = World::strict().await;
    world.invite("carla@example.org").await;
    let code = world.mailed_code("carla@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    let mut carla = Person::at("carla@example.org");
    browser.enrol_until_codes(&mut carla).await;
    // Before the codes are confirmed, the enrolment sets up no app.
    browser
        .call(
            "enrol_authenticator",
            &[("name", "Phone"), ("code", "123456")],
        )
        .await;
    assert!(world.holdings("carla@example.org").await.methods.is_empty());
    done(
        &browser
            .call("confirm_saved_code", &[("code", &carla.codes[0])])
            .await,
    );
    assert_eq!(
        world
            .browser()
            .try_sign_in(&carla.user_name, &carla.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in"),
        "not active yet"
    );

    let page = browser.get("/invite").await;
    assert_eq!(page.heading(), "Set up an authenticator app");
    assert!(page.words().contains("Step 5 of 5"), "{}", page.words());
    assert!(
        page.body
            .contains("href=\"otpauth://totp/Example:carla%40example.org?secret=")
    );
    let key = browser.shown_key("/invite").await;
    assert_eq!(
        key,
        browser.shown_key("/invite").await,
        "a reload shows the same"
    );
    let app = App::with_key(&key);
    for (typed, refusal) in [
        ("", "code-empty"),
        ("12345", "authenticator-malformed"),
        ("12345a", "authenticator-malformed"),
    ] {
        let refused = browser
            .call("enrol_authenticator", &[("name", "Phone"), ("code", typed)])
            .await;
        assert_eq!(refused.refusal().as_deref(), Some(refusal), "{typed}");
    }
    let wrong = App::with_key("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ").code_at(world.now());
    let refused = browser
        .call(
            "enrol_authenticator",
            &[("name", "Phone"), ("code", &wrong)],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("authenticator-wrong"));
    let long = "x".repeat(300);
    let refused = browser
        .call(
            "enrol_authenticator",
            &[("name", &long), ("code", &app.code_at(world.now()))],
        )
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("name-long"));

    carla.app = Some(world.enrol_app(&browser).await);
    assert_eq!(
        browser.get("/invite").await.heading(),
        "Your account is ready"
    );
    world.sign_in_fully(&browser, &carla).await;
    let told: Vec<String> = world
        .mails_to("carla@example.org")
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert!(
        !told.contains(&"Sign-in on a new device".to_owned()),
        "the one they enrolled in is known: {told:?}"
    );
}
