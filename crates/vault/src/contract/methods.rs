//! Authenticator apps and passkeys.

use super::support::{
    DAY, Tested, add_people, begin, begin_proven, change, change_id, holdings, permit, reading,
    tell, vouch, writing,
};
use crate::{Change, ChangeAction, MethodRow, VaultWork};
use regain_domain::{
    FlowState, HistoryEvent, MethodId, MethodKind, ProofClass, Timestamp, Trouble,
};
use regain_storage::contract::samples::{at, flow, flow_id, person_id};
use regain_storage::contract::support::{
    AT_ONCE, OK, all_at_once, pass_gate, refused, step, winners,
};
use regain_storage::{Flow, Result};
use std::sync::Arc;

/// The id of the `number`th method.
pub(super) fn id(number: u8) -> MethodId {
    MethodId::from_bytes([number; 16])
}

/// A passkey that a change adds, which counts a day later.
pub(super) fn passkey(number: u8, by: &Change) -> MethodRow {
    MethodRow {
        id: id(number),
        kind: MethodKind::Passkey,
        name: format!("Method {number}"),
        secret: vec![number; 40],
        added_at: by.at,
        counts_from: Timestamp::from_millis(by.at.as_millis() + DAY * 1000),
        by_two_gates: false,
        change: by.id,
        last_use: None,
    }
}

fn authenticator(number: u8, by: &Change) -> MethodRow {
    MethodRow {
        kind: MethodKind::Authenticator,
        last_use: Some((100, by.at)),
        ..passkey(number, by)
    }
}

/// Adds a method of a person at this second, by the change of its number.
pub(super) async fn add(
    work: &mut dyn VaultWork,
    (number, of): (u8, u8),
    second: i64,
    row: fn(u8, &Change) -> MethodRow,
) -> MethodRow {
    let by = change(number, of, ChangeAction::AddMethod, at(second));
    let by = begin(work, by).await;
    let row = row(number, &by);
    let rows = work.rows();
    rows.add_method(&permit(), person_id(of), &row)
        .await
        .expect(OK);
    vouch(work, of).await;
    row
}

/// Begins another change of a person's.
pub(super) async fn begin_to(
    work: &mut dyn VaultWork,
    (number, of): (u8, u8),
    action: ChangeAction,
    second: i64,
) -> Change {
    begin(work, change(number, of, action, at(second))).await
}

async fn uses(work: &mut dyn VaultWork, method: u8, step: u64, second: i64) -> bool {
    work.rows()
        .use_step(&permit(), id(method), step, at(second))
        .await
        .expect(OK)
}

/// In the order of adding, with the use that proved it.
pub async fn s41_methods_are_read_back_whole(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let first = add(&mut *work, (12, 1), 5, authenticator).await;
    let second = add(&mut *work, (11, 1), 6, passkey).await;
    let other = add(&mut *work, (13, 2), 6, passkey).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    assert_eq!(holdings(&mut *work, 1).await.methods, [first, second]);
    assert_eq!(holdings(&mut *work, 2).await.methods, [other]);
}

/// By a change of its owner to add one, at that moment, for that person.
pub async fn s74_a_method_needs_a_fresh_change(store: Tested) {
    add_people(&store, &[1, 2]).await;
    for (action, of, second) in [
        (ChangeAction::RenameMethod, 1, 5),
        (ChangeAction::AddMethod, 2, 5),
        (ChangeAction::AddMethod, 1, 6),
    ] {
        let mut work = writing(&store).await;
        let by = begin_to(&mut *work, (10, 1), action, 5).await;
        let row = MethodRow {
            added_at: at(second),
            ..passkey(10, &by)
        };
        let rows = work.rows();
        let answer = rows.add_method(&permit(), person_id(of), &row).await;
        assert!(refused(&answer), "{action:?}, {of}, {second}");
    }
}

/// By its owner; the rest stays.
pub async fn a_method_is_renamed(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, (10, 1), 5, authenticator).await;
    let other = begin_to(&mut *work, (11, 2), ChangeAction::RenameMethod, 6).await;
    let rows = work.rows();
    let answer = rows.rename_method(&permit(), &other, id(10), "Mine").await;
    assert!(!answer.expect(OK), "somebody else's");
    let by = begin_to(&mut *work, (12, 1), ChangeAction::RenameMethod, 6).await;
    let rows = work.rows();
    let answer = rows.rename_method(&permit(), &by, id(10), "Phone").await;
    assert!(answer.expect(OK));
    let renamed = MethodRow {
        name: "Phone".to_owned(),
        change: change_id(12),
        ..row
    };
    assert_eq!(holdings(&mut *work, 1).await.methods, [renamed]);
}

/// By its owner, once, for good.
pub async fn a_method_is_removed(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    add(&mut *work, (10, 1), 5, passkey).await;
    let kept = add(&mut *work, (11, 1), 5, passkey).await;
    let other = begin_to(&mut *work, (12, 2), ChangeAction::RemoveMethod, 6).await;
    let answer = work.rows().remove_method(&permit(), &other, id(10)).await;
    assert!(!answer.expect(OK), "somebody else's");
    let by = begin_to(&mut *work, (13, 1), ChangeAction::RemoveMethod, 6).await;
    let answer = work.rows().remove_method(&permit(), &by, id(10)).await;
    assert!(answer.expect(OK));
    let answer = work.rows().remove_method(&permit(), &by, id(10)).await;
    assert!(!answer.expect(OK), "it is gone");
    let holdings = holdings(&mut *work, 1).await;
    assert_eq!(holdings.methods, [kept]);
    assert_eq!(holdings.former_methods, []);
}

