//! Former addresses: they count for a while, can object, and stay reserved.

use super::addresses::{RESERVED, begin_to, counting, first, former, replace, settle};
use super::support::{
    DAY, Tested, add_people, begin_by, change, change_id, holdings, own_address, permit, reading,
    tell, vouch, writing,
};
use crate::{AddressRow, Change, ChangeAction, FormerAddress, PresentedKind, VaultWork};
use regain_domain::{ChangeId, HistoryEvent};
use regain_storage::contract::samples::{at, digest, person_id};
use regain_storage::contract::support::{AT_ONCE, OK, all_at_once, refused, winners};
use std::sync::Arc;

/// The address that the `ended_by`th change removed objects; then its restoration begins.
async fn begin_objecting(
    work: &mut dyn VaultWork,
    number: u8,
    ended_by: ChangeId,
    second: i64,
) -> Change {
    let objected = work.rows().object(&permit(), ended_by, at(second)).await;
    assert!(objected.expect(OK));
    let by = change(number, 1, ChangeAction::RestoreAddress, at(second));
    begin_by(work, by, PresentedKind::Objection(ended_by)).await
}

async fn formers(work: &mut dyn VaultWork) -> Vec<FormerAddress> {
    holdings(work, 1).await.former_addresses
}

/// Former ones of this position that still count, to that moment, and never shortened.
pub async fn s28_former_addresses_are_prolonged(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (former, _) = replace(&mut *work, 10, first(), 5).await;
    let by = begin_to(&mut *work, 11, ChangeAction::ReplaceAddress, DAY + 4).await;
    for (position, until, count) in [
        (2, 2 * DAY, 0),
        (1, DAY + 5, 0),
        (1, 2 * DAY, 1),
        (1, 2 * DAY, 0),
    ] {
        let rows = work.rows();
        let answer = rows.prolong(&permit(), &by, position, at(until)).await;
        assert_eq!(answer.expect(OK), count, "{position}, {until}");
    }
    let longer = FormerAddress {
        counts_until: at(2 * DAY),
        ..former
    };
    assert_eq!(formers(&mut *work).await, [longer]);
}

/// It has ended at its last moment.
pub async fn s28_what_no_longer_counts_is_not_prolonged(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (former, _) = replace(&mut *work, 10, first(), 5).await;
    let by = begin_to(&mut *work, 11, ChangeAction::ReplaceAddress, DAY + 5).await;
    let rows = work.rows();
    let answer = rows.prolong(&permit(), &by, 1, at(2 * DAY)).await;
    assert_eq!(answer.expect(OK), 0);
    assert_eq!(formers(&mut *work).await, [former]);
}

/// By its owner, once; it keeps being reserved.
pub async fn s109_a_former_address_is_let_go(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (former, _) = replace(&mut *work, 10, first(), 5).await;
    let by = begin_to(&mut *work, 11, ChangeAction::RemoveAddress, 9).await;
    for (ended_by, ended) in [
        (change_id(99), false),
        (former.ended_by, true),
        (former.ended_by, false),
    ] {
        let answer = work.rows().let_go(&permit(), &by, ended_by).await;
        assert_eq!(answer.expect(OK), ended);
    }
    vouch(&mut *work, 1).await;
    let over = FormerAddress {
        counts_until: at(9),
        objectable_until: Some(at(9)),
        ..former
    };
    assert_eq!(formers(&mut *work).await, [over]);
    work.commit().await.expect(OK);
}

/// The same, as the history says.
pub async fn s113_a_former_address_gives_way(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let (former, _) = replace(&mut *work, 10, first(), 5).await;
    work.commit().await.expect(OK);
    let by = former.ended_by;
    let mut work = writing(&store).await;
    let rows = work.rows();
    let untold = rows
        .former_address_gives_way(&permit(), person_id(1), by, at(9))
        .await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    settle(&mut *work, 9).await;
    for (of, gave_way) in [(2, false), (1, true)] {
        let rows = work.rows();
        let answer = rows
            .former_address_gives_way(&permit(), person_id(of), by, at(9))
            .await;
        assert_eq!(answer.expect(OK), gave_way);
    }
    let over = FormerAddress {
        counts_until: at(9),
        objectable_until: Some(at(9)),
        ..former
    };
    assert_eq!(formers(&mut *work).await, [over]);
}

/// In time.
pub async fn s17_a_former_address_objects_once(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (former, _) = replace(&mut *work, 10, first(), 5).await;
    let by = former.ended_by;
    let until = 7 * DAY + 5;
    for (ended_by, second, objected) in [
        (change_id(99), 9, false),
        (by, until, false),
        (by, until - 1, true),
        (by, until - 1, false),
    ] {
        let answer = work.rows().object(&permit(), ended_by, at(second)).await;
        assert_eq!(answer.expect(OK), objected, "{second}");
    }
    let objected = FormerAddress {
        objected_at: Some(at(until - 1)),
        ..former
    };
    assert_eq!(formers(&mut *work).await, [objected]);
}

