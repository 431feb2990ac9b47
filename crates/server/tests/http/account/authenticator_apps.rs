//! Authenticator apps: adding, renaming and removing them, and their rows in the database (S28,
//! S41, S79).

use crate::support::apps::{add_app, newest_app};
use crate::support::people::signed_in;
use regain_testkit::{App, Browser, Person, World, done};

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
