//! Recoveries: every step leaves exactly the state it names, once.

use super::samples::{at, digest, flow, flow_id, person_id};
use super::support::{
    AT_ONCE, OK, Tested, add_flows, add_people, at_once, pass_gate, refused, step, winners, writing,
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

pub(super) async fn to_two_gates(work: &mut dyn Work, number: u8) {
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

pub(super) async fn finish_with_two_proofs(work: &mut dyn Work, number: u8) {
    to_two_gates(work, number).await;
    pass_gate(work, 10 * number + 1, number, MailedCode).await;
    pass_gate(work, 10 * number + 2, number, SavedCode).await;
    let finished = work
        .recovery()
        .finish(flow_id(number), at(200), at(2))
        .await;
    assert!(finished.expect(OK));
}
