//! Recoveries: every step leaves exactly the state it names, once.

use super::support::{
    AT_ONCE, OK, Tested, add_flows, add_people, at, at_once, challenge, challenge_id, digest, flow,
    flow_id, pass_gate, person_id, reading, refused, step, winners, writing,
};
use crate::{Flow, Work};
use regain_domain::{FlowState, Language, Method, ProofClass, Trouble};

use FlowState::{Cancelled, Finished, OneGate, Started, TwoGates};
use ProofClass::{MailedCode, SavedCode};

pub(super) async fn state_of(work: &mut dyn Work, number: u8) -> FlowState {
    work.recovery()
        .flow_by_browser(&digest(number))
        .await
        .expect(OK)
        .expect("a recovery")
        .state
}

async fn to_two_gates(work: &mut dyn Work, number: u8) {
    assert!(step(work, number, Started, OneGate(MailedCode)).await);
    assert!(step(work, number, OneGate(MailedCode), TwoGates).await);
}

/// Everything is read back, with and without a person; a browser has one recovery.
pub async fn a_recovery_is_read_back_whole(store: Tested) {
    add_people(&store, &[1]).await;
    let full = Flow {
        trouble: Trouble::KnowPassword,
        method: Some(Method::Mail),
        language: Language::TraditionalChinese,
        keep_tries: 2,
        familiar: true,
        ..flow(1, Some(1))
    };
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    recovery.insert_flow(&full).await.expect(OK);
    recovery.insert_flow(&flow(2, None)).await.expect(OK);
    assert_eq!(
        recovery
            .flow_by_browser(&digest(1))
            .await
            .expect(OK)
            .as_ref(),
        Some(&full)
    );
    assert!(
        recovery
            .advance(full.id, Started, OneGate(SavedCode), full.expires_at, at(1))
            .await
            .expect(OK)
    );
    let full = Flow {
        state: OneGate(SavedCode),
        method: None,
        ..full
    };
    assert_eq!(
        recovery.flow_by_browser(&digest(1)).await.expect(OK),
        Some(full)
    );
    assert_eq!(
        recovery.flow_by_browser(&digest(2)).await.expect(OK),
        Some(flow(2, None))
    );
    assert_eq!(recovery.flow_by_browser(&digest(3)).await.expect(OK), None);
    let same_browser = Flow {
        browser_digest: digest(1),
        ..flow(3, None)
    };
    assert!(refused(&recovery.insert_flow(&same_browser).await));
}

/// Before the second gate, and before the expiry.
pub async fn a_method_is_chosen_while_a_proof_is_asked_for(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    for method in [
        Some(Method::Mail),
        Some(Method::SavedCode),
        None,
        Some(Method::Mail),
    ] {
        assert!(
            work.recovery()
                .choose_method(flow_id(1), method, at(99))
                .await
                .expect(OK)
        );
        let found = work
            .recovery()
            .flow_by_browser(&digest(1))
            .await
            .expect(OK)
            .expect("a recovery");
        assert_eq!(found.method, method);
    }
    assert!(
        !work
            .recovery()
            .choose_method(flow_id(1), None, at(100))
            .await
            .expect(OK),
        "over"
    );
    assert!(
        !work
            .recovery()
            .choose_method(flow_id(9), None, at(1))
            .await
            .expect(OK),
        "unknown"
    );
    assert!(step(&mut *work, 1, Started, OneGate(MailedCode)).await);
    let found = work
        .recovery()
        .flow_by_browser(&digest(1))
        .await
        .expect(OK)
        .expect("a recovery");
    assert_eq!(found.method, None, "a step forgets it");
    assert!(
        work.recovery()
            .choose_method(flow_id(1), Some(Method::SavedCode), at(1))
            .await
            .expect(OK)
    );
    assert!(step(&mut *work, 1, OneGate(MailedCode), TwoGates).await);
    assert!(
        !work
            .recovery()
            .choose_method(flow_id(1), Some(Method::Mail), at(1))
            .await
            .expect(OK)
    );
}

