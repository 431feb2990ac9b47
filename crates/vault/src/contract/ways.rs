//! People's ways back, counted for reports.

use super::support::{
    DAY, Tested, add_people, begin, change, change_id, permit, reading, tell, vouch, writing,
};
use super::{contacts, methods, saved_codes};
use crate::{ChangeAction, Ended, MethodRow, VaultWork};
use regain_domain::readiness::Count;
use regain_domain::{ContactsNeeded, HistoryEvent, MethodId, MethodKind, Ways};
use regain_storage::contract::samples::{at, person_id};
use regain_storage::contract::support::OK;
use regain_storage::readiness::{ReportMoments, WaysQuery};

/// The ways back of an active person at this second.
async fn ways(work: &mut dyn VaultWork, of: u8, second: i64) -> Ways {
    let ways = work.ways_of_people();
    let found = ways.ways_of(person_id(of), asked(second)).await.expect(OK);
    found.expect("an active person").ways
}

fn asked(second: i64) -> ReportMoments {
    ReportMoments {
        now: at(second),
        overdue_before: at(-1),
    }
}

const fn count(counting: u32, waiting: u32) -> Count {
    Count { counting, waiting }
}

async fn add_method(work: &mut dyn VaultWork, number: u8, kind: MethodKind) {
    let by = change(number, 1, ChangeAction::AddMethod, at(5));
    let by = begin(work, by).await;
    let row = MethodRow {
        kind,
        ..methods::passkey(number, &by)
    };
    let rows = work.rows();
    rows.add_method(&permit(), person_id(1), &row)
        .await
        .expect(OK);
    vouch(work, 1).await;
}

/// Two people, of whom the first has two passkeys, an app, saved codes, and a contact who agreed and one who didn't;
/// all of it was added at second 5, and counts a day later.
async fn furnish(store: &Tested) {
    add_people(store, &[1, 2]).await;
    let mut work = writing(store).await;
    for (number, kind) in [
        (10, MethodKind::Passkey),
        (11, MethodKind::Passkey),
        (12, MethodKind::Authenticator),
    ] {
        add_method(&mut *work, number, kind).await;
    }
    saved_codes::add_set(&mut *work, 13, 1, 5).await;
    let agreed = contacts::add(&mut *work, 14, 1, 5).await;
    contacts::add(&mut *work, 15, 1, 5).await;
    contacts::agree(&mut *work, agreed, 5).await;
    let by = change(16, 1, ChangeAction::SetContactsNeeded, at(5));
    let by = begin(&mut *work, by).await;
    let rows = work.rows();
    rows.set_contacts_needed(&permit(), &by, ContactsNeeded::TwoOfThree)
        .await
        .expect(OK);
    vouch(&mut *work, 1).await;
    work.commit().await.expect(OK);
}

/// What waits apart from what counts, from the moment itself on; nobody else has it.
pub async fn s81_ways_back_wait_and_count(store: Tested) {
    furnish(&store).await;
    let mut work = reading(&store).await;
    let waiting = Ways {
        mail_addresses: count(1, 0),
        saved_codes: 10,
        authenticators: count(0, 1),
        passkeys: count(0, 2),
        contacts: count(0, 1),
        contacts_needed: 2,
    };
    assert_eq!(ways(&mut *work, 1, DAY + 4).await, waiting);
    let counting = Ways {
        authenticators: count(1, 0),
        passkeys: count(2, 0),
        contacts: count(1, 0),
        ..waiting
    };
    assert_eq!(ways(&mut *work, 1, DAY + 5).await, counting);
    let other = Ways {
        mail_addresses: count(1, 0),
        ..Ways::default()
    };
    assert_eq!(ways(&mut *work, 2, DAY + 5).await, other);
}

/// What was set aside is no way back.
pub async fn s112_what_has_ended_is_not_counted(store: Tested) {
    furnish(&store).await;
    let mut work = writing(&store).await;
    let second = DAY + 10;
    let before = ways(&mut *work, 1, second).await;
    let event = HistoryEvent::WaysSettled;
    tell(&mut *work, event, person_id(1), at(second)).await;
    let aside = Ended::aside(at(second));
    let rows = work.rows();
    let passkey = MethodId::from_bytes([10; 16]);
    let ended = rows.end_method(&permit(), passkey, &aside).await;
    assert!(ended.expect(OK));
    let ended = rows.end_contact(&permit(), contacts::id(14), &aside).await;
    assert!(ended.expect(OK));
    let ended = rows.end_codes(&permit(), change_id(13), &aside).await;
    assert_eq!(ended.expect(OK), 10);
    let after = Ways {
        passkeys: count(1, 0),
        contacts: count(0, 0),
        saved_codes: 0,
        ..before
    };
    assert_eq!(ways(&mut *work, 1, second).await, after);
}

/// Each with what its people have; the group finds them again.
pub async fn s81_people_with_other_ways_are_in_other_groups(store: Tested) {
    furnish(&store).await;
    let mut work = reading(&store).await;
    let at = asked(DAY + 5);
    let ways = work.ways_of_people();
    let groups = ways.ways_in_groups(at).await.expect(OK);
    assert_eq!(groups.len(), 2);
    for group in groups {
        assert_eq!(group.people, 1);
        let query = WaysQuery {
            at,
            text: String::new(),
            role: None,
            shapes: Some(vec![group.shape]),
            after: None,
            limit: 10,
        };
        assert_eq!(ways.count_ways(&query).await.expect(OK), 1);
        let found = ways.ways_in_order(&query).await.expect(OK);
        let ids: Vec<_> = found.iter().map(|person| person.id).collect();
        let has_passkeys = group.ways.passkeys.counting > 0;
        assert_eq!(ids, [person_id(if has_passkeys { 1 } else { 2 })]);
    }
}
