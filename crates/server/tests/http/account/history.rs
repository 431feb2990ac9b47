//! `/account/history`: the record of events (S80, S101, S103).

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
