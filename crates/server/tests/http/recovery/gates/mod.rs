//! `/recover/verify`: two gates of different classes, and everything that keeps them shut.

mod mailed_code;
mod saved_code;

use regain_domain::policy;
use regain_testkit::{Browser, World, done};
use std::time::Duration;

/// A browser that waits for Anna's mailed code, and the code.
async fn waiting(world: &World) -> (Browser, String) {
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    (browser, world.mailed_code("anna@example.org").await)
}

/// The refusal of an attempt; `None` if it passed.
async fn enter(browser: &Browser, code: &str) -> Option<String> {
    browser
        .call("enter_mailed_code", &[("code", code)])
        .await
        .refusal()
}

async fn enter_saved(browser: &Browser, code: &str) -> Option<String> {
    browser
        .call("enter_saved_code", &[("code", code)])
        .await
        .refusal()
}

async fn tries_left(browser: &Browser) -> Option<u64> {
    let screen = browser
        .call("read_recovery", &[("page", "/recover/verify")])
        .await
        .json();
    screen["Proof"]["entry"]["tries_left"].as_u64()
}

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

#[tokio::test]
async fn a_recovery_lasts_half_an_hour_before_its_first_gate() {
    let world = World::new().await;
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    world.advance(policy::FLOW_LIFETIME - Duration::from_millis(1));
    assert_eq!(browser.recovery_step().await, Some(1));
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code("anna@example.org").await;
    world.advance(Duration::from_millis(1));
    assert_eq!(browser.recovery_step().await, None);
    browser.call("enter_mailed_code", &[("code", &code)]).await;
    let page = browser.get("/recover/verify").await;
    assert_eq!(page.heading(), "The time is up");
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        0
    );
}

#[tokio::test]
async fn s16_a_recovery_lasts_fifteen_minutes_after_its_first_gate() {
    for (seconds, step) in [(899, Some(3)), (900, None)] {
        let world = World::new().await;
        let browser = world.browser();
        browser.start_recovery("anna", "forgot_password").await;
        world.pass_mail(&browser, world.anna()).await;
        done(
            &browser
                .call("choose_method", &[("method", "saved_code")])
                .await,
        );
        world.advance_seconds(seconds);
        enter_saved(&browser, &world.anna().codes[0]).await;
        assert_eq!(browser.recovery_step().await, step, "after {seconds} s");
        let used = world
            .database()
            .number("SELECT count(*) FROM saved_code_uses")
            .await;
        assert_eq!(
            used == 1,
            step.is_some(),
            "a recovery that is over uses up no code"
        );
    }
}

#[tokio::test]
async fn s30_the_first_gate_and_the_use_of_a_saved_code_are_told_to_the_person_once() {
    let world = World::new().await;
    let anna = world.anna();
    world.proven(anna, "forgot_password", 0).await;
    let subjects: Vec<String> = world
        .mails_to(&anna.email)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(
        subjects,
        [
            "A saved recovery code was used",
            "Getting back into your account: step 1 of 2 is done",
            "Your code to get back into your account"
        ]
    );
}

#[tokio::test]
async fn s55_disabling_a_person_shuts_every_gate() {
    let world = World::new().await;
    let (browser, code) = waiting(&world).await;
    world.set_disabled("anna@example.org", true).await;
    assert_eq!(
        enter(&browser, &code).await,
        None,
        "the page says why it doesn't go on"
    );
    assert_eq!(
        browser.recovery_step().await,
        None,
        "the recovery ended with it"
    );
    assert_eq!(
        world.database().number("SELECT count(*) FROM proofs").await,
        0
    );
}

#[tokio::test]
async fn s22_reading_is_inert_however_often_and_by_whomever_a_page_is_opened() {
    let world = World::new().await;
    let (owner, code) = waiting(&world).await;
    let link = world.last_mail_to("anna@example.org").await.link;
    let (path, fragment) = link
        .strip_prefix("https://id.example.org")
        .and_then(|link| link.split_once('#'))
        .expect("a fragment");
    let before = world.database().row_counts().await;
    for scanner in [
        "Mozilla/5.0 (compatible; SafeLinks)",
        "curl/8",
        "Slackbot-LinkExpanding 1.0",
    ] {
        let scanner = world.browser().with("user-agent", scanner);
        for _ in 0..20 {
            for path in [
                path,
                "/recover/verify",
                "/recover/progress",
                "/recover/password",
                "/recover/done",
                "/sign-in",
            ] {
                for method in ["GET", "HEAD"] {
                    let request = http::Request::builder()
                        .method(method)
                        .uri(path)
                        .header("accept", "text/html");
                    let answer = scanner
                        .send(request.body(axum::body::Body::empty()).expect("a request"))
                        .await;
                    assert!(
                        answer.status.is_success(),
                        "{method} {path}: {}",
                        answer.status
                    );
                }
            }
        }
        for leaked in [
            format!("{path}?{fragment}"),
            format!("{path}?code={code}"),
            format!("{path}?token={fragment}"),
        ] {
            scanner.get(&leaked).await;
            owner.get(&leaked).await;
        }
    }
    assert_eq!(world.database().row_counts().await, before);
    assert_eq!(owner.recovery_step().await, Some(1));
    assert_eq!(tries_left(&owner).await, None);
    assert_eq!(enter(&owner, &code).await, None);
}
