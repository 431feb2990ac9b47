//! After five failures, each further one doubles the wait, which locks nobody out (S57, S59).

use regain_domain::policy;
use regain_testkit::{Browser, World};
use std::time::Duration;

#[tokio::test]
async fn s57_the_first_five_failures_cost_nothing_and_each_further_one_doubles_the_wait() {
    let world = World::new().await;
    let anna = world.anna();
    let nth = std::cell::Cell::new(0);
    let fails = async |wanted: &str| {
        nth.set(nth.get() + 1);
        let wrong = format!("not the password of anna, {}", nth.get());
        let answer = world.browser().try_sign_in(&anna.user_name, &wrong).await;
        assert_eq!(answer.refusal().as_deref(), Some("sign-in"), "{wanted}");
    };
    let tries = async || {
        world
            .database()
            .number("SELECT failures FROM sign_in_counters")
            .await
    };
    for failure in 1..=5 {
        fails("free").await;
        assert_eq!(tries().await, failure);
    }
    for (failure, wait) in [(6, 2), (7, 4), (8, 8), (9, 16), (10, 32)] {
        fails("counted").await;
        assert_eq!(tries().await, failure);
        world.advance(Duration::from_millis(wait * 1000 - 1));
        fails("too early: not counted, and not checked").await;
        assert_eq!(tries().await, failure, "within the wait");
        world.advance(Duration::from_millis(1));
    }
    assert_eq!(
        world
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .location(),
        Some("/account")
    );
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sign_in_counters")
            .await,
        0,
        "a success clears them"
    );
}

#[tokio::test]
async fn s57_no_wait_is_longer_than_fifteen_minutes_and_none_is_for_ever() {
    let world = World::new().await;
    let anna = world.anna();
    for nth in 1..policy::FAILURES_MAX {
        world
            .browser()
            .try_sign_in(&anna.user_name, &format!("wrong, {nth}"))
            .await;
        world.advance(policy::LONGEST_DELAY);
    }
    assert_eq!(
        world
            .database()
            .number("SELECT failures FROM sign_in_counters")
            .await,
        99
    );
    assert_eq!(
        world
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .location(),
        Some("/account")
    );
}

#[tokio::test]
async fn s57_whatever_a_person_is_called_the_tries_count_together() {
    let world = World::new().await;
    let anna = world.anna();
    for (nth, identifier) in [&anna.user_name, &anna.email, &anna.user_name]
        .into_iter()
        .enumerate()
    {
        world
            .browser()
            .try_sign_in(identifier, &format!("wrong, {nth}"))
            .await;
    }
    assert_eq!(
        world
            .database()
            .number("SELECT failures FROM sign_in_counters")
            .await,
        3
    );
    world.browser().sign_in(anna).await;
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sign_in_counters")
            .await,
        0
    );
}

#[tokio::test]
async fn s59_a_delayed_person_can_still_start_a_recovery() {
    let world = World::new().await;
    for nth in 0..12 {
        world
            .browser()
            .try_sign_in("anna", &format!("wrong, {nth}"))
            .await;
    }
    let browser: Browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&browser, world.anna()).await;
    assert_eq!(browser.recovery_step().await, Some(2));
}
