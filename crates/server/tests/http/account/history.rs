//! `/account/history`, `/account/freeze`, `/freeze`: the record of events, and stopping everything.

use crate::support::history::entries;
use regain_testkit::{World, done};

#[tokio::test]
async fn s101_everything_an_owner_does_is_told_while_time_runs() {
    let world = World::new().await;
    world.let_time_run();
    let mut carla = world.enrol("carla@example.org").await;
    let browser = world.browser();
    browser.sign_in(&carla).await;
    let new = "another sentence of the same length";
    done(
        &browser
            .call(
                "change_password",
                &[("current", carla.password.as_str()), ("new", new)],
            )
            .await,
    );
    new.clone_into(&mut carla.password);

    let recovering = world.proven(&carla, "forgot_password", 1).await;
    let newest = "a third sentence, and not the last one";
    done(
        &recovering
            .call("new_password", &[("password", newest)])
            .await,
    );
    newest.clone_into(&mut carla.password);
    let keeping = world.proven(&carla, "know_password", 2).await;
    done(&keeping.call("keep_password", &[("password", newest)]).await);

    let browser = world.browser();
    browser.sign_in(&carla).await;
    let told = entries(&browser).await;
    let expected = [
        "Signed in",
        "First sign-in on this device",
        "The password was confirmed after both steps",
        "A saved recovery code was used",
        "A step to get back in was passed",
        "A step to get back in was passed",
        "A new password was chosen after both steps",
        "A saved recovery code was used",
        "A step to get back in was passed",
        "A step to get back in was passed",
        "The password was changed",
        "Signed in",
        "First sign-in on this device",
        "Your account was set up",
        "Saved recovery codes were made",
        "The password was chosen",
        "You were invited",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn s80_a_changed_or_missing_entry_takes_the_mark_away() {
    for attack in [
        "UPDATE history SET facts = '{\"failed\":7}' WHERE event = 'session.started'",
        "DELETE FROM history WHERE seq = (SELECT seq FROM history ORDER BY seq DESC LIMIT 1 OFFSET 1)",
    ] {
        let world = World::new().await;
        let browser = world.browser();
        for _ in 0..2 {
            browser.sign_in(world.anna()).await;
        }
        entries(&browser).await;
        world
            .database()
            .run("DROP TRIGGER history_never_changes")
            .await;
        world.database().run("DROP TRIGGER history_stays").await;
        world.database().run(attack).await;
        let page = browser.get("/account/history").await;
        assert!(
            page.body.contains("someone has changed the history"),
            "{attack}"
        );
    }
}

#[tokio::test]
async fn s103_places_are_forgotten_after_thirty_days_and_the_chain_stays_whole() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let places = "SELECT count(*) FROM history_details WHERE place IS NOT NULL";
    assert!(world.database().number(places).await > 0);
    world.advance_seconds(31 * 24 * 3600);
    world.regain().upkeep.sweep().await.expect("swept");
    assert_eq!(world.database().number(places).await, 0);
    let base = world.regain().base();
    let walked = base
        .historian
        .verify(base.store.as_ref(), None)
        .await
        .expect("an answer");
    assert_eq!(walked.fault, None);
    // The database never stored any of it in clear.
    let bytes = world.database().bytes();
    for clear in ["chrome", "this-machine", "private-network", "203.0.113"] {
        assert!(
            !bytes
                .windows(clear.len())
                .any(|window| window == clear.as_bytes()),
            "{clear}"
        );
    }
}

#[tokio::test]
async fn s30_a_frozen_account_lets_nobody_in_until_its_owner_recovers_it() {
    let world = World::new().await;
    let anna = world.anna();
    let before = world.credentials().await;
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(&browser.call("freeze_own", &[]).await);
    assert!(!browser.is_signed_in().await);
    assert_eq!(
        world
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    assert_eq!(world.credentials().await, before, "it can only freeze");
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "Your account is frozen"
    );

    let recovering = world.proven(anna, "know_password", 1).await;
    done(
        &recovering
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    browser.sign_in(anna).await;
    assert!(
        entries(&browser)
            .await
            .contains(&"Your account was opened again".to_owned())
    );
}

#[tokio::test]
async fn s30_the_link_of_a_notice_freezes_for_thirty_days() {
    let world = World::new().await;
    let anna = world.anna();
    let waiting = world.browser();
    waiting
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    waiting.pass_saved_code(&anna.codes[3]).await;
    let notice = world.last_mail_to(&anna.email).await;
    let code = notice.freeze_code.expect("a notice has a code");
    assert!(
        notice
            .freeze_link
            .expect("and a link")
            .ends_with(&code.replace('-', ""))
    );

    let stranger = world.browser();
    for (typed, refusal) in [
        ("", "code-empty"),
        ("ABCD", "code-malformed"),
        ("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345", "freeze-unknown"),
    ] {
        assert_eq!(
            stranger
                .call("freeze_by_code", &[("code", typed)])
                .await
                .refusal()
                .as_deref(),
            Some(refusal)
        );
    }
    for _ in 0..2 {
        done(&stranger.call("freeze_by_code", &[("code", &code)]).await);
    }
    assert_eq!(
        waiting.recovery_step().await,
        None,
        "the recovery under way ended"
    );
    assert!(
        world
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .refusal()
            .is_some()
    );
    let told = "SELECT count(*) FROM history WHERE event = 'account.frozen' AND actor IS NULL";
    assert_eq!(
        world.database().number(told).await,
        1,
        "whoever reads the mail isn't proven to be the owner"
    );
    world.advance_seconds(30 * 24 * 3600);
    assert_eq!(
        stranger
            .call("freeze_by_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("freeze-expired")
    );
}

#[tokio::test]
async fn s59_a_stranger_who_triggers_mails_freezes_nobody() {
    let world = World::new().await;
    let anna = world.anna();
    for _ in 0..8 {
        let stranger = world.browser();
        stranger
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        done(&stranger.call("choose_method", &[("method", "mail")]).await);
    }
    assert!(
        world
            .mails_to(&anna.email)
            .await
            .iter()
            .take(8)
            .all(|mail| mail.freeze_code.is_none())
    );
    world.browser().sign_in(anna).await;
}
