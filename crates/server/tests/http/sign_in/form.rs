//! The form of `/sign-in`: how people may write who they are, and what comes back with a refusal
//! (S5, S7, S21, S57, S89).

use regain_testkit::World;

#[tokio::test]
async fn a_person_signs_in_with_user_name_or_email_in_any_case_and_sees_the_account() {
    let world = World::new().await;
    let anna = world.anna();
    for identifier in [
        anna.user_name.as_str(),
        &anna.email,
        "ANNA",
        "Anna@Example.ORG",
        " ａｎｎａ@example.org ",
    ] {
        let browser = world.browser();
        let answer = browser.try_sign_in(identifier, &anna.password).await;
        assert_eq!(answer.location(), Some("/account"), "{identifier}");
        let page = browser.follow(&answer).await;
        assert_eq!(page.status, 200);
        assert!(
            page.words().contains("Anna") && page.words().contains("anna@example.org"),
            "{identifier}"
        );
    }
}

#[tokio::test]
async fn s7_whom_somebody_means_is_read_with_what_was_copied_beside_it() {
    let world = World::new().await;
    let anna = world.anna();
    for identifier in [
        "anna\u{200B}",
        "\u{202A}anna@example.org\u{202C}",
        "anna@example。org",
        "Anna Smith <anna@example.org>",
        "＜mailto:anna＠example．org＞,",
        "「anna」",
    ] {
        let answer = world
            .browser()
            .try_sign_in(identifier, &anna.password)
            .await;
        assert_eq!(answer.location(), Some("/account"), "{identifier:?}");
    }
}

#[tokio::test]
async fn s5_s57_every_way_to_write_somebody_counts_as_one() {
    let world = World::new().await;
    for (one, other) in [
        ("anna@example.org", "＜ANNA＠example。org＞"),
        ("ghost@example.org", "\u{200B}Ghost@example。org,"),
    ] {
        let counters = "SELECT count(*) FROM sign_in_counters";
        world.browser().try_sign_in(one, "wrong password").await;
        let counted = world.database().number(counters).await;
        world.browser().try_sign_in(other, "wrong password").await;
        assert_eq!(
            world.database().number(counters).await,
            counted,
            "{one} {other}"
        );
    }
}

#[tokio::test]
async fn empty_and_malformed_fields_are_refused_by_name() {
    let world = World::new().await;
    for (identifier, password, refusal) in [
        ("", "x", "identifier-empty"),
        ("  ", "x", "identifier-empty"),
        ("anna@", "x", "identifier-address"),
        ("an na", "x", "identifier-user-name"),
        (&"x".repeat(2000), "x", "identifier-long"),
        ("anna", "", "password-empty"),
    ] {
        let plain = world.browser().try_sign_in(identifier, password).await;
        assert_eq!(plain.refusal().as_deref(), Some(refusal));
        let fields = [("identifier", identifier), ("password", password)];
        assert_eq!(
            world
                .browser()
                .call("sign_in", &fields)
                .await
                .refusal()
                .as_deref(),
            Some(refusal)
        );
    }
    assert_eq!(
        world
            .browser()
            .post("sign_in", &[])
            .await
            .refusal()
            .as_deref(),
        Some("identifier-empty")
    );
}

#[tokio::test]
async fn s89_without_script_a_refused_form_comes_back_with_what_was_typed_once_and_never_the_password()
 {
    let world = World::new().await;
    let browser = world.browser();
    let fields = [
        ("identifier", "anna \"<b>&amp;\"@example.org"),
        ("password", "canary-password"),
        ("keep", "on"),
    ];
    let answer = browser.post("sign_in", &fields).await;
    assert_eq!(
        answer.location(),
        Some("/sign-in?problem=identifier-address")
    );
    assert!(
        answer
            .cookies()
            .iter()
            .any(|cookie| cookie.contains("Max-Age=300")),
        "for five minutes"
    );

    let page = browser.follow(&answer).await;
    assert_eq!(
        page.field_value("identifier").as_deref(),
        Some("anna \"<b>&amp;\"@example.org")
    );
    assert!(page.is_ticked("keep", "on"));
    assert_eq!(page.field_value("password"), None);
    for answer in [&answer, &page] {
        assert!(!format!("{answer:?}").contains("canary-password"));
    }

    browser.sign_in(world.anna()).await;
    let page = browser.get("/sign-in").await;
    assert_eq!(
        page.field_value("identifier"),
        None,
        "after a success there is no draft any more"
    );
    assert!(!page.is_ticked("keep", "on"));
}

#[tokio::test]
async fn s21_a_sign_in_cancels_the_recoveries_that_are_open() {
    let world = World::new().await;
    let recovering = world.browser();
    recovering.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&recovering, world.anna()).await;
    world.browser().sign_in(world.anna()).await;
    assert_eq!(recovering.recovery_step().await, None);
    let page = recovering.get("/recover/verify").await;
    assert_eq!(page.heading(), "This was stopped");
}
