//! Current and former addresses.

use super::support::{
    DAY, Tested, add_people, begin, begin_by, change, change_id, holdings, own_address, permit,
    reading, tell, vouch, writing,
};
use crate::{AddressRow, Change, ChangeAction, FormerAddress, PresentedKind, VaultWork};
use regain_domain::{ChangeId, ClaimId, EmailAddress, HistoryEvent};
use regain_storage::AddressClaim;
use regain_storage::contract::support::{
    AT_ONCE, OK, address, all_at_once, at, digest, person_id, refused, winners,
};
use std::sync::Arc;

/// For how long an address is reserved after its end, in seconds.
const RESERVED: i64 = 180 * DAY;

/// The address that the `number`th change brings.
fn new_address(number: u8) -> EmailAddress {
    address(&format!("New{number}@example.org"))
}

/// The address of the first person that came with the invitation.
fn first() -> AddressRow {
    AddressRow {
        address: own_address(1),
        position: 1,
        verified_at: at(0),
        counts_from: at(0),
        change: None,
    }
}

/// A claim of the first person whose code is entered at this second.
async fn claim(work: &mut dyn VaultWork, number: u8, replaces: Option<&EmailAddress>, second: i64) {
    let claim = AddressClaim {
        id: ClaimId::from_bytes([number; 16]),
        person: person_id(1),
        position: if replaces.is_some() { 1 } else { 2 },
        replaces: replaces.map(|address| address.canonical().to_owned()),
        address: new_address(number),
        nonce: [number; 16],
        code_digest: digest(number),
        created_at: at(second),
        expires_at: at(second + 60),
        tries: 0,
        consumed_at: None,
        replaced_at: None,
    };
    let addresses = work.addresses();
    addresses.insert_claim(&claim).await.expect(OK);
    let first = addresses.consume_claim(claim.id, at(second)).await;
    assert!(first.expect(OK));
}

async fn begin_to(
    work: &mut dyn VaultWork,
    number: u8,
    action: ChangeAction,
    second: i64,
) -> Change {
    begin(work, change(number, 1, action, at(second))).await
}

/// The address that a change brings, which counts a day later.
fn row(by: &Change, position: u8, second: i64) -> AddressRow {
    AddressRow {
        address: new_address(by.id.as_bytes()[0]),
        position,
        verified_at: at(second),
        counts_from: at(second + DAY),
        change: Some(by.id),
    }
}

/// The first person adds a second address.
async fn add_second(work: &mut dyn VaultWork, number: u8, second: i64) -> AddressRow {
    claim(work, number, None, second).await;
    let by = begin_to(work, number, ChangeAction::AddAddress, second).await;
    let row = row(&by, 2, second);
    let rows = work.rows();
    rows.add_address(&permit(), &by, &row).await.expect(OK);
    vouch(work, 1).await;
    row
}

/// The record of an address that counted, and does so for a day longer.
fn former(by: &Change, was: AddressRow, second: i64) -> FormerAddress {
    let number = by.id.as_bytes()[0];
    FormerAddress {
        was,
        ended_by: by.id,
        ended_at: at(second),
        counts_until: at(second + DAY),
        reserved_until: at(second + RESERVED),
        nonce: [number; 16],
        code_digest: digest(number),
        objectable_until: Some(at(second + 7 * DAY)),
        objected_at: None,
    }
}

/// The first person replaces this address, which counted. Returns what is left of it, and the new one.
async fn replace(
    work: &mut dyn VaultWork,
    number: u8,
    was: AddressRow,
    second: i64,
) -> (FormerAddress, AddressRow) {
    claim(work, number, Some(&was.address), second).await;
    let by = begin_to(work, number, ChangeAction::ReplaceAddress, second).await;
    let former = former(&by, was, second);
    let row = row(&by, 1, second);
    let rows = work.rows();
    let ended = rows.end_address(&permit(), &by, &former).await;
    assert!(ended.expect(OK));
    rows.add_address(&permit(), &by, &row).await.expect(OK);
    vouch(work, 1).await;
    (former, row)
}

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

async fn settle(work: &mut dyn VaultWork, second: i64) {
    tell(work, HistoryEvent::WaysSettled, person_id(1), at(second)).await;
}

async fn counting(work: &mut dyn VaultWork, second: i64) -> Vec<EmailAddress> {
    let addresses = work.addresses();
    let counting = addresses.counting(person_id(1), at(second)).await;
    counting.expect(OK)
}

async fn told(work: &mut dyn VaultWork, second: i64) -> Vec<EmailAddress> {
    let told = work.addresses().told(person_id(1), at(second)).await;
    told.expect(OK)
}

/// Whether a recovery of the first person starts with this address.
async fn recovers(work: &mut dyn VaultWork, address: &EmailAddress, second: i64) -> bool {
    let addresses = work.addresses();
    let named = addresses.recovering(address.canonical(), at(second)).await;
    named
        .expect(OK)
        .person()
        .is_some_and(|person| person.id == person_id(1))
}

async fn formers(work: &mut dyn VaultWork) -> Vec<FormerAddress> {
    holdings(work, 1).await.former_addresses
}

