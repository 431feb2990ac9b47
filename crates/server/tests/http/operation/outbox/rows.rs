//! One row that fails holds up nobody else's mail (S65).

use super::{ANSWERS, Relay, spoil_addresses, waiting};
use regain_testkit::World;
use std::pin::pin;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn s65_rows_that_cant_be_read_wait_and_hold_up_nobodys_mail() {
    let world = World::new().await;
    world.deliver().await;
    // As many rows as the worker reads at once.
    for nth in 0..8 {
        world.invite(&format!("guest{nth}@example.org")).await;
    }
    world.invite("last@example.org").await;
    spoil_addresses(&world, "last@example.org").await;
    assert_eq!(world.mails_to("last@example.org").await.len(), 1);
    assert_eq!(waiting(&world).await, ["1 5000"; 8]);
    assert_eq!(
        world.worker().run_once().await.expect(ANSWERS),
        0,
        "nothing is due"
    );
    world.advance_seconds(5);
    assert_eq!(world.worker().run_once().await.expect(ANSWERS), 8);
    assert_eq!(waiting(&world).await, ["2 10000"; 8]);
    world
        .database()
        .run("UPDATE identifiers SET shown = canonical WHERE canonical LIKE 'guest%'")
        .await;
    world.advance_seconds(10);
    let mails = world.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.to.starts_with("guest"))
            .count(),
        8
    );
    assert!(waiting(&world).await.is_empty());
}

#[tokio::test]
async fn s65_a_conversation_under_way_is_finished_whatever_becomes_of_the_other_rows() {
    let world = World::new().await;
    world.deliver().await;
    world.invite("first@example.org").await;
    world.invite("second@example.org").await;
    spoil_addresses(&world, "first@example.org").await;
    let relay = Relay::letting(0);
    let worker = relay.worker(&world);
    let mut working = pin!(worker.run_once());
    let put_off = async {
        while world
            .database()
            .number("SELECT sum(attempts) FROM outbox")
            .await
            == 0
        {}
    };
    tokio::select! {
        biased;
        ended = &mut working => panic!("it hangs up amid a conversation: {ended:?}"),
        () = put_off => {}
    }
    assert!(relay.took().is_empty());
    relay.goes_on.add_permits(2);
    assert_eq!(working.await.expect(ANSWERS), 2);
    assert_eq!(relay.took(), ["first@example.org"]);
    assert_eq!(waiting(&world).await, ["1 5000"]);
}

#[tokio::test]
async fn s65_a_panic_while_sending_is_a_failed_attempt() {
    let world = World::new().await;
    world.deliver().await;
    world.invite("broken@example.org").await;
    world.invite("whole@example.org").await;
    let relay = Relay::letting(10);
    let worker = relay.worker(&world);
    assert_eq!(worker.run_once().await.expect(ANSWERS), 2);
    assert_eq!(relay.took(), ["whole@example.org"]);
    assert_eq!(waiting(&world).await, ["1 5000"]);
    assert_eq!(
        worker.run_once().await.expect(ANSWERS),
        0,
        "it waits, instead of breaking again at once"
    );
    world.advance_seconds(5);
    relay.breaks.store(false, Ordering::SeqCst);
    assert_eq!(worker.run_once().await.expect(ANSWERS), 1);
    assert_eq!(relay.took(), ["whole@example.org", "broken@example.org"]);
    assert!(waiting(&world).await.is_empty());
}

#[tokio::test]
async fn s65_what_can_neither_be_noted_nor_put_off_is_mailed_once_and_holds_up_nobody() {
    let world = World::new().await;
    world.deliver().await;
    world.invite("first@example.org").await;
    let refusals = ["DELETE", "UPDATE"].map(|change| {
        format!("CREATE TRIGGER no_{change} BEFORE {change} ON outbox BEGIN SELECT RAISE(ABORT, 'of this test'); END")
    });
    world.database().run_all(&refusals).await;
    let relay = Relay::letting(10);
    let worker = relay.worker(&world);
    worker.run_once().await.expect_err("it can't be noted");
    assert_eq!(relay.took(), ["first@example.org"]);
    world.invite("second@example.org").await;
    worker.run_once().await.expect_err("nor now");
    assert_eq!(relay.took(), ["first@example.org", "second@example.org"]);
    world
        .database()
        .run_all(&["DELETE", "UPDATE"].map(|change| format!("DROP TRIGGER no_{change}")))
        .await;
    assert_eq!(worker.run_once().await.expect(ANSWERS), 2);
    assert!(waiting(&world).await.is_empty());
    assert_eq!(relay.took().len(), 2, "nobody got a mail twice");
}