/// By its code, used or not.
pub async fn s28_who_objects_is_found(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (former, _) = replace(&mut *work, 10, first(), 5).await;
    let rows = work.rows();
    let expected = Some((person_id(1), former.ended_by));
    assert_eq!(rows.objecting(&digest(10)).await.expect(OK), expected);
    assert_eq!(rows.objecting(&digest(11)).await.expect(OK), None);
    let objected = rows.object(&permit(), former.ended_by, at(9)).await;
    assert!(objected.expect(OK));
    assert_eq!(rows.objecting(&digest(10)).await.expect(OK), expected);
}

/// If many object at once, one succeeds.
pub async fn s17_one_of_fifty_objections_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (former, _) = replace(&mut *work, 10, first(), 5).await;
    work.commit().await.expect(OK);
    let by = former.ended_by;
    let answers = all_at_once(AT_ONCE, || {
        let store = Arc::clone(&store);
        async move {
            let mut work = writing(&store).await;
            let answer = work.rows().object(&permit(), by, at(9)).await;
            work.commit().await.expect(OK);
            answer.expect(OK)
        }
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// As it was, in place of the one that replaced it; what objects is no former one any more.
pub async fn s28_an_address_that_objects_comes_back(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (old, new) = replace(&mut *work, 10, first(), 5).await;
    let by = begin_objecting(&mut *work, 11, old.ended_by, 9).await;
    let gone = FormerAddress {
        counts_until: at(9),
        objectable_until: None,
        ..former(&by, new, 9)
    };
    let rows = work.rows();
    let ended = rows.end_address(&permit(), &by, &gone).await;
    assert!(ended.expect(OK));
    let back = AddressRow {
        change: Some(by.id),
        ..first()
    };
    rows.add_address(&permit(), &by, &back).await.expect(OK);
    for forgotten in [true, false] {
        let answer = rows
            .forget_former(&permit(), person_id(1), &own_address(1))
            .await;
        assert_eq!(answer.expect(OK), forgotten);
    }
    vouch(&mut *work, 1).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.addresses, [back]);
    assert_eq!(held.former_addresses, [gone]);
    assert_eq!(counting(&mut *work, 9).await, [own_address(1)]);
}

/// Those of its position that ended since then, but for the one that objected.
pub async fn s28_addresses_that_came_since_are_silenced(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (old, between) = replace(&mut *work, 10, first(), 5).await;
    let ended_at = DAY + 9;
    let (between, _) = replace(&mut *work, 11, between, ended_at).await;
    let second = DAY + 20;
    let by = begin_objecting(&mut *work, 12, old.ended_by, second).await;
    for (position, since, count) in [(2, 5, 0), (1, ended_at + 1, 0), (1, 5, 1)] {
        let rows = work.rows();
        let answer = rows.silence(&permit(), &by, position, at(since)).await;
        assert_eq!(answer.expect(OK), count, "{position}, {since}");
    }
    let silent = FormerAddress {
        counts_until: at(second),
        objectable_until: Some(at(second)),
        ..between
    };
    let objected = FormerAddress {
        objected_at: Some(at(second)),
        ..old
    };
    assert_eq!(formers(&mut *work).await, [objected, silent]);
}

/// For half a year, as the history counts it; then others can have it.
pub async fn s77_a_former_address_is_reserved(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    replace(&mut *work, 10, first(), 5).await;
    work.commit().await.expect(OK);
    let until = 5 + RESERVED;
    let mut work = writing(&store).await;
    let free = work.rows().releasable(at(until - 1)).await.expect(OK);
    assert_eq!(free, []);
    let free = work.rows().releasable(at(until)).await.expect(OK);
    assert_eq!(free, [(person_id(1), own_address(1))]);
    let early = work
        .rows()
        .forget_former(&permit(), person_id(1), &own_address(1))
        .await;
    assert!(refused(&early), "the history hasn't come to that day");
    drop(work);
    let mut work = writing(&store).await;
    let event = HistoryEvent::AddressReleased;
    tell(&mut *work, event, person_id(1), at(until)).await;
    for forgotten in [true, false] {
        let rows = work.rows();
        let answer = rows
            .forget_former(&permit(), person_id(1), &own_address(1))
            .await;
        assert_eq!(answer.expect(OK), forgotten);
    }
    let holder = work.addresses().holder(own_address(1).canonical()).await;
    assert_eq!(holder.expect(OK), None);
}
