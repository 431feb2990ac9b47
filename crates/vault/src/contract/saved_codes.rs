//! Saved codes, in sets of ten.

use super::support::{
    DAY, Tested, add_people, begin, change, change_id, codes, holdings, permit, reading, tell,
    vouch, writing,
};
use crate::{Change, ChangeAction, Ended, NewSavedCode, SavedCodeRow, VaultWork};
use regain_domain::{HistoryEvent, SavedCodeId, Timestamp};
use regain_storage::contract::samples::{at, person_id};
use regain_storage::contract::support::{OK, refused};

/// The id of the `nth` code of a set.
pub(super) fn id(set: u8, nth: usize) -> SavedCodeId {
    codes(set)[nth].id
}

/// The rows of a set that a change made.
pub(super) fn rows(by: &Change, counts_from: Option<Timestamp>) -> Vec<SavedCodeRow> {
    let row = |code: NewSavedCode| SavedCodeRow {
        id: code.id,
        selector: code.selector,
        hash: code.hash,
        change: by.id,
        made_at: by.at,
        used_at: None,
        counts_from,
    };
    codes(by.id.as_bytes()[0]).map(row).into()
}

async fn begin_set(work: &mut dyn VaultWork, set: u8, of: u8, second: i64) -> Change {
    let by = change(set, of, ChangeAction::ReplaceSavedCodes, at(second));
    begin(work, by).await
}

async fn add_codes(work: &mut dyn VaultWork, by: &Change, counts_from: Option<Timestamp>) {
    let codes = codes(by.id.as_bytes()[0]);
    let rows = work.rows();
    rows.add_saved_codes(&permit(), by, &codes, counts_from)
        .await
        .expect(OK);
    vouch(work, by.person.as_bytes()[0]).await;
}

/// Makes the first set of a person.
pub(super) async fn add_set(work: &mut dyn VaultWork, set: u8, of: u8, second: i64) -> Change {
    let by = begin_set(work, set, of, second).await;
    add_codes(work, &by, None).await;
    by
}

/// Ends an earlier set of the first person in favour of a newer one, so that it counts for 100 seconds longer.
async fn replace(work: &mut dyn VaultWork, earlier: u8, newer: u8, second: i64) -> (Change, Ended) {
    let by = begin_set(work, newer, 1, second).await;
    let ended = Ended {
        at: by.at,
        counts_until: at(second + 100),
        by: None,
    };
    let rows = work.rows();
    let answer = rows.end_codes(&permit(), change_id(earlier), &ended).await;
    assert_eq!(answer.expect(OK), 10);
    add_codes(work, &by, Some(at(second + DAY))).await;
    (by, ended)
}

async fn settle(work: &mut dyn VaultWork, second: i64) {
    tell(work, HistoryEvent::WaysSettled, person_id(1), at(second)).await;
}

/// Ordered by id, with the change that made them and its time.
pub async fn s25_a_set_is_read_back_whole(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let by = begin_set(&mut *work, 10, 1, 5).await;
    add_codes(&mut *work, &by, Some(at(DAY))).await;
    let other = add_set(&mut *work, 11, 2, 5).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let first = holdings(&mut *work, 1).await;
    assert_eq!(first.saved_codes, rows(&by, Some(at(DAY))));
    assert_eq!(first.former_codes, []);
    let second = holdings(&mut *work, 2).await;
    assert_eq!(second.saved_codes, rows(&other, None));
}

/// Fewer aren't committed, and more are refused.
pub async fn s25_a_set_has_ten_codes(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let by = begin_set(&mut *work, 10, 1, 5).await;
    let rows = work.rows();
    rows.add_saved_codes(&permit(), &by, &codes(10)[..9], None)
        .await
        .expect(OK);
    vouch(&mut *work, 1).await;
    assert!(work.commit().await.is_err());
    let mut work = writing(&store).await;
    let by = begin_set(&mut *work, 10, 1, 5).await;
    add_codes(&mut *work, &by, None).await;
    let rows = work.rows();
    let one_more = rows
        .add_saved_codes(&permit(), &by, &codes(11)[..1], None)
        .await;
    assert!(refused(&one_more));
}

/// The earlier one ends or goes first.
pub async fn s109_a_person_has_one_set(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add_set(&mut *work, 10, 1, 5).await;
    let by = begin_set(&mut *work, 11, 1, 6).await;
    let rows = work.rows();
    let answer = rows.add_saved_codes(&permit(), &by, &codes(11), None).await;
    assert!(refused(&answer));
}

