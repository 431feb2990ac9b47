//! Authenticator apps and passkeys that have ended or were set aside.

use super::methods::{add, begin_to, id, passkey};
use super::support::{
    DAY, Tested, add_people, change_id, holdings, permit, reading, tell, vouch, writing,
};
use crate::{ChangeAction, Ended, Former, MethodRow, PutBack, VaultWork};
use regain_domain::HistoryEvent;
use regain_storage::contract::samples::{at, person_id};
use regain_storage::contract::support::{OK, refused};

/// Ends a method of the first person by the change of this number, so that it counts for 100 seconds longer.
async fn end(work: &mut dyn VaultWork, number: u8, method: u8, second: i64) -> Ended {
    let by = begin_to(work, (number, 1), ChangeAction::RemoveMethod, second).await;
    let ended = Ended {
        at: by.at,
        counts_until: at(second + 100),
        by: Some(by.id),
    };
    let answer = work.rows().end_method(&permit(), id(method), &ended).await;
    assert!(answer.expect(OK));
    vouch(work, 1).await;
    ended
}

/// Sets a method of the first person aside at this second.
async fn set_aside(work: &mut dyn VaultWork, method: u8, second: i64) -> Ended {
    let event = HistoryEvent::WaysSettled;
    tell(work, event, person_id(1), at(second)).await;
    let aside = Ended::aside(at(second));
    let answer = work.rows().end_method(&permit(), id(method), &aside).await;
    assert!(answer.expect(OK));
    vouch(work, 1).await;
    aside
}

/// Kept with its end, once.
pub async fn s109_a_method_ends(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let first = add(&mut *work, (10, 1), 5, passkey).await;
    let kept = add(&mut *work, (11, 1), 5, passkey).await;
    let ended = end(&mut *work, 12, 10, DAY + 10).await;
    let again = work.rows().end_method(&permit(), id(10), &ended).await;
    assert!(!again.expect(OK));
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let holdings = holdings(&mut *work, 1).await;
    assert_eq!(holdings.methods, [kept]);
    assert_eq!(holdings.former_methods, [Former { was: first, ended }]);
}

/// Neither without an entry that says so, nor so that it counts any longer.
pub async fn s113_a_method_is_set_aside_by_the_history(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, (10, 1), 5, passkey).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let aside = Ended::aside(at(6));
    let answer = work.rows().end_method(&permit(), id(10), &aside).await;
    assert!(refused(&answer), "untold");
    drop(work);
    let mut work = writing(&store).await;
    tell(&mut *work, HistoryEvent::WaysSettled, person_id(1), at(6)).await;
    let counting = Ended {
        counts_until: at(7),
        ..aside
    };
    let answer = work.rows().end_method(&permit(), id(10), &counting).await;
    assert!(refused(&answer), "it counts");
    drop(work);
    let mut work = writing(&store).await;
    let ended = set_aside(&mut *work, 10, 6).await;
    let former = holdings(&mut *work, 1).await.former_methods;
    assert_eq!(former, [Former { was: row, ended }]);
}

/// As it was, but for the change.
pub async fn s109_its_owner_puts_a_method_back(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, (10, 1), 5, passkey).await;
    end(&mut *work, 11, 10, DAY + 10).await;
    let other = begin_to(&mut *work, (12, 2), ChangeAction::RenameMethod, DAY + 20).await;
    let by_other = PutBack::ByOwner(&other);
    let rows = work.rows();
    let answer = rows.put_back_method(&permit(), id(10), by_other).await;
    assert!(!answer.expect(OK), "somebody else");
    let by = begin_to(&mut *work, (13, 1), ChangeAction::RenameMethod, DAY + 20).await;
    for restored in [true, false] {
        let answer = work
            .rows()
            .put_back_method(&permit(), id(10), PutBack::ByOwner(&by))
            .await;
        assert_eq!(answer.expect(OK), restored);
    }
    let holdings = holdings(&mut *work, 1).await;
    let back = MethodRow {
        change: change_id(13),
        ..row
    };
    assert_eq!(holdings.methods, [back]);
    assert_eq!(holdings.former_methods, []);
}

/// It counts from then on, as if the change had added it.
pub async fn s110_what_was_set_aside_comes_back_as_new(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, (10, 1), 5, passkey).await;
    set_aside(&mut *work, 10, 6).await;
    let by = begin_to(&mut *work, (11, 1), ChangeAction::RenameMethod, 20).await;
    let as_new = PutBack::AsNew(&by, at(DAY + 20));
    let answer = work.rows().put_back_method(&permit(), id(10), as_new).await;
    assert!(answer.expect(OK));
    let back = MethodRow {
        change: change_id(11),
        added_at: at(20),
        counts_from: at(DAY + 20),
        ..row
    };
    assert_eq!(holdings(&mut *work, 1).await.methods, [back]);
}

/// Because it has just helped, as the history says; nothing about it changes.
pub async fn s112_a_method_that_helped_comes_back(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, (10, 1), 5, passkey).await;
    end(&mut *work, 11, 10, DAY + 10).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let untold = work
        .rows()
        .put_back_method(&permit(), id(10), PutBack::Settled)
        .await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    let event = HistoryEvent::WaysSettled;
    tell(&mut *work, event, person_id(1), at(DAY + 20)).await;
    for restored in [true, false] {
        let answer = work
            .rows()
            .put_back_method(&permit(), id(10), PutBack::Settled)
            .await;
        assert_eq!(answer.expect(OK), restored);
    }
    assert_eq!(holdings(&mut *work, 1).await.methods, [row]);
}

/// Those that counted for a while, and no longer do; what was set aside waits for its owner.
pub async fn s109_methods_of_no_use_are_forgotten(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    for number in [10, 11, 12, 13] {
        add(&mut *work, (number, 1), 5, passkey).await;
    }
    end(&mut *work, 20, 10, DAY + 10).await;
    end(&mut *work, 21, 11, DAY + 11).await;
    set_aside(&mut *work, 12, DAY + 12).await;
    let by = begin_to(&mut *work, (22, 1), ChangeAction::RemoveMethod, DAY + 110).await;
    let rows = work.rows();
    assert_eq!(rows.forget_methods(&permit(), &by).await.expect(OK), 1);
    let holdings = holdings(&mut *work, 1).await;
    let former: Vec<_> = holdings
        .former_methods
        .iter()
        .map(|former| former.was.id)
        .collect();
    assert_eq!(former, [id(11), id(12)]);
    assert_eq!(holdings.methods.len(), 1);
}

/// Once, as the history says; then it counts no longer.
pub async fn s113_a_former_method_gives_way(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, (10, 1), 5, passkey).await;
    let ended = end(&mut *work, 11, 10, DAY + 10).await;
    let event = HistoryEvent::WaysSettled;
    tell(&mut *work, event, person_id(1), at(DAY + 20)).await;
    for gave_way in [true, false] {
        let answer = work.rows().former_method_gives_way(&permit(), id(10)).await;
        assert_eq!(answer.expect(OK), gave_way);
    }
    let ended = Ended {
        counts_until: ended.at,
        ..ended
    };
    let former = holdings(&mut *work, 1).await.former_methods;
    assert_eq!(former, [Former { was: row, ended }]);
}