/// By a recovery with two proofs; passkeys and other people's apps stay.
pub async fn s110_lost_authenticators_are_replaced(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    add(&mut *work, (10, 1), 5, authenticator).await;
    add(&mut *work, (11, 1), 5, authenticator).await;
    let passkey = add(&mut *work, (12, 1), 5, passkey).await;
    let other = add(&mut *work, (13, 2), 5, authenticator).await;
    let lost = Flow {
        trouble: Trouble::LostAuthenticator,
        ..flow(1, Some(1))
    };
    work.recovery().insert_flow(&lost).await.expect(OK);
    let one_gate = FlowState::OneGate(ProofClass::MailedCode);
    pass_gate(&mut *work, 1, 1, ProofClass::MailedCode).await;
    assert!(step(&mut *work, 1, FlowState::Started, one_gate).await);
    pass_gate(&mut *work, 2, 1, ProofClass::SavedCode).await;
    assert!(step(&mut *work, 1, one_gate, FlowState::TwoGates).await);
    let finished = work.recovery().finish(flow_id(1), at(200), at(6)).await;
    assert!(finished.expect(OK));
    let by = Change {
        ceremony: *flow_id(1).as_bytes(),
        ..change(14, 1, ChangeAction::ReplaceAuthenticators, at(6))
    };
    let by = begin_proven(&mut *work, by).await;
    let rows = work.rows();
    let removed = rows.remove_authenticators(&permit(), &by).await;
    assert_eq!(removed.expect(OK), 2);
    let new = MethodRow {
        by_two_gates: true,
        ..authenticator(14, &by)
    };
    rows.add_method(&permit(), person_id(1), &new)
        .await
        .expect(OK);
    vouch(&mut *work, 1).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let holdings_now = holdings(&mut *work, 1).await;
    assert_eq!(holdings_now.methods, [passkey, new]);
    assert_eq!(holdings(&mut *work, 2).await.methods, [other]);
}

/// It only moves forward, and apart from others.
pub async fn s41_a_time_step_is_used_once(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, (10, 1), 5, authenticator).await;
    add(&mut *work, (11, 1), 5, authenticator).await;
    for (method, step, used) in [
        (10, 100, false),
        (10, 99, false),
        (10, 101, true),
        (10, 101, false),
        (10, 103, true),
        (10, 102, false),
        (11, 101, true),
    ] {
        let answer = uses(&mut *work, method, step, 20).await;
        assert_eq!(answer, used, "{step} of {method}");
    }
    let methods = holdings(&mut *work, 1).await.methods;
    assert_eq!(methods[0].last_use, Some((103, at(20))));
}

/// After a clock was ahead, an earlier step works, but none a second time.
pub async fn s41_a_step_of_the_future_keeps_nobody_out(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, (10, 1), 5, authenticator).await;
    assert!(uses(&mut *work, 10, 900, 9000).await);
    for (step, second, used) in [
        (200, 8995, false),
        (200, 8994, true),
        (900, 9100, false),
        (100, 9200, false),
        (201, 9200, true),
    ] {
        let answer = uses(&mut *work, 10, step, second).await;
        assert_eq!(answer, used, "{step} at {second}");
    }
}

/// Many have none; one that counts moves forward, whatever the clock is.
pub async fn s42_a_passkey_without_a_counter_stays_at_zero(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, (10, 1), 5, passkey).await;
    for (step, second, used) in [
        (0, 20, true),
        (0, 21, true),
        (7, 9000, true),
        (7, 9000, false),
        (6, 30, false),
        (0, 30, false),
        (8, 30, true),
    ] {
        let answer = uses(&mut *work, 10, step, second).await;
        assert_eq!(answer, used, "{step} at {second}");
    }
}

/// If many use a step at once, one succeeds.
pub async fn s17_one_of_fifty_uses_of_a_step_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, (10, 1), 5, authenticator).await;
    work.commit().await.expect(OK);
    let answers = all_at_once(AT_ONCE, || {
        let store = Arc::clone(&store);
        async move {
            let mut work = writing(&store).await;
            let won = uses(&mut *work, 10, 101, 20).await;
            work.commit().await.expect(OK);
            won
        }
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

async fn reseal(work: &mut dyn VaultWork, of: u8, secret: &[u8]) -> Result<bool> {
    work.rows()
        .reseal_method(&permit(), person_id(of), id(10), secret)
        .await
}

/// As the history says, of its owner; nothing else about it changes.
pub async fn s104_a_secret_is_sealed_anew(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, (10, 1), 5, authenticator).await;
    work.commit().await.expect(OK);
    let secret = vec![99; 41];
    let mut work = writing(&store).await;
    let untold = reseal(&mut *work, 1, &secret).await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    let event = HistoryEvent::SealedAnew;
    tell(&mut *work, event, person_id(1), at(6)).await;
    for (of, sealed) in [(2, false), (1, true)] {
        let answer = reseal(&mut *work, of, &secret).await;
        assert_eq!(answer.expect(OK), sealed);
    }
    let sealed = MethodRow { secret, ..row };
    assert_eq!(holdings(&mut *work, 1).await.methods, [sealed]);
}