/// A step from another state, of another class, or at the expiry fails.
pub async fn s11_only_the_expected_state_is_left(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    for from in [
        OneGate(MailedCode),
        OneGate(SavedCode),
        TwoGates,
        Finished,
        Cancelled,
    ] {
        assert!(!step(&mut *work, 1, from, TwoGates).await, "{from:?}");
    }
    let advance =
        work.recovery()
            .advance(flow_id(1), Started, OneGate(MailedCode), at(500), at(100));
    assert!(!advance.await.expect(OK), "over");
    let advance =
        work.recovery()
            .advance(flow_id(1), Started, OneGate(MailedCode), at(500), at(99));
    assert!(advance.await.expect(OK));
    let found = work
        .recovery()
        .flow_by_browser(&digest(1))
        .await
        .expect(OK)
        .expect("a recovery");
    assert_eq!(
        (found.state, found.expires_at),
        (OneGate(MailedCode), at(500))
    );
    assert!(
        !step(&mut *work, 1, Started, OneGate(SavedCode)).await,
        "left already"
    );
    assert!(
        !step(&mut *work, 1, OneGate(SavedCode), TwoGates).await,
        "another class"
    );
    assert!(step(&mut *work, 1, OneGate(MailedCode), TwoGates).await);
    assert!(!step(&mut *work, 9, Started, TwoGates).await, "unknown");
}

/// Nothing leads out of a final state.
pub async fn s11_what_is_over_stays_over(store: Tested) {
    add_flows(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    pass_gate(&mut *work, 11, 1, MailedCode).await;
    pass_gate(&mut *work, 12, 1, SavedCode).await;
    to_two_gates(&mut *work, 1).await;
    assert!(
        work.recovery()
            .finish(flow_id(1), at(200), at(2))
            .await
            .expect(OK)
    );
    assert!(work.recovery().cancel(flow_id(2)).await.expect(OK));
    for (number, state) in [(1, Finished), (2, Cancelled)] {
        for to in [Started, OneGate(MailedCode), TwoGates, Finished, Cancelled] {
            assert!(
                !step(&mut *work, number, state, to).await,
                "{state:?} to {to:?}"
            );
        }
        let recovery = work.recovery();
        assert!(
            !recovery
                .choose_method(flow_id(number), None, at(2))
                .await
                .expect(OK)
        );
        assert!(
            !recovery
                .set_trouble(flow_id(number), Trouble::KnowPassword, at(2))
                .await
                .expect(OK)
        );
        assert_eq!(
            recovery
                .count_keep_try(flow_id(number), 5, at(2))
                .await
                .expect(OK),
            None
        );
        assert!(
            !recovery
                .finish(flow_id(number), at(200), at(2))
                .await
                .expect(OK)
        );
        assert!(!recovery.cancel(flow_id(number)).await.expect(OK));
        assert_eq!(
            recovery.cancel_open_of(person_id(1), None).await.expect(OK),
            0
        );
        assert_eq!(state_of(&mut *work, number).await, state);
    }
}

/// If many make the same step at once, one succeeds.
pub async fn s17_one_of_fifty_steps_wins(store: Tested) {
    add_flows(&store, &[1]).await;
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = step(&mut *work, 1, Started, OneGate(MailedCode)).await;
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

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

/// While it asks for proofs, and never shortened.
pub async fn s27_a_recovery_is_extended(store: Tested) {
    add_flows(&store, &[1, 2, 3, 4]).await;
    let mut work = writing(&store).await;
    assert!(
        step(
            &mut *work,
            2,
            FlowState::Started,
            FlowState::OneGate(MailedCode)
        )
        .await
    );
    to_two_gates(&mut *work, 3).await;
    assert!(work.recovery().cancel(flow_id(4)).await.expect(OK));
    for (number, until, now, extended, expires) in [
        (1, 300, 100, false, 100),
        (1, 300, 99, true, 300),
        (1, 200, 99, true, 300),
        (2, 300, 99, true, 300),
        (3, 300, 99, false, 100),
        (4, 300, 99, false, 100),
    ] {
        let recovery = work.recovery();
        let answer = recovery.extend(flow_id(number), at(until), at(now)).await;
        assert_eq!(answer.expect(OK), extended, "{number} at {now}");
        let flow = recovery.flow(flow_id(number)).await.expect(OK);
        let ends = flow.map(|flow| flow.expires_at);
        assert_eq!(ends, Some(at(expires)), "{number} at {now}");
    }
    let unknown = work.recovery().extend(flow_id(9), at(300), at(1)).await;
    assert!(!unknown.expect(OK));
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

async fn finish_with_two_proofs(work: &mut dyn Work, number: u8) {
    to_two_gates(work, number).await;
    pass_gate(work, 10 * number + 1, number, MailedCode).await;
    pass_gate(work, 10 * number + 2, number, SavedCode).await;
    let finished = work
        .recovery()
        .finish(flow_id(number), at(200), at(2))
        .await;
    assert!(finished.expect(OK));
}
