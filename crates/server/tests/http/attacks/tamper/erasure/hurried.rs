//! Nobody's end is hurried, or happens after it was taken back (S79).

use super::forged;
use crate::attacks::tamper::{ANNA, defenceless, signs_in};
use crate::support::closing::{DAY, asks, closes, status, sweep};
use crate::support::database::drop_triggers;
use regain_testkit::{ADDRESSES, World, done};

#[tokio::test]
async fn s79_sql_hurries_nobodys_end() {
    // Entries that SQL writes.
    let world = World::new().await;
    let id = world.id_of(ADDRESSES[0]).await;
    for (event, days) in [
        ("account.closing_asked", 20),
        ("account.erasure_announced", 9),
    ] {
        world
            .database()
            .run(&forged(event, ANNA, "NULL", days))
            .await;
    }
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "active");

    // Entries that were ours, and are older now.
    let world = defenceless().await;
    let anna = world.anna().clone();
    let id = world.id_of(ADDRESSES[0]).await;
    asks(&world, &anna).await;
    world
        .database()
        .run("UPDATE history SET at = at - 14 * 86400000 WHERE event = 'account.closing_asked'")
        .await;
    sweep(&world).await;
    world.advance(DAY * 3);
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "active");

    // A status that SQL wrote doesn't belong to a genuine entry, however old.
    let world = defenceless().await;
    let id = world.id_of(ADDRESSES[0]).await;
    world.set_disabled(ADDRESSES[0], true).await;
    world.set_disabled(ADDRESSES[0], false).await;
    world
        .database()
        .run(&format!(
            "UPDATE people SET status = 'disabled' WHERE id = {ANNA}"
        ))
        .await;
    for _ in 0..10 {
        world.advance(DAY * 30);
        sweep(&world).await;
    }
    assert_eq!(status(&world, id).await, "disabled");
}

/// The entry that took it back has no number that anything else refers to, but it stands in the
/// chain.
#[tokio::test]
async fn s79_whoever_takes_out_what_took_it_back_erases_nobody() {
    for when in [0, 12] {
        let world = World::new().await;
        let anna = world.anna().clone();
        let id = world.id_of(ADDRESSES[0]).await;
        asks(&world, &anna).await;
        if when > 0 {
            world.advance(DAY * 11);
            sweep(&world).await;
        }
        let browser = world.browser();
        browser.sign_in(&anna).await;
        done(&browser.call("take_closing_back", &[]).await);
        assert!(
            signs_in(&world, "bert", &world.bert().password).await,
            "something happens since"
        );
        drop_triggers(&world).await;
        world.database().run("DELETE FROM history_details").await;
        let taken = "SELECT seq FROM history WHERE event = 'account.closing_taken_back'";
        let taken = world.database().number(taken).await;
        let script = [
            "PRAGMA foreign_keys = OFF".to_owned(),
            format!("DELETE FROM history WHERE seq = {taken}"),
        ];
        world.database().run_all(&script).await;
        closes(&world).await;
        closes(&world).await;
        assert_eq!(status(&world, id).await, "active", "{when}");
        assert!(
            !signs_in(&world, "bert", &world.bert().password).await,
            "nobody is let in by such a history"
        );
    }
}
