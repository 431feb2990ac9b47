//! The fresh proof before a change of ways back (S45, S72, S79).

use crate::support::apps::newest_app;
use crate::support::people::signed_in;
use regain_testkit::{World, done};

#[tokio::test]
async fn s45_a_stolen_session_changes_nothing() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    let id = world.holdings(&anna.email).await.methods[0].id.to_hex();
    let before = world.credentials().await;
    let thief = browser.copy();
    let page = thief.get("/account/methods").await;
    assert!(
        page.words()
            .contains("Confirm that it's you to change something"),
        "{}",
        page.words()
    );
    assert!(
        !page.body.contains("/api/remove_method") && !page.body.contains("/api/renew_saved_codes")
    );
    let setup = thief.get("/account/methods/authenticator").await;
    assert_eq!(
        setup.location(),
        Some("/account/confirm?return_to=/account/methods/authenticator&problem=confirm-needed")
    );
    for (endpoint, fields) in [
        ("remove_method", vec![("method", id.as_str())]),
        (
            "rename_method",
            vec![("method", id.as_str()), ("name", "Mine now")],
        ),
        ("renew_saved_codes", vec![]),
    ] {
        let refused = thief.call(endpoint, &fields).await;
        assert_eq!(refused.status, 403, "{endpoint}");
        assert_eq!(
            refused.refusal().as_deref(),
            Some("confirm-needed"),
            "{endpoint}"
        );
        let refused = thief.post(endpoint, &fields).await;
        assert!(
            refused
                .location()
                .is_some_and(|to| to.starts_with("/account/confirm?")),
            "{endpoint}"
        );
    }
    // Neither the password alone nor a code alone is as strong as the account.
    let code = world.app_code(&anna);
    for (password, code) in [
        (anna.password.as_str(), ""),
        ("not the password at all", code.as_str()),
    ] {
        let refused = thief
            .call("confirm", &[("password", password), ("code", code)])
            .await;
        assert!(refused.refusal().is_some());
    }
    assert_eq!(thief.call("renew_saved_codes", &[]).await.status, 403);
    assert_eq!(world.credentials().await, before);
}

#[tokio::test]
async fn s45_a_fresh_proof_lasts_five_minutes_in_its_own_session() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    let elsewhere = world.browser();
    world.sign_in_fully(&elsewhere, &anna).await;
    let before = browser.cookie("session").expect("a session");
    world.confirm(&browser, &anna).await;
    assert_ne!(browser.cookie("session"), Some(before), "S50");
    assert_eq!(
        elsewhere.call("renew_saved_codes", &[]).await.status,
        403,
        "another session"
    );
    let id = newest_app(&browser).await;
    world.advance_seconds(299);
    done(
        &browser
            .call("rename_method", &[("method", &id), ("name", "Work phone")])
            .await,
    );
    world.advance_seconds(1);
    assert_eq!(
        browser
            .call("rename_method", &[("method", &id), ("name", "Too late")])
            .await
            .status,
        403
    );
    assert_eq!(
        world.holdings(&anna.email).await.methods[0].name,
        "Work phone"
    );
}

#[tokio::test]
async fn s72_a_fresh_proof_opens_ones_own_ways_back_and_nobody_elses() {
    let world = World::strict().await;
    let anna = world.anna();
    let bert = world.bert();
    let id = world.holdings(&anna.email).await.methods[0].id.to_hex();
    let browser = world.browser();
    world.sign_in_fully(&browser, bert).await;
    world.confirm(&browser, bert).await;
    let before = world.credentials().await;
    for (endpoint, fields) in [
        ("remove_method", vec![("method", id.as_str())]),
        (
            "rename_method",
            vec![("method", id.as_str()), ("name", "Mine now")],
        ),
    ] {
        let refused = browser.call(endpoint, &fields).await;
        assert_eq!(
            refused.refusal().as_deref(),
            Some("method-unknown"),
            "{endpoint}"
        );
    }
    assert_eq!(world.credentials().await, before);
    world.sign_in_fully(&world.browser(), anna).await;
}

#[tokio::test]
async fn s79_a_confirmation_that_sql_wrote_opens_nothing() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    let session = world
        .database()
        .texts("SELECT hex(id) FROM sessions")
        .await
        .remove(0);
    let forged = format!(
        "INSERT INTO verifications (id, token_mac, purpose, person_id, session_id, password, keep, created_at, expires_at,
                                    tries)
         SELECT randomblob(16), randomblob(32), 'confirm', person_id, x'{session}', change_id, 0, {0}, {0} + 600000, 0
         FROM passwords WHERE person_id = x'{1}'",
        world.now().as_millis(),
        world.id_of(&anna.email).await.to_hex()
    );
    world.database().run(&forged).await;
    let finish = format!(
        "UPDATE verifications SET finished_at = {}, factor = 'authenticator', seal = randomblob(32)
         WHERE purpose = 'confirm'",
        world.now().as_millis()
    );
    world.database().run(&finish).await;
    assert_eq!(browser.call("renew_saved_codes", &[]).await.status, 403);
}

#[tokio::test]
async fn nothing_that_is_typed_into_a_confirmation_reaches_an_address_or_breaks_it() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    for with in ["x\ny: z", "saved&problem=x", "\u{0}", "保存"] {
        let fields = [
            ("password", anna.password.as_str()),
            ("code", "000000"),
            ("with", with),
        ];
        for answer in [
            browser.post("confirm", &fields).await,
            browser.call("confirm", &fields).await,
        ] {
            assert!(!answer.status.is_server_error(), "{with:?}: {answer:?}");
            assert!(
                answer
                    .location()
                    .is_none_or(|to| to.contains("&way=&problem=")),
                "{with:?}: {answer:?}"
            );
        }
    }
}
