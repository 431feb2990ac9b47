//! An old key is taken out.

use super::{began, count, is_genuine};
use regain_base::history::FaultKind;
use regain_service::{Hanging, MasterKeys};
use regain_testkit::{World, done};
use std::time::Duration;

async fn hanging(world: &World) -> Hanging {
    world
        .regain()
        .older_keys
        .hanging_on(1)
        .await
        .expect("the database answers")
        .expect("a newer key")
}

#[tokio::test]
async fn s104_a_key_that_is_missing_is_named_and_nobody_is_taken_for_tampered_with() {
    let world = World::new().await.rotated().await;
    for (id, seq) in [(1, 1), (2, began(&world).await)] {
        let missing = id;
        let kept = world.keys().keys().get(3 - id).expect("the other").clone();
        let found = world.with_keys(MasterKeys::one(kept)).await;
        let base = found.regain().base();
        let fault = base
            .historian
            .verify(base.store.as_ref(), None)
            .await
            .expect("an answer")
            .fault
            .expect("a fault");
        assert_eq!(
            (fault.kind, i64::try_from(fault.seq).expect("a place")),
            (FaultKind::Unreadable { key: missing }, seq)
        );
    }
}

#[tokio::test]
async fn s104_what_hangs_on_a_key_is_counted_and_once_nothing_does_the_key_can_go() {
    let world = World::strict().await;
    let people = [
        world.anna().clone(),
        world.bert().clone(),
        world.root().clone(),
    ];
    let browser = world.browser();
    world.sign_in_fully(&browser, &people[0]).await;
    browser.call("sign_out", &[]).await;
    world.sign_in_fully(&browser, &people[0]).await;
    let recovering = world.browser();
    recovering
        .start_recovery("nobody@example.org", "forgot_password")
        .await;
    world.invite("carla@example.org").await;
    let world = world.rotated().await;
    assert_eq!(
        world
            .regain()
            .older_keys
            .hanging_on(2)
            .await
            .expect("an answer"),
        None,
        "everything will need the newest"
    );
    let first = hanging(&world).await;
    assert!(first.people >= 4 && first.passwords == 3, "{first:?}");
    assert!(
        first.begun.sessions > 0 && first.begun.recoveries > 0 && first.begun.invitations > 0,
        "{first:?}"
    );
    assert!(
        first.begun.devices > 0 && first.begun.links > 0,
        "{first:?}"
    );
    world
        .regain()
        .older_keys
        .seal_all_anew()
        .await
        .expect("the database answers");
    for person in &people {
        world.sign_in_fully(&world.browser(), person).await;
    }
    let second = hanging(&world).await;
    assert_eq!((second.people, second.passwords), (0, 0), "{second:?}");
    assert!(
        !second.is_nothing() && second.begun.devices > 0,
        "a device that nobody used since: {second:?}"
    );
    world.advance(Duration::from_secs(91 * 24 * 60 * 60));
    assert!(
        hanging(&world).await.is_nothing(),
        "{:?}",
        hanging(&world).await
    );

    let world = world.retired(1).await;
    for person in &people {
        assert!(is_genuine(&world, person).await);
        world.sign_in_fully(&world.browser(), person).await;
    }
    // That key hashed a saved code, which still works for its owner.
    let other = world.browser();
    other.asked_for_second_factor(&people[1]).await;
    done(
        &other
            .call("verify_saved_code", &[("code", &people[1].codes[2])])
            .await,
    );
    assert!(other.is_signed_in().await);
    // The past reads as before.
    let base = world.regain().base();
    let walked = base
        .historian
        .verify(base.store.as_ref(), None)
        .await
        .expect("an answer");
    assert_eq!(walked.fault, None);
    let history = other.get("/account/history").await.words();
    assert!(history.contains("Signed in"), "{history}");
    assert_eq!(
        count(&world, "history WHERE event = 'keys.rotated'").await,
        1
    );
    assert_eq!(world.rotated().await.keys().keys().newest_id(), 3);
}
