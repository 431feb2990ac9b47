//! Throttling that nobody can turn against the owner: strangers' attempts cost strangers time
//! (S57–S63).

use crate::support::people::can_enter;
use regain_domain::policy;
use regain_testkit::{Person, World, done};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Guesses as a stranger until the server checks no further guess.
async fn exhaust(world: &World, person: &Person) {
    for nth in 1..=policy::FAILURES_MAX {
        world
            .browser()
            .try_sign_in(&person.user_name, &format!("a guess, {nth}"))
            .await;
        world.advance(policy::LONGEST_DELAY);
    }
}

#[tokio::test]
async fn s57_after_a_hundred_failures_the_password_opens_nothing_on_an_unknown_device() {
    let world = World::new().await;
    let anna = world.anna();
    exhaust(&world, anna).await;
    assert_eq!(
        world
            .database()
            .number("SELECT failures FROM sign_in_counters")
            .await,
        100
    );
    world.advance(DAY);
    assert!(
        !can_enter(&world.browser(), anna).await,
        "a day changes nothing"
    );
    world.advance(2 * policy::FAILURES_FORGOTTEN);
    world.regain().upkeep.sweep().await.expect("a sweep");
    assert!(
        !can_enter(&world.browser(), anna).await,
        "nor do two months"
    );
    world
        .browser()
        .try_sign_in(&anna.email, "by the address")
        .await;
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sign_in_counters")
            .await,
        1,
        "nor another name"
    );
}

#[tokio::test]
async fn s58_on_a_known_device_the_owner_signs_in_at_the_first_try() {
    let world = World::new().await;
    let anna = world.anna();
    let known = world.browser();
    assert!(can_enter(&known, anna).await);
    exhaust(&world, anna).await;
    assert!(
        can_enter(&known, anna).await,
        "a hundred strangers are in nobody's way"
    );
    assert!(
        !can_enter(&world.browser(), anna).await,
        "and a password alone lets no stranger guess anew"
    );
    // The owner's own mistakes cost time on their own device, and nowhere else.
    for nth in 0..=policy::FREE_FAILURES {
        known
            .try_sign_in(&anna.user_name, &format!("a mistake, {nth}"))
            .await;
    }
    assert!(!can_enter(&known, anna).await, "within the wait");
    world.advance(policy::LONGEST_DELAY);
    assert!(can_enter(&known, anna).await);
}

#[tokio::test]
async fn s58_the_device_of_somebody_else_is_an_unknown_one() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let of_bert = world.browser();
    assert!(can_enter(&of_bert, bert).await);
    exhaust(&world, anna).await;
    assert!(!can_enter(&of_bert, anna).await);
    assert!(can_enter(&of_bert, bert).await);
}

#[tokio::test]
async fn s57_a_second_factor_ends_every_wait() {
    let world = World::strict().await;
    let anna = world.anna();
    let known = world.browser();
    known.asked_for_second_factor(anna).await;
    done(
        &known
            .call("verify_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    done(&known.call("sign_out", &[]).await);
    exhaust(&world, anna).await;
    let stranger = world.browser();
    assert_eq!(
        stranger
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    known.asked_for_second_factor(anna).await;
    done(
        &known
            .call("verify_authenticator", &[("code", &world.app_code(anna))])
            .await,
    );
    world.browser().asked_for_second_factor(anna).await;
}

#[tokio::test]
async fn s59_a_recovery_ends_every_wait_whatever_strangers_do() {
    let world = World::new().await;
    let anna = world.anna();
    exhaust(&world, anna).await;
    let recovering = world.proven(anna, "know_password", 1).await;
    done(
        &recovering
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    assert!(can_enter(&world.browser(), anna).await);
}

#[tokio::test]
async fn s63_the_same_wrong_password_counts_once() {
    let world = World::new().await;
    let anna = world.anna();
    let count = async || {
        world
            .database()
            .number("SELECT coalesce(sum(failures), 0) FROM sign_in_counters")
            .await
    };
    for _ in 0..20 {
        world
            .browser()
            .try_sign_in(&anna.user_name, "the one of last year")
            .await;
    }
    assert_eq!(count().await, 1);
    for wrong in [
        "a second one",
        "a third one",
        "the one of last year",
        "a fourth one",
    ] {
        world.browser().try_sign_in(&anna.user_name, wrong).await;
    }
    assert_eq!(count().await, 4);
    world
        .browser()
        .try_sign_in(&anna.user_name, "the one of last year")
        .await;
    assert_eq!(count().await, 5, "three are remembered");
    assert!(
        can_enter(&world.browser(), anna).await,
        "and no wait came of it"
    );
    // The same holds for unknown people.
    for _ in 0..20 {
        world
            .browser()
            .try_sign_in("nobody", "the one of last year")
            .await;
    }
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn s1_s63_the_right_password_of_an_account_that_does_not_open_counts_as_a_wrong_one() {
    let world = World::new().await;
    let bert = world.bert();
    world.set_disabled(&bert.email, true).await;
    // Now and then a page reads the policy, whoever reads it.
    world.browser().try_sign_in("somebody", "a wrong one").await;
    let mut statements = Vec::new();
    for (name, password) in [
        (&bert.user_name, bert.password.as_str()),
        (&world.anna().user_name, "a wrong one"),
    ] {
        for _ in 0..8 {
            let (answer, count) =
                regain_testkit::counted(world.browser().try_sign_in(name, password)).await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"));
            statements.push(count);
        }
    }
    assert_eq!(statements[..8], statements[8..]);
    assert_eq!(
        world
            .database()
            .number("SELECT max(failures) FROM sign_in_counters")
            .await,
        1
    );
}

#[tokio::test]
async fn s63_a_password_that_was_wrong_and_is_right_now_signs_in() {
    let world = World::new().await;
    let mut anna = world.anna().clone();
    let new = "another sentence of the same length";
    let owner = world.browser();
    owner.sign_in(&anna).await;
    assert!(
        !can_enter(
            &world.browser(),
            &Person {
                password: new.to_owned(),
                ..anna.clone()
            }
        )
        .await
    );
    done(
        &owner
            .call(
                "change_password",
                &[("current", &anna.password), ("new", new)],
            )
            .await,
    );
    new.clone_into(&mut anna.password);
    assert!(can_enter(&world.browser(), &anna).await);
}