/// By position; it is told at once, and counts a day later.
pub async fn s28_a_second_address_is_added(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let second = add_second(&mut *work, 10, 5).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.addresses, [first(), second.clone()]);
    assert_eq!(holdings(&mut *work, 2).await.addresses.len(), 1);
    let both = [own_address(1), second.address.clone()];
    assert_eq!(told(&mut *work, 5).await, both);
    assert_eq!(counting(&mut *work, DAY + 4).await, [own_address(1)]);
    assert_eq!(counting(&mut *work, DAY + 5).await, both);
    let holder = work.addresses().holder(second.address.canonical()).await;
    assert_eq!(holder.expect(OK), Some(person_id(1)));
    assert!(recovers(&mut *work, &second.address, 5).await);
}

/// One whose code was entered at that moment, in its position; and not before a day has passed.
pub async fn s71_only_a_proven_address_is_added(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    claim(&mut *work, 10, None, 5).await;
    work.commit().await.expect(OK);
    let changes: [fn(&mut AddressRow); 4] = [
        |row| row.address = new_address(11),
        |row| row.position = 1,
        |row| row.verified_at = at(6),
        |row| row.counts_from = at(DAY + 4),
    ];
    for wrong in changes {
        let mut work = writing(&store).await;
        let by = begin_to(&mut *work, 10, ChangeAction::AddAddress, 5).await;
        let mut row = row(&by, 2, 5);
        wrong(&mut row);
        let answer = work.rows().add_address(&permit(), &by, &row).await;
        assert!(refused(&answer), "{row:?}");
    }
    let mut work = writing(&store).await;
    let by = begin_to(&mut *work, 10, ChangeAction::AddAddress, 6).await;
    let answer = work
        .rows()
        .add_address(&permit(), &by, &row(&by, 2, 6))
        .await;
    assert!(refused(&answer), "the code was entered before");
}

/// The former one counts until then, and is kept whole.
pub async fn s28_an_address_is_replaced(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let (former, new) = replace(&mut *work, 10, first(), 5).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.addresses, std::slice::from_ref(&new));
    assert_eq!(held.former_addresses, [former]);
    assert_eq!(counting(&mut *work, DAY + 4).await, [own_address(1)]);
    let both = [new.address.clone(), own_address(1)];
    assert_eq!(counting(&mut *work, DAY + 5).await, both[..1]);
    assert_eq!(told(&mut *work, DAY + 4).await, both);
    assert_eq!(told(&mut *work, DAY + 5).await, [new.address]);
    assert!(recovers(&mut *work, &own_address(1), DAY + 4).await);
    assert!(!recovers(&mut *work, &own_address(1), DAY + 5).await);
    let holder = work.addresses().holder(own_address(1).canonical()).await;
    assert_eq!(holder.expect(OK), Some(person_id(1)), "it is reserved");
}

/// Where the first one counts.
pub async fn s46_a_second_address_is_removed(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let second = add_second(&mut *work, 10, 5).await;
    let by = begin_to(&mut *work, 11, ChangeAction::RemoveAddress, DAY + 9).await;
    let former = former(&by, second, DAY + 9);
    let ended = work.rows().end_address(&permit(), &by, &former).await;
    assert!(ended.expect(OK));
    vouch(&mut *work, 1).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.addresses, [first()]);
    assert_eq!(held.former_addresses, [former]);
}

/// Nor does its owner lose the first one in this way.
pub async fn s46_the_first_address_stays(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add_second(&mut *work, 10, 5).await;
    let by = begin_to(&mut *work, 11, ChangeAction::RemoveAddress, DAY + 9).await;
    let former = former(&by, first(), DAY + 9);
    let ended = work.rows().end_address(&permit(), &by, &former).await;
    assert!(refused(&ended));
}

/// Neither counts it any longer, nor can it object.
pub async fn s28_what_never_counted_leaves_nothing(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let second = add_second(&mut *work, 10, 5).await;
    work.commit().await.expect(OK);
    let changes: [fn(&mut FormerAddress); 2] = [
        |former| former.counts_until = former.ended_at,
        |former| former.objectable_until = None,
    ];
    for (nothing, is_refused) in [
        (&changes[..1], true),
        (&changes[1..], true),
        (&changes[..], false),
    ] {
        let mut work = writing(&store).await;
        let by = begin_to(&mut *work, 11, ChangeAction::RemoveAddress, 9).await;
        let mut former = former(&by, second.clone(), 9);
        nothing.iter().for_each(|change| change(&mut former));
        let ended = work.rows().end_address(&permit(), &by, &former).await;
        assert_eq!(refused(&ended), is_refused, "{former:?}");
    }
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

/// As the history says; the first one stays.
pub async fn s113_a_second_address_gives_way(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let second = add_second(&mut *work, 10, 5).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let rows = work.rows();
    let untold = rows
        .forget_second_address(&permit(), person_id(1), &second.address)
        .await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    settle(&mut *work, 9).await;
    for (address, forgotten) in [
        (own_address(1), false),
        (second.address.clone(), true),
        (second.address, false),
    ] {
        let rows = work.rows();
        let answer = rows
            .forget_second_address(&permit(), person_id(1), &address)
            .await;
        assert_eq!(answer.expect(OK), forgotten);
    }
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.addresses, [first()]);
    assert_eq!(held.former_addresses, []);
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
