//! The owner's ways back: authenticator apps and saved codes, and what changing them takes.

use crate::support::apps::{add_app, newest_app};
use crate::support::people::signed_in;
use regain_testkit::{App, Browser, Person, World, done};

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
async fn apps_are_added_renamed_and_removed_and_every_address_hears_of_it() {
    let world = World::strict().await;
    let (browser, mut anna) = signed_in(&world).await;
    let first = newest_app_after_confirm(&world, &browser, &anna).await;
    let last = browser.post("remove_method", &[("method", &first)]).await;
    assert_eq!(
        last.location(),
        Some("/account/methods?problem=method-last"),
        "S46"
    );
    let page = browser.get("/account/methods").await;
    assert!(
        page.words()
            .contains("to remove this one, add another app or a passkey first"),
        "{}",
        page.words()
    );

    let app = add_app(&world, &browser, "Tablet").await;
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "An authenticator app was added"
    );
    let page = browser.get("/account/methods").await;
    assert!(
        page.words().contains("For getting back in it counts from"),
        "{}",
        page.words()
    );
    done(&browser.call("remove_method", &[("method", &first)]).await);
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "An authenticator app was removed"
    );
    let gone = browser.call("remove_method", &[("method", &first)]).await;
    assert_eq!(
        gone.refusal().as_deref(),
        Some("method-unknown"),
        "another tab was faster"
    );
    for (name, refusal) in [
        ("", "name-empty"),
        (&*"x".repeat(300), "name-long"),
        ("a\u{202E}b", "name-character"),
    ] {
        let id = newest_app(&browser).await;
        let refused = browser
            .call("rename_method", &[("method", &id), ("name", name)])
            .await;
        assert_eq!(refused.refusal().as_deref(), Some(refusal));
    }
    // The old one no longer works; the new one does.
    let other = world.browser();
    other.asked_for_second_factor(&anna).await;
    let refused = other
        .call("verify_authenticator", &[("code", &world.app_code(&anna))])
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("authenticator-wrong"));
    anna.app = Some(app);
    world.sign_in_fully(&other, &anna).await;
}

async fn newest_app_after_confirm(world: &World, browser: &Browser, person: &Person) -> String {
    world.confirm(browser, person).await;
    newest_app(browser).await
}

#[tokio::test]
async fn new_saved_codes_replace_the_earlier_ones_and_are_shown_until_they_are_kept() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    world.confirm(&browser, &anna).await;
    let answer = browser.post("renew_saved_codes", &[]).await;
    assert_eq!(answer.location(), Some("/account/methods/codes"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.body.matches("class=\"codes__code\"").count(), 10);
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "New recovery codes were made"
    );
    done(&browser.call("keep_saved_codes", &[]).await);
    let page = browser.get("/account/methods/codes").await;
    assert!(page.words().contains("They can't be shown again."));
    let other = world.browser();
    other.asked_for_second_factor(&anna).await;
    let old = other
        .call("verify_saved_code", &[("code", &anna.codes[2])])
        .await;
    assert_eq!(old.refusal().as_deref(), Some("code-wrong"));
}

#[tokio::test]
async fn s28_a_new_app_counts_in_a_recovery_after_72_hours_and_at_once_at_sign_in() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    world.confirm(&browser, &anna).await;
    let app = add_app(&world, &browser, "Tablet").await;
    // The old one still counts; without it, the new one would have to.
    assert!(
        browser
            .get("/account")
            .await
            .words()
            .contains("two other ways are left")
    );
    for (seconds, refusal) in [(72 * 3600 - 60, Some("method-new")), (120, None)] {
        world.advance_seconds(seconds);
        let recovering = world.browser();
        recovering
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        world.pass_mail(&recovering, &anna).await;
        done(
            &recovering
                .call("choose_method", &[("method", "authenticator")])
                .await,
        );
        let answer = recovering
            .call(
                "enter_authenticator",
                &[("code", &app.code_at(world.now()))],
            )
            .await;
        assert_eq!(answer.refusal().as_deref(), refusal);
    }
}

#[tokio::test]
async fn s13_who_replaces_a_lost_app_can_open_the_key_that_is_shown() {
    let world = World::strict().await;
    let browser = world.proven(world.anna(), "lost_authenticator", 1).await;
    let key = browser
        .shown_key("/recover/authenticator")
        .await
        .replace(' ', "");
    let page = browser.get("/recover/authenticator").await.body;
    let (_, link) = page
        .split_once("href=\"otpauth://totp/Example:a")
        .expect("an app opens it, under Example and an address");
    let (link, _) = link.split_once('"').expect("an attribute ends");
    assert!(
        link.contains("%40") && link.contains(&format!("secret={key}&")),
        "{link}"
    );
}

