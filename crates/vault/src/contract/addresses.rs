//! Current addresses.

use super::support::{
    DAY, Tested, add_people, begin, change, holdings, own_address, permit, reading, tell, vouch,
    writing,
};
use crate::{AddressRow, Change, ChangeAction, FormerAddress, VaultWork};
use regain_domain::{ClaimId, EmailAddress, HistoryEvent};
use regain_storage::AddressClaim;
use regain_storage::contract::samples::{address, at, digest, person_id};
use regain_storage::contract::support::{OK, refused};

/// For how long an address is reserved after its end, in seconds.
pub(super) const RESERVED: i64 = 180 * DAY;

/// The address that the `number`th change brings.
fn new_address(number: u8) -> EmailAddress {
    address(&format!("New{number}@example.org"))
}

/// The address of the first person that came with the invitation.
pub(super) fn first() -> AddressRow {
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

pub(super) async fn begin_to(
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
pub(super) fn former(by: &Change, was: AddressRow, second: i64) -> FormerAddress {
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
pub(super) async fn replace(
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

pub(super) async fn settle(work: &mut dyn VaultWork, second: i64) {
    tell(work, HistoryEvent::WaysSettled, person_id(1), at(second)).await;
}

pub(super) async fn counting(work: &mut dyn VaultWork, second: i64) -> Vec<EmailAddress> {
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
