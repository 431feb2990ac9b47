//! A health check costs the server next to nothing (S94, S99).

use regain_testkit::{Browser, World};
use std::time::Duration;
use tokio::task::JoinSet;

/// A world that counts the writes of its checks.
async fn counting() -> World {
    let world = World::new().await;
    world
        .database()
        .run("CREATE TABLE checks_made (at INTEGER)")
        .await;
    let count = "CREATE TRIGGER checks AFTER UPDATE ON write_checks BEGIN INSERT INTO checks_made VALUES (1); END";
    world.database().run(count).await;
    world
}

async fn writes(world: &World) -> i64 {
    world
        .database()
        .number("SELECT count(*) FROM checks_made")
        .await
}

async fn ready(browser: &Browser) -> u16 {
    browser.get("/readyz").await.status.as_u16()
}

#[tokio::test]
async fn s94_a_hundred_who_ask_at_once_cost_one_write() {
    let world = counting().await;
    for nth in 1..=3 {
        let mut asking = JoinSet::new();
        for _ in 0..100 {
            let browser = world.browser();
            asking.spawn(async move { ready(&browser).await });
        }
        assert_eq!(asking.join_all().await, [200; 100]);
        assert_eq!(writes(&world).await, nth);
        assert_eq!(ready(&world.browser()).await, 200);
        assert_eq!(writes(&world).await, nth, "kept for a moment");
        world.advance(Duration::from_millis(250));
    }
}

#[tokio::test]
async fn s94_a_clock_that_was_set_back_keeps_no_answer() {
    let world = counting().await;
    let browser = world.browser();
    for nth in 1..=3 {
        assert_eq!(ready(&browser).await, 200);
        assert_eq!(writes(&world).await, nth);
        world.set_clock_back(Duration::from_millis(1));
    }
}

#[tokio::test]
async fn s99_a_database_that_is_gone_is_told_after_a_moment_and_that_it_is_back_at_once() {
    let world = World::new().await;
    let browser = world.browser();
    let aside = world.database().path().with_extension("aside");
    assert_eq!(ready(&browser).await, 200);
    std::fs::rename(world.database().path(), &aside).expect("it can be moved");
    world.advance(Duration::from_millis(249));
    assert_eq!(ready(&browser).await, 200, "what was found a moment ago");
    world.advance(Duration::from_millis(1));
    assert_eq!(ready(&browser).await, 503);
    std::fs::rename(&aside, world.database().path()).expect("it can be moved back");
    assert_eq!(ready(&browser).await, 200);
}