#[tokio::test]
async fn s28_who_replaced_a_lost_app_is_told_that_it_does_not_count_yet() {
    let world = World::strict().await;
    let mut anna = world.anna().clone();
    let browser = world.proven(&anna, "lost_authenticator", 1).await;
    let app = App::with_key(&browser.shown_key("/recover/authenticator").await);
    done(
        &browser
            .call(
                "replace_authenticator",
                &[("name", "New"), ("code", &app.code_at(world.now()))],
            )
            .await,
    );
    anna.app = Some(app);
    world.sign_in_fully(&browser, &anna).await;
    let words = browser.get("/account").await.words();
    assert!(
        words.contains("your new authenticator app counts at most 3 days after it was added"),
        "{words}"
    );
    assert!(!words.contains("Add an authenticator app"), "{words}");
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

#[tokio::test]
async fn s15_an_app_only_counts_as_the_second_step() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    let page = browser.get("/recover/verify").await;
    assert!(page.words().contains("For step 2 only"), "{}", page.words());
    let early = browser
        .call("choose_method", &[("method", "authenticator")])
        .await;
    assert_eq!(early.refusal().as_deref(), Some("method-later"));
    browser.pass_saved_code(&anna.codes[1]).await;
    done(
        &browser
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    let code = world.app_code(anna);
    done(
        &browser
            .call("enter_authenticator", &[("code", &code)])
            .await,
    );
    done(
        &browser
            .call(
                "new_password",
                &[("password", "nobody has ever said this before")],
            )
            .await,
    );
    // A code that was used in one place is used everywhere.
    let other = world.browser();
    let answer = other
        .try_sign_in(&anna.user_name, "nobody has ever said this before")
        .await;
    assert!(
        answer
            .location()
            .is_some_and(|path| path.starts_with("/sign-in/verify")),
        "S13: {answer:?}"
    );
    let again = other.call("verify_authenticator", &[("code", &code)]).await;
    assert_eq!(again.refusal().as_deref(), Some("authenticator-used"));
}

#[tokio::test]
async fn s2_the_list_of_ways_is_the_same_for_somebody_who_does_not_exist() {
    let world = World::strict().await;
    let shown = async |identifier: &str| {
        let browser = world.browser();
        browser
            .start_recovery(identifier, "lost_authenticator")
            .await;
        browser.get("/recover/verify").await.words()
    };
    assert_eq!(
        shown(&world.anna().user_name).await,
        shown("nobody.at.all").await
    );
}

#[tokio::test]
async fn s13_a_lost_app_is_replaced_by_two_other_proofs() {
    let world = World::strict().await;
    let mut anna = world.anna().clone();
    let elsewhere = world.browser();
    world.sign_in_fully(&elsewhere, &anna).await;
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "lost_authenticator")
        .await;
    world.pass_mail(&browser, &anna).await;
    browser
        .call("choose_method", &[("method", "authenticator")])
        .await;
    let page = browser.get("/recover/verify").await.words();
    assert!(
        !page.contains("authenticator app"),
        "what was lost isn't asked for: {page}"
    );
    browser.pass_saved_code(&anna.codes[1]).await;
    let page = browser.get("/recover/verify").await;
    assert_eq!(page.location(), Some("/recover/authenticator"));
    // The recovery ends with an app, not with a password.
    let refused = browser
        .call(
            "new_password",
            &[("password", "nobody has ever said this before")],
        )
        .await;
    assert_ne!(refused.body, "\"Done\"");
    let app = App::with_key(&browser.shown_key("/recover/authenticator").await);
    let wrong = browser
        .post(
            "replace_authenticator",
            &[("name", "New phone"), ("code", "12345")],
        )
        .await;
    assert_eq!(
        wrong.location(),
        Some("/recover/authenticator?problem=authenticator-malformed")
    );
    let fields = [("name", "New phone"), ("code", &*app.code_at(world.now()))];
    let answer = browser.post("replace_authenticator", &fields).await;
    assert_eq!(answer.location(), Some("/recover/done"));
    let page = browser.follow(&answer).await;
    assert_eq!(page.heading(), "Your new authenticator app is set up");
    assert!(browser.cookie("session").is_none(), "S29: no end signs in");
    assert!(
        !elsewhere.is_signed_in().await,
        "whoever has the phone may be signed in there"
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your authenticator app was replaced"
    );
    let other = world.browser();
    other.asked_for_second_factor(&anna).await;
    let old = other
        .call("verify_authenticator", &[("code", &world.app_code(&anna))])
        .await;
    assert_eq!(old.refusal().as_deref(), Some("authenticator-wrong"));
    anna.app = Some(app);
    world.sign_in_fully(&other, &anna).await;
}

#[tokio::test]
async fn s79_a_row_of_an_app_that_was_touched_closes_the_account() {
    for attack in [
        "UPDATE methods SET secret = (SELECT secret FROM methods WHERE person_id <> x'ID' LIMIT 1) WHERE person_id = x'ID'",
        "DELETE FROM methods WHERE person_id = x'ID'",
        "UPDATE methods SET name = 'Mine' WHERE person_id = x'ID'",
        "UPDATE methods SET counts_from = added_at WHERE person_id = x'ID' AND counts_from = added_at",
    ] {
        let world = World::strict().await;
        let anna = world.anna();
        let id = world.id_of(&anna.email).await.to_hex();
        for trigger in [
            "methods_are_renamed",
            "methods_are_applied_again",
            "methods_go_with_a_fresh_change",
        ] {
            world
                .database()
                .run(&format!("DROP TRIGGER {trigger}"))
                .await;
        }
        world.database().run(&attack.replace("ID", &id)).await;
        let answer = world
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await;
        let harmless = attack.contains("counts_from = added_at");
        assert_eq!(answer.refusal().is_none(), harmless, "{attack}: {answer:?}");
    }
}

#[tokio::test]
async fn s41_no_seed_stands_anywhere_in_clear() {
    let world = World::strict().await;
    let (browser, anna) = signed_in(&world).await;
    world.confirm(&browser, &anna).await;
    let key = browser.shown_key("/account/methods/authenticator").await;
    let app = App::with_key(&key);
    done(
        &browser
            .call(
                "add_authenticator",
                &[("name", "Tablet"), ("code", &app.code_at(world.now()))],
            )
            .await,
    );
    let seed = app.seed().to_vec();
    let bytes = world.database().bytes();
    assert!(!bytes.windows(seed.len()).any(|window| window == seed));
    let bare: String = key.split_whitespace().collect();
    assert!(
        !bytes
            .windows(bare.len())
            .any(|window| window == bare.as_bytes())
    );
    // The next person who sets up an app gets another secret.
    assert_ne!(
        browser.shown_key("/account/methods/authenticator").await,
        key
    );
}
