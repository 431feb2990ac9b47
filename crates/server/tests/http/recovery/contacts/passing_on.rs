//! A contact passes a code on, and it is one of the two gates (S2, S3, S12, S27).

use super::{CLEO, enter};
use regain_testkit::{World, comparable, done};

#[tokio::test]
async fn s27_a_contact_confirms_by_voice_and_passes_a_code_on_which_is_one_of_two_gates() {
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    assert!(
        browser
            .get("/recover/verify")
            .await
            .words()
            .contains("Ask my recovery contact")
    );
    let chosen = browser
        .post("choose_method", &[("method", "contact")])
        .await;
    let page = browser.follow(&chosen).await;
    assert!(
        page.words().contains("Enter the code from your contact"),
        "{}",
        page.words()
    );
    assert!(page.words().contains("up to 24 hours"), "{}", page.words());
    assert!(
        !page.words().contains("Cleo"),
        "S2: nobody is named before a gate has passed"
    );

    let mail = world.last_mail_to(CLEO).await;
    assert_eq!(mail.subject, "You are asked to pass on a code");
    assert!(
        mail.text
            .contains(&format!("\u{201C}{}\u{201D}", anna.name)),
        "{}",
        mail.text
    );
    for never in [
        anna.email.as_str(),
        anna.user_name.as_str(),
        "network",
        "Device",
        "Chrome",
    ] {
        assert!(!mail.text.contains(never), "S27: {never}: {}", mail.text);
    }
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your recovery contacts were asked for help"
    );
    assert!(
        world.last_mail_to(&anna.email).await.freeze_link.is_some(),
        "S30"
    );

    // Before the contact confirms, no code exists, and opening the page confirms nothing (S22).
    let contact = world.browser();
    for _ in 0..20 {
        contact.get("/contact/pass-on").await;
    }
    let opened = contact
        .post("open_pass_on", &[("code", &mail.code.expect("a code"))])
        .await;
    assert_eq!(
        contact.follow(&opened).await.heading(),
        format!("{} asked you to pass on a code", anna.name)
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM contact_requests WHERE code_mac IS NOT NULL")
            .await,
        0
    );
    let unticked = contact.post("pass_on", &[]).await;
    assert_eq!(
        unticked.location(),
        Some("/contact/pass-on?step=answer&problem=pass-on-tick")
    );
    assert!(
        contact
            .follow(&unticked)
            .await
            .words()
            .contains("Speak with them first")
    );
    let shown = contact.post("pass_on", &[("spoken", "on")]).await;
    assert_eq!(shown.location(), Some("/contact/pass-on?step=code"));
    let page = contact.follow(&shown).await;
    assert!(
        page.words().contains("By voice or in person only."),
        "{}",
        page.words()
    );
    assert!(
        page.body.contains("class=\"value__spoken\""),
        "read aloud: the largest thing on the page"
    );
    assert!(
        page.words().contains("For each letter, say the word too."),
        "{}",
        page.words()
    );
    let code = contact.shown_key("/contact/pass-on?step=code").await;
    assert_eq!(code.len(), 9, "in groups of four: {code}");
    for letter in code.chars().filter(char::is_ascii_alphabetic) {
        assert!(
            page.words().contains(&format!("{letter} as in {letter}")),
            "{letter}: {}",
            page.words()
        );
    }
    done(&contact.call("forget_passed", &[]).await);
    assert_eq!(
        contact.get("/contact/pass-on?step=code").await.location(),
        Some("/contact/pass-on?problem=pass-on-used")
    );

    assert_eq!(
        enter(&browser, &code.to_lowercase().replace('-', " ")).await,
        None
    );
    assert_eq!(browser.recovery_step().await, Some(2), "one gate");
    let again = browser
        .call("choose_method", &[("method", "contact")])
        .await;
    assert_eq!(
        again.refusal().as_deref(),
        Some("method-used"),
        "S12: two contacts are no two gates"
    );
    let early = browser
        .call(
            "new_password",
            &[("password", "nobody has ever said this before")],
        )
        .await;
    assert_ne!(early.body, "\"Done\"", "S27: alone it opens nothing");
    world.pass_mail(&browser, anna).await;
    done(
        &browser
            .call(
                "new_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    let history = world
        .database()
        .texts("SELECT event FROM history ORDER BY seq DESC LIMIT 8")
        .await;
    for event in ["contact.asked", "contact.vouched", "recovery.gate_passed"] {
        assert!(
            history.iter().any(|told| told == event),
            "{event}: {history:?}"
        );
    }
}

#[tokio::test]
async fn s12_a_contact_is_the_second_gate_too_and_replaces_a_lost_authenticator_with_another_proof()
{
    let world = World::strict().await;
    let anna = world.anna();
    world.counting_contacts(anna, 1).await;
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "lost_authenticator")
        .await;
    browser.pass_saved_code(&anna.codes[1]).await;
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
    let page = browser.get("/recover/verify").await;
    assert_eq!(page.location(), Some("/recover/authenticator"));
    // First a contact, then an authenticator app.
    let browser = world.asking_contacts(&anna.user_name).await;
    assert_eq!(enter(&browser, &world.passed_code(CLEO).await).await, None);
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
}

#[tokio::test]
async fn s2_s3_for_somebody_who_does_not_exist_everything_looks_the_same_and_leaves_the_same_rows()
{
    let world = World::strict().await;
    world.counting_contacts(world.anna(), 2).await;
    let walk = async |identifier: &str| {
        let before = world.database().row_counts().await;
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        let mut seen = Vec::new();
        let chosen = browser
            .post("choose_method", &[("method", "contact")])
            .await;
        let after = world.database().row_counts().await;
        let waiting = browser.follow(&chosen).await;
        let half = browser
            .post("enter_contact_code", &[("code", "ABCD")])
            .await;
        let wrong = browser
            .post("enter_contact_code", &[("code", "ABCD-EFGH")])
            .await;
        let said = browser.follow(&wrong).await;
        let early = browser.post("resend_code", &[]).await;
        for answer in [&chosen, &waiting, &half, &wrong, &said, &early] {
            let cookie = browser.cookie("recovery").expect("a recovery").value;
            seen.push(comparable(answer, &[identifier, &cookie]));
        }
        let rows: Vec<(String, i64)> = after
            .into_iter()
            .map(|(table, count)| {
                let more = count - before[&table];
                (table, more)
            })
            .filter(|(_, more)| *more != 0)
            .collect();
        (seen, rows)
    };
    let known = walk("anna").await;
    let unknown = walk("nobody.at.all").await;
    assert_eq!(known.0, unknown.0);
    assert_eq!(known.1, unknown.1);
    let rows: Vec<(&str, i64)> = known
        .1
        .iter()
        .map(|(table, more)| (table.as_str(), *more))
        .collect();
    let expected = [
        ("challenges", 1),
        ("contact_requests", 3),
        ("outbox", 4),
        ("recovery_flows", 1),
        ("spendings", 2),
    ];
    assert_eq!(rows, expected);
}
