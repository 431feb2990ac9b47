//! An attacker with an old key and the database.

use super::{began, is_genuine};
use regain_base::digest;
use regain_base::history::{Entry, FaultKind};
use regain_domain::{HistoryEvent, Timestamp};
use regain_testkit::World;
use std::sync::Arc;

/// Appends an entry to the chain, sealed with the attacker's own key.
async fn forge(world: &World, id: u32, event: &str, facts: &str) {
    let key = world
        .keys()
        .keys()
        .get(id)
        .expect("the key")
        .derive("history");
    let last = "FROM history ORDER BY seq DESC LIMIT 1";
    let seq = u64::try_from(world.database().number(&format!("SELECT seq {last}")).await)
        .expect("a place")
        + 1;
    let prev = world
        .database()
        .texts(&format!("SELECT hex(mac) {last}"))
        .await
        .remove(0);
    let before = data_encoding::HEXUPPER
        .decode(prev.as_bytes())
        .expect("hexadecimal");
    let at = world.now().as_millis();
    let parts: [&[u8]; 12] = [
        &before,
        &seq.to_be_bytes(),
        &at.to_be_bytes(),
        event.as_bytes(),
        &[],
        &0_u64.to_be_bytes(),
        &[],
        facts.as_bytes(),
        &[],
        &[],
        &[],
        &[],
    ];
    let digest = data_encoding::HEXUPPER.encode(&digest::<[u8; 32]>(&key, "history", &parts));
    let insert = format!(
        "INSERT INTO history (seq, at, event, nth, facts, prev, mac)
         VALUES ({seq}, {at}, '{event}', 0, '{facts}', x'{prev}', x'{digest}')"
    );
    world.database().run(&insert).await;
}

async fn verify(world: &World) -> regain_base::history::WalkReport {
    let base = world.regain().base();
    base.historian
        .verify(base.store.as_ref(), None)
        .await
        .expect("the database answers")
}

#[tokio::test]
async fn s104_an_entry_that_the_old_key_sealed_after_the_rotation_is_a_fault() {
    // Sealed with the writing key, the same entry is no fault; so the forgery itself is right.
    let whole = World::new().await.rotated().await;
    forge(&whole, 2, "history.exported", "{}").await;
    assert_eq!(verify(&whole).await.fault, None);
    for facts in [
        "{}",
        r#"{"key":1}"#,
        r#"{"key":2,"key_before":1}"#,
        r#"{"key":3,"key_before":2}"#,
    ] {
        for event in ["history.exported", "keys.rotated"] {
            let world = World::new().await.rotated().await;
            let seq = u64::try_from(began(&world).await).expect("a place") + 1;
            forge(&world, 1, event, facts).await;
            let fault = verify(&world)
                .await
                .fault
                .unwrap_or_else(|| panic!("{event} {facts} goes unnoticed"));
            assert_eq!(fault.seq, seq, "{event} {facts}");
            assert_ne!(fault.kind, FaultKind::Detached, "it follows");
            // Nor does a freshly started process take it for genuine.
            let other = world.after_kill().await;
            let base = other.regain().base();
            let mut work = base.store.read().await.expect("the database answers");
            let row = work
                .history()
                .by_seq(seq)
                .await
                .expect("an answer")
                .expect("the entry");
            assert!(
                !base
                    .historian
                    .is_genuine(work.as_mut(), &row)
                    .await
                    .expect("an answer"),
                "{event} {facts}"
            );
            drop(work);
            assert_eq!(verify(&other).await.fault.map(|fault| fault.seq), Some(seq));
        }
    }
}

#[tokio::test]
async fn s104_what_the_old_key_sealed_before_stays_genuine() {
    let world = World::new().await;
    let anna = world.anna().clone();
    world.browser().sign_in(&anna).await;
    let world = world.rotated().await;
    let entries = verify(&world).await.entries;
    assert!(entries > 10);
    assert!(is_genuine(&world, &anna).await);
    let twice = world.rotated().await;
    assert_eq!(
        (verify(&twice).await.fault, verify(&twice).await.entries),
        (None, entries + 1)
    );
    assert!(is_genuine(&twice, &anna).await);
    twice.browser().sign_in(&anna).await;
    let nothing = twice
        .database()
        .number("SELECT count(*) FROM history WHERE event = 'keys.rotated'")
        .await;
    assert_eq!(nothing, 2, "a start that brings no newer key says nothing");
    // Reports on the past use the key of that time.
    let browser = twice.browser();
    browser.sign_in(&anna).await;
    let history = browser.get("/account/history").await;
    assert!(!history.words().contains("changed"), "{}", history.words());
}

#[tokio::test]
async fn s104_a_process_with_the_old_key_alone_adds_nothing() {
    let world = World::new().await.rotated().await;
    let old = world.with_key_alone(1).await;
    let base = old.base();
    let mut work = base.store.write().await.expect("the database answers");
    let refused = base
        .tell(work.as_mut(), &Entry::of(HistoryEvent::HistoryExported))
        .await;
    assert!(
        refused.is_err_and(|error| format!("{error:?}").contains("goes on with key 2")
            || format!("{error:?}").contains("MissingKey(2)"))
    );
    drop(work);
    let walked = base
        .historian
        .verify(base.store.as_ref(), None)
        .await
        .expect("the database answers");
    let fault = walked.fault.expect("it can't be read");
    assert_eq!(
        fault.kind.to_string(),
        "is sealed with key 2, which the key file doesn't have"
    );
    assert_eq!(
        fault.seq,
        u64::try_from(began(&world).await).expect("a place")
    );
    drop(Arc::clone(&old));
}

#[tokio::test]
async fn s104_a_session_that_the_old_key_made_up_after_its_time_lets_nobody_in() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let copy = world.after_kill().await;
    let world = world.rotated().await;
    world.advance_seconds(60);
    copy.advance(regain_testkit::BEGINNING.until(world.now()));
    // The row of a session that began after the rotation, made with only the old key.
    let browser = copy.browser();
    browser.sign_in(&anna).await;
    let attach = format!("ATTACH '{}' AS old", copy.database().path().display());
    let took = "INSERT INTO main.sessions SELECT * FROM old.sessions".to_owned();
    world
        .database()
        .run_all(&[attach, "PRAGMA foreign_keys = OFF".to_owned(), took])
        .await;
    assert!(!browser.in_world_of(world.browser()).is_signed_in().await);
    let at: Timestamp = world.now();
    assert!(at > regain_testkit::BEGINNING);
}
