//! Accounts are sealed anew with the newest key, and only what was genuine (S33, S104).

use super::{FIRST, SECOND, began, hanging, is_genuine};
use crate::support::database::drop_triggers;
use regain_testkit::{World, done};

#[tokio::test]
async fn s33_after_a_sign_in_nothing_of_its_person_hangs_on_the_older_key() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let bert = world.bert().clone();
    let secret = "SELECT hex(secret) FROM methods WHERE person_id = (SELECT person_id FROM identifiers WHERE canonical LIKE 'anna@%')";
    let before = world.database().texts(secret).await;
    let world = world.rotated().await;
    let from = began(&world).await;
    world.sign_in_fully(&world.browser(), &anna).await;
    for (person, goes_over) in [(&anna, true), (&bert, false)] {
        let id = world.id_of(&person.email).await.to_hex();
        let told = async |what: &str| {
            let query = format!(
                "SELECT max(seq) FROM history WHERE hex(subject) = upper('{id}') AND {what} IS NOT NULL"
            );
            world.database().number(&query).await
        };
        assert_eq!(
            told("manifest_version").await > from,
            goes_over,
            "{}",
            person.email
        );
        assert_eq!(
            told("standing_version").await > from,
            goes_over,
            "{}",
            person.email
        );
        let hash = world
            .stored_password(&person.email)
            .await
            .expect("a password");
        assert!(
            hash.contains(if goes_over { SECOND } else { FIRST }),
            "{hash}"
        );
        assert!(is_genuine(&world, person).await);
    }
    assert_ne!(
        world.database().texts(secret).await,
        before,
        "what an app counts with is sealed anew"
    );
    // The newest key alone is enough for everything but reports on the past.
    let alone = world.retired(1).await;
    assert!(is_genuine(&alone, &anna).await && !is_genuine(&alone, &bert).await);
    alone.sign_in_fully(&alone.browser(), &anna).await;
}

#[tokio::test]
async fn s104_those_who_dont_come_are_sealed_anew_by_and_by_and_their_sessions_go_on() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let bert = world.bert().clone();
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    world.set_disabled(&bert.email, true).await;
    world.invite("carla@example.org").await;
    let world = world.rotated().await;
    let browser = browser.in_world_of(world.browser());
    let people = hanging(&world).await;
    assert!(people >= 4, "everybody, at first: {people}");
    let credentials = world.credentials().await;
    assert_eq!(
        world
            .regain()
            .older_keys
            .seal_all_anew()
            .await
            .expect("the database answers"),
        people
    );
    assert_eq!(
        (
            hanging(&world).await,
            world
                .regain()
                .older_keys
                .seal_all_anew()
                .await
                .expect("an answer")
        ),
        (0, 0)
    );
    let after = world.credentials().await;
    assert_eq!(credentials.len(), after.len());
    assert!(browser.is_signed_in().await, "a session lasts over it");
    assert!(is_genuine(&world, &anna).await);
    for person in [&anna, &bert] {
        assert!(
            world
                .stored_password(&person.email)
                .await
                .expect("a password")
                .contains(FIRST),
            "that takes its owner"
        );
    }
    world.set_disabled(&bert.email, false).await;
    world.sign_in_fully(&world.browser(), &bert).await;
    let invited = world.browser();
    let code = world.mailed_code("carla@example.org").await;
    done(&invited.call("open_invitation", &[("code", &code)]).await);
}

#[tokio::test]
async fn s104_a_row_that_was_changed_is_not_made_genuine_by_a_newer_key() {
    let world = World::strict().await;
    let bert = world.bert().clone();
    let world = world.rotated().await;
    drop_triggers(&world).await;
    world.database().run("UPDATE methods SET name = 'Thief' WHERE person_id = (SELECT person_id FROM identifiers WHERE canonical LIKE 'bert@%')").await;
    let people = hanging(&world).await;
    assert_eq!(
        world
            .regain()
            .older_keys
            .seal_all_anew()
            .await
            .expect("the database answers"),
        people - 1
    );
    assert_eq!(hanging(&world).await, 1);
    assert!(
        world
            .browser()
            .try_sign_in(&bert.user_name, &bert.password)
            .await
            .refusal()
            .is_some()
    );
}
