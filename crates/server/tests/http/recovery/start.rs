//! `/recover`: starting a recovery. Everybody sees the same, whomever they ask for (S2).

use regain_testkit::{World, done};

#[tokio::test]
async fn s7_mail_goes_to_the_stored_address_however_it_was_typed() {
    let world = World::new().await;
    for typed in ["anna", "ANNA@EXAMPLE.ORG", " ａｎｎａ＠example.org "] {
        let browser = world.browser();
        browser.start_recovery(typed, "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "mail")]).await);
        assert_eq!(world.mails().await[0].to, "anna@example.org");
    }
    let before = world.mails().await.len();
    for look_alike in [
        "ann\u{3b1}@example.org",
        "anna@ex\u{430}mple.org",
        "anna@example.org.evil.example",
    ] {
        let fields = [("identifier", look_alike), ("trouble", "forgot_password")];
        let browser = world.browser();
        browser.call("start_recovery", &fields).await;
        browser.call("choose_method", &[("method", "mail")]).await;
    }
    assert_eq!(
        world.mails().await.len(),
        before,
        "no look-alike gets Anna's mail, nor Anna a look-alike's"
    );
}

#[tokio::test]
async fn a_forgotten_user_name_is_mailed_and_shown_nowhere() {
    let world = World::new().await;
    let browser = world.browser();
    let fields = [
        ("identifier", "anna@example.org"),
        ("trouble", "forgot_user_name"),
    ];
    let answer = browser.post("start_recovery", &fields).await;
    assert_eq!(answer.location(), Some("/recover/done"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Check your email");
    assert!(!page.words().to_lowercase().contains("anna"));
    let mail = world.last_mail_to("anna@example.org").await;
    assert_eq!(mail.subject, "Your user name");
    assert!(
        mail.text.lines().any(|line| line == "anna"),
        "{}",
        mail.text
    );
    assert_eq!(browser.recovery_step().await, Some(4));

    // This only sends a mail: no way leads from here to a password.
    for (endpoint, fields) in [
        ("choose_method", vec![("method", "mail")]),
        ("new_password", vec![("password", "a good long sentence")]),
        ("end_with", vec![("keep", "")]),
    ] {
        browser.call(endpoint, &fields).await;
    }
    assert_eq!(world.mails().await.len(), 1);
    world.browser().sign_in(world.anna()).await;
}

#[tokio::test]
async fn what_is_missing_or_malformed_at_the_start_is_refused_by_name_and_comes_back() {
    let world = World::new().await;
    for (identifier, trouble, refusal) in [
        ("", "forgot_password", "identifier-empty"),
        ("anna@", "forgot_password", "identifier-address"),
        ("an na", "forgot_password", "identifier-user-name"),
        ("anna", "", "trouble-missing"),
        ("anna", "another", "trouble-missing"),
        ("anna", "forgot_user_name", "address-needed"),
        ("ANNA", "forgot_user_name", "address-needed"),
        ("nobody.at.all", "forgot_user_name", "address-needed"),
        ("anna.example.org", "forgot_user_name", "address-needed"),
        ("anna@", "forgot_user_name", "identifier-address"),
        ("", "forgot_user_name", "identifier-empty"),
    ] {
        let browser = world.browser();
        let fields = [("identifier", identifier), ("trouble", trouble)];
        assert_eq!(
            browser
                .call("start_recovery", &fields)
                .await
                .refusal()
                .as_deref(),
            Some(refusal)
        );
        let plain = browser.post("start_recovery", &fields).await;
        assert_eq!(
            plain.location(),
            Some(format!("/recover?problem={refusal}").as_str())
        );
        let page = browser.follow(&plain).await;
        assert_eq!(
            page.field_value("identifier").unwrap_or_default(),
            identifier
        );
        assert_eq!(
            page.is_ticked("trouble", "forgot_password"),
            trouble == "forgot_password"
        );
        assert!(browser.cookie("recovery").is_none());
    }
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM recovery_flows")
            .await,
        0
    );
}

#[tokio::test]
async fn s49_the_recovery_cookie_is_host_secure_http_only_and_reaches_the_mails_link() {
    let world = World::new().await;
    let browser = world.browser();
    let fields = [("identifier", "anna"), ("trouble", "forgot_password")];
    let answer = browser.post("start_recovery", &fields).await;
    let cookies = answer.cookies();
    let [cookie] = &cookies[..] else {
        panic!("one cookie: {cookies:?}")
    };
    assert!(
        cookie.ends_with("; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=3600"),
        "{cookie}"
    );
    assert_eq!(
        browser.cookie("recovery").expect("a recovery").value.len(),
        43,
        "S23: 256 bits"
    );
}

#[tokio::test]
async fn a_recovery_that_is_stopped_says_so_and_can_be_started_again() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code("anna@example.org").await;
    let answer = browser.post("stop_recovery", &[]).await;
    assert_eq!(answer.location(), Some("/recover"));
    for path in ["/recover/verify", "/recover/password", "/recover/done"] {
        let page = browser.get(path).await;
        assert_eq!(page.heading(), "This was stopped", "{path}");
        assert!(page.body.contains("href=\"/recover\""));
    }
    browser.call("enter_mailed_code", &[("code", &code)]).await;
    assert_eq!(
        browser.recovery_step().await,
        None,
        "a code of a recovery that was stopped does nothing"
    );
    browser.start_recovery("anna", "forgot_password").await;
    assert_eq!(browser.recovery_step().await, Some(1));
}

#[tokio::test]
async fn without_a_recovery_every_page_says_so_and_leads_to_the_start() {
    let world = World::new().await;
    for path in ["/recover/verify", "/recover/password", "/recover/done"] {
        let page = world.browser().get(path).await;
        assert_eq!(
            page.heading(),
            "Nothing has been started in this browser",
            "{path}"
        );
        assert!(page.body.contains("href=\"/recover\""));
    }
    for value in ["", "x", &"A".repeat(43), &"A".repeat(5000)] {
        let browser = world.browser();
        browser.plant_cookie("recovery", value);
        // A value that could have been a recovery's whose row is forgotten (S99).
        let heading = if value.len() == 43 {
            "The time is up"
        } else {
            "Nothing has been started in this browser"
        };
        assert_eq!(browser.get("/recover/verify").await.heading(), heading);
    }
}

#[tokio::test]
async fn s59_starting_a_recovery_changes_nothing_on_the_account() {
    let world = World::new().await;
    let signed_in = world.browser();
    signed_in.sign_in(world.anna()).await;
    let password = world.stored_password("anna@example.org").await;
    for trouble in ["forgot_password", "know_password", "forgot_user_name"] {
        let browser = world.browser();
        browser.start_recovery("anna@example.org", trouble).await;
        browser.call("choose_method", &[("method", "mail")]).await;
    }
    assert!(signed_in.is_signed_in().await);
    assert_eq!(world.stored_password("anna@example.org").await, password);
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM saved_code_uses")
            .await,
        0
    );
    world.browser().sign_in(world.anna()).await;
}
