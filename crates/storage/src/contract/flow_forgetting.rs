//! Recoveries that are cancelled, and those that are forgotten.

use super::flows::{finish_with_two_proofs, state_of, to_two_gates};
use super::samples::{at, challenge, challenge_id, digest, flow, flow_id, person_id};
use super::support::{OK, Tested, add_flows, add_people, pass_gate, reading, step, writing};
use crate::Flow;
use regain_domain::{FlowState, ProofClass};

use FlowState::{Cancelled, OneGate, Started};
use ProofClass::{MailedCode, SavedCode};

/// From any open state, once.
pub async fn a_recovery_is_cancelled_once(store: Tested) {
    add_flows(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    assert!(step(&mut *work, 2, Started, OneGate(SavedCode)).await);
    to_two_gates(&mut *work, 3).await;
    for number in [1, 2, 3] {
        assert!(work.recovery().cancel(flow_id(number)).await.expect(OK));
        assert!(!work.recovery().cancel(flow_id(number)).await.expect(OK));
        assert_eq!(state_of(&mut *work, number).await, Cancelled);
    }
    assert!(
        !work.recovery().cancel(flow_id(9)).await.expect(OK),
        "unknown"
    );
}

/// All open ones of the person except the given one; nobody else's.
pub async fn s21_open_recoveries_of_a_person_are_cancelled_but_one(store: Tested) {
    add_flows(&store, &[1, 2, 3, 4]).await;
    add_people(&store, &[2]).await;
    let mut work = writing(&store).await;
    work.recovery()
        .insert_flow(&flow(5, Some(2)))
        .await
        .expect(OK);
    work.recovery().insert_flow(&flow(6, None)).await.expect(OK);
    assert!(step(&mut *work, 2, Started, OneGate(SavedCode)).await);
    assert!(work.recovery().cancel(flow_id(3)).await.expect(OK));
    assert_eq!(
        work.recovery()
            .cancel_open_of(person_id(1), Some(flow_id(4)))
            .await
            .expect(OK),
        2
    );
    for (number, state) in [
        (1, Cancelled),
        (2, Cancelled),
        (3, Cancelled),
        (4, Started),
        (5, Started),
        (6, Started),
    ] {
        assert_eq!(state_of(&mut *work, number).await, state, "{number}");
    }
    assert_eq!(
        work.recovery()
            .cancel_open_of(person_id(1), None)
            .await
            .expect(OK),
        1
    );
    assert_eq!(state_of(&mut *work, 4).await, Cancelled);
}

/// Challenges and proofs are deleted with their recovery; younger recoveries stay whole.
pub async fn ended_recoveries_are_forgotten_with_all_that_belongs_to_them(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    let younger = Flow {
        expires_at: at(101),
        ..flow(2, Some(1))
    };
    work.recovery().insert_flow(&younger).await.expect(OK);
    for number in [1, 2] {
        pass_gate(&mut *work, 10 * number, number, MailedCode).await;
        pass_gate(&mut *work, 10 * number + 1, number, SavedCode).await;
    }
    assert_eq!(
        work.recovery()
            .forget_older(at(100), at(0), 10)
            .await
            .expect(OK),
        0,
        "not before that moment"
    );
    assert_eq!(
        work.recovery()
            .forget_older(at(101), at(0), 10)
            .await
            .expect(OK),
        1
    );
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let recovery = work.recovery();
    assert_eq!(recovery.flow_by_browser(&digest(1)).await.expect(OK), None);
    assert_eq!(recovery.challenge(challenge_id(10)).await.expect(OK), None);
    assert_eq!(recovery.proofs(flow_id(1)).await.expect(OK), []);
    assert_eq!(
        recovery.flow_by_browser(&digest(2)).await.expect(OK),
        Some(younger)
    );
    assert_eq!(recovery.challenges(flow_id(2)).await.expect(OK).len(), 2);
    assert_eq!(recovery.proofs(flow_id(2)).await.expect(OK).len(), 2);
}

/// Oldest first, so that a flood of them is deleted in small units of work (S98).
pub async fn ended_recoveries_are_forgotten_a_few_at_a_time(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    for (number, end) in [(1, 103), (2, 101), (3, 102), (4, 200)] {
        work.recovery()
            .insert_flow(&Flow {
                expires_at: at(end),
                ..flow(number, Some(1))
            })
            .await
            .expect(OK);
    }
    for (forgotten, left) in [
        (2, [1, 4].as_slice()),
        (1, [4].as_slice()),
        (0, [4].as_slice()),
    ] {
        assert_eq!(
            work.recovery()
                .forget_older(at(200), at(0), 2)
                .await
                .expect(OK),
            forgotten
        );
        let mut found = Vec::new();
        for number in [1, 2, 3, 4] {
            if work
                .recovery()
                .flow(flow_id(number))
                .await
                .expect(OK)
                .is_some()
            {
                found.push(number);
            }
        }
        assert_eq!(found, left);
    }
}

/// A recovery without a proof; those that asked contacts, who may still answer, and those with a proof are kept as
/// long as before.
pub async fn s99_what_strangers_can_make_is_forgotten_sooner(store: Tested) {
    add_flows(&store, &[1, 2, 3, 4]).await;
    let mut work = writing(&store).await;
    work.recovery().insert_flow(&flow(5, None)).await.expect(OK);
    pass_gate(&mut *work, 11, 1, MailedCode).await;
    let asked = challenge(12, 2, Some(1), ProofClass::Contact);
    work.recovery().insert_challenge(&asked).await.expect(OK);
    work.recovery()
        .insert_challenge(&challenge(13, 3, Some(1), MailedCode))
        .await
        .expect(OK);
    assert!(work.recovery().cancel(flow_id(4)).await.expect(OK));
    assert_eq!(
        work.recovery()
            .forget_older(at(50), at(100), 10)
            .await
            .expect(OK),
        0,
        "not before that moment"
    );
    assert_eq!(
        work.recovery()
            .forget_older(at(50), at(101), 10)
            .await
            .expect(OK),
        3
    );
    let mut found = Vec::new();
    for number in 1..=5 {
        if work
            .recovery()
            .flow(flow_id(number))
            .await
            .expect(OK)
            .is_some()
        {
            found.push(number);
        }
    }
    assert_eq!(found, [1, 2]);
    assert_eq!(
        work.recovery().challenge(challenge_id(13)).await.expect(OK),
        None,
        "with all that belongs to it"
    );
    assert_eq!(
        work.recovery()
            .forget_older(at(101), at(101), 10)
            .await
            .expect(OK),
        2
    );
}

/// Whoever's they are; what is over stays as it is.
pub async fn s84_all_open_recoveries_are_cancelled(store: Tested) {
    add_flows(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    work.recovery().insert_flow(&flow(4, None)).await.expect(OK);
    to_two_gates(&mut *work, 2).await;
    finish_with_two_proofs(&mut *work, 3).await;
    assert_eq!(work.recovery().cancel_all_open().await.expect(OK), 3);
    assert_eq!(work.recovery().cancel_all_open().await.expect(OK), 0);
    for (number, state) in [
        (1, FlowState::Cancelled),
        (2, FlowState::Cancelled),
        (3, FlowState::Finished),
        (4, FlowState::Cancelled),
    ] {
        let flow = work.recovery().flow(flow_id(number)).await.expect(OK);
        assert_eq!(flow.map(|flow| flow.state), Some(state), "{number}");
    }
}