/// Kept with its end, once, and nobody else's.
pub async fn s109_a_replaced_set_ends(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let first = add_set(&mut *work, 10, 1, 5).await;
    let other = add_set(&mut *work, 11, 2, 5).await;
    let (second, ended) = replace(&mut *work, 10, 12, 6).await;
    let again = work
        .rows()
        .end_codes(&permit(), change_id(10), &ended)
        .await;
    assert_eq!(again.expect(OK), 0);
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.saved_codes, rows(&second, Some(at(DAY + 6))));
    let was: Vec<_> = held
        .former_codes
        .iter()
        .map(|former| former.was.clone())
        .collect();
    assert_eq!(was, rows(&first, None));
    assert!(held.former_codes.iter().all(|former| former.ended == ended));
    let untouched = holdings(&mut *work, 2).await;
    assert_eq!(untouched.saved_codes, rows(&other, None));
}

/// Those that no longer count, and with them the current one, if so requested; each by a change of their owner's.
pub async fn s109_sets_of_no_use_are_forgotten(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    add_set(&mut *work, 10, 1, 5).await;
    add_set(&mut *work, 11, 2, 5).await;
    replace(&mut *work, 10, 12, 6).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let rows = work.rows();
    let untold = rows
        .forget_codes(&permit(), person_id(1), at(106), false)
        .await;
    assert!(refused(&untold), "no change");
    drop(work);
    let mut work = writing(&store).await;
    begin_set(&mut *work, 13, 1, 200).await;
    for (second, all, forgotten) in [
        (105, false, 0),
        (106, false, 10),
        (106, false, 0),
        (106, true, 10),
    ] {
        let rows = work.rows();
        let answer = rows
            .forget_codes(&permit(), person_id(1), at(second), all)
            .await;
        assert_eq!(answer.expect(OK), forgotten, "{second}, {all}");
    }
    assert_eq!(holdings(&mut *work, 1).await.saved_codes, []);
    assert_eq!(holdings(&mut *work, 2).await.saved_codes.len(), 10);
}

/// As the history says, and so that it no longer counts.
pub async fn s112_a_set_is_set_aside(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add_set(&mut *work, 10, 1, 5).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let aside = Ended::aside(at(6));
    let rows = work.rows();
    let untold = rows.end_codes(&permit(), change_id(10), &aside).await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    settle(&mut *work, 6).await;
    for ended in [10, 0] {
        let rows = work.rows();
        let answer = rows.end_codes(&permit(), change_id(10), &aside).await;
        assert_eq!(answer.expect(OK), ended);
    }
    let held = holdings(&mut *work, 1).await;
    assert_eq!((held.saved_codes.len(), held.former_codes.len()), (0, 10));
    assert!(held.former_codes.iter().all(|former| former.ended == aside));
}

/// In place of the newer one, which is set aside, because it has just helped.
pub async fn s112_a_replaced_set_comes_back(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let first = add_set(&mut *work, 10, 1, 5).await;
    replace(&mut *work, 10, 11, 6).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let untold = work.rows().put_back_codes(&permit(), change_id(10)).await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    settle(&mut *work, 20).await;
    let aside = Ended::aside(at(20));
    let stored = work.rows();
    let answer = stored.end_codes(&permit(), change_id(11), &aside).await;
    assert_eq!(answer.expect(OK), 10);
    let answer = stored.put_back_codes(&permit(), change_id(10)).await;
    assert_eq!(answer.expect(OK), 10);
    let answer = stored.put_back_codes(&permit(), change_id(99)).await;
    assert_eq!(answer.expect(OK), 0, "unknown");
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.saved_codes, rows(&first, None));
    assert_eq!(held.former_codes.len(), 10);
}

/// Whoever was set aside stays so.
pub async fn s112_a_set_that_was_set_aside_does_not_come_back(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add_set(&mut *work, 10, 1, 5).await;
    settle(&mut *work, 6).await;
    let aside = Ended::aside(at(6));
    let answer = work
        .rows()
        .end_codes(&permit(), change_id(10), &aside)
        .await;
    assert_eq!(answer.expect(OK), 10);
    settle(&mut *work, 7).await;
    let answer = work.rows().put_back_codes(&permit(), change_id(10)).await;
    assert!(refused(&answer));
}

/// Once, as the history says; then it counts no longer.
pub async fn s113_a_former_set_gives_way(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add_set(&mut *work, 10, 1, 5).await;
    let (_, ended) = replace(&mut *work, 10, 11, 6).await;
    settle(&mut *work, 20).await;
    for gave_way in [10, 0] {
        let rows = work.rows();
        let answer = rows.former_codes_give_way(&permit(), change_id(10)).await;
        assert_eq!(answer.expect(OK), gave_way);
    }
    let aside = Ended {
        counts_until: ended.at,
        ..ended
    };
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.saved_codes.len(), 10);
    assert!(held.former_codes.iter().all(|former| former.ended == aside));
}
