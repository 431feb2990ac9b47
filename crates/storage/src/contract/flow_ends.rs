//! The ends of recoveries: two proofs of two classes, once, and what changes before.

use super::flows::{finish_with_two_proofs, to_two_gates};
use super::samples::{at, digest, flow, flow_id, person_id};
use super::support::{AT_ONCE, OK, Tested, add_flows, at_once, pass_gate, winners, writing};
use regain_domain::{FlowState, ProofClass, Trouble};

use FlowState::Finished;
use ProofClass::{MailedCode, SavedCode};

/// Two proofs, of two classes, of this recovery; neither the state alone nor the proofs alone suffice.
pub async fn s12_finish_needs_two_proofs_of_different_classes(store: Tested) {
    add_flows(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    work.recovery().insert_flow(&flow(4, None)).await.expect(OK);
    to_two_gates(&mut *work, 4).await;
    assert!(
        !work
            .recovery()
            .finish(flow_id(4), at(200), at(2))
            .await
            .expect(OK),
        "nobody's"
    );

    to_two_gates(&mut *work, 1).await;
    assert!(
        !work
            .recovery()
            .finish(flow_id(1), at(200), at(2))
            .await
            .expect(OK),
        "no proof"
    );
    pass_gate(&mut *work, 11, 1, MailedCode).await;
    assert!(
        !work
            .recovery()
            .finish(flow_id(1), at(200), at(2))
            .await
            .expect(OK),
        "one proof"
    );
    pass_gate(&mut *work, 12, 1, MailedCode).await;
    assert!(
        !work
            .recovery()
            .finish(flow_id(1), at(200), at(2))
            .await
            .expect(OK),
        "one class"
    );
    pass_gate(&mut *work, 21, 2, SavedCode).await;
    assert!(
        !work
            .recovery()
            .finish(flow_id(1), at(200), at(2))
            .await
            .expect(OK),
        "proof of another recovery"
    );
    pass_gate(&mut *work, 13, 1, SavedCode).await;
    assert!(
        !work
            .recovery()
            .finish(flow_id(1), at(200), at(100))
            .await
            .expect(OK),
        "over"
    );
    assert!(
        work.recovery()
            .finish(flow_id(1), at(200), at(99))
            .await
            .expect(OK)
    );
    assert!(
        !work
            .recovery()
            .finish(flow_id(1), at(300), at(99))
            .await
            .expect(OK),
        "twice"
    );
    let finished = work
        .recovery()
        .flow_by_browser(&digest(1))
        .await
        .expect(OK)
        .expect("a recovery");
    assert_eq!((finished.state, finished.expires_at), (Finished, at(200)));

    pass_gate(&mut *work, 31, 3, MailedCode).await;
    pass_gate(&mut *work, 32, 3, SavedCode).await;
    assert!(
        !work
            .recovery()
            .finish(flow_id(3), at(200), at(2))
            .await
            .expect(OK),
        "still at the start"
    );
    assert!(
        !work
            .recovery()
            .finish(flow_id(9), at(200), at(2))
            .await
            .expect(OK),
        "unknown"
    );
}

/// If many finish at once, one succeeds.
pub async fn s17_one_of_fifty_finishes_wins(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    pass_gate(&mut *work, 11, 1, MailedCode).await;
    pass_gate(&mut *work, 12, 1, SavedCode).await;
    to_two_gates(&mut *work, 1).await;
    work.commit().await.expect(OK);
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = work
            .recovery()
            .finish(flow_id(1), at(200), at(2))
            .await
            .expect(OK);
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// Only with two gates, and before the expiry.
pub async fn the_trouble_changes_after_two_gates_only(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert!(
        !work
            .recovery()
            .set_trouble(flow_id(1), Trouble::KnowPassword, at(1))
            .await
            .expect(OK)
    );
    to_two_gates(&mut *work, 1).await;
    assert!(
        !work
            .recovery()
            .set_trouble(flow_id(1), Trouble::KnowPassword, at(100))
            .await
            .expect(OK),
        "over"
    );
    assert!(
        work.recovery()
            .set_trouble(flow_id(1), Trouble::KnowPassword, at(99))
            .await
            .expect(OK)
    );
    let found = work
        .recovery()
        .flow_by_browser(&digest(1))
        .await
        .expect(OK)
        .expect("a recovery");
    assert_eq!(found.trouble, Trouble::KnowPassword);
}

/// With two gates, before the expiry, and up to the limit.
pub async fn keep_tries_are_counted_up_to_the_most(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    assert_eq!(
        work.recovery()
            .count_keep_try(flow_id(1), 2, at(1))
            .await
            .expect(OK),
        None,
        "not there yet"
    );
    to_two_gates(&mut *work, 1).await;
    let recovery = work.recovery();
    assert_eq!(
        recovery
            .count_keep_try(flow_id(1), 2, at(100))
            .await
            .expect(OK),
        None,
        "over"
    );
    assert_eq!(
        recovery
            .count_keep_try(flow_id(1), 2, at(1))
            .await
            .expect(OK),
        Some(1)
    );
    assert_eq!(
        recovery
            .count_keep_try(flow_id(1), 2, at(1))
            .await
            .expect(OK),
        Some(2)
    );
    assert_eq!(
        recovery
            .count_keep_try(flow_id(1), 2, at(1))
            .await
            .expect(OK),
        None,
        "spent"
    );
    assert_eq!(
        recovery
            .flow_by_browser(&digest(1))
            .await
            .expect(OK)
            .expect("a recovery")
            .keep_tries,
        2
    );
}

/// Only those, and only that person's.
pub async fn the_finished_recoveries_of_a_person_are_found(store: Tested) {
    add_flows(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    assert_eq!(
        work.recovery().finished_of(person_id(1)).await.expect(OK),
        []
    );
    finish_with_two_proofs(&mut *work, 2).await;
    assert!(work.recovery().cancel(flow_id(3)).await.expect(OK));
    assert_eq!(
        work.recovery().finished_of(person_id(1)).await.expect(OK),
        [flow_id(2)]
    );
    assert_eq!(
        work.recovery().finished_of(person_id(2)).await.expect(OK),
        []
    );
}
