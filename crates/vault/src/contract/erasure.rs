//! Erasure: everything that a person had goes in the statement that ends their account.

use super::support::{
    Tested, add_people, begin, change, holdings, own_address, permit, reading, verification, vouch,
    writing,
};
use super::{contacts, methods, saved_codes};
use crate::{ChangeAction, Holdings, VaultWork};
use regain_domain::{HistoryEvent, Language, PersonStatus, Role};
use regain_storage::contract::samples::{at, digest, entry, flow, flow_id, person_id, session};
use regain_storage::contract::support::{OK, append, refused};
use regain_storage::{HistoryRow, Person, StandingSeal};

/// Two people, of whom the first has one of everything.
async fn furnish(store: &Tested) {
    add_people(store, &[1, 2]).await;
    let mut work = writing(store).await;
    let by = change(10, 1, ChangeAction::AddMethod, at(5));
    let by = begin(&mut *work, by).await;
    let method = methods::passkey(10, &by);
    let rows = work.rows();
    rows.add_method(&permit(), person_id(1), &method)
        .await
        .expect(OK);
    vouch(&mut *work, 1).await;
    saved_codes::add_set(&mut *work, 11, 1, 5).await;
    contacts::add(&mut *work, 12, 1, 5).await;
    work.sessions().insert(&session(1, 1)).await.expect(OK);
    let recovery = flow(1, Some(1));
    work.recovery().insert_flow(&recovery).await.expect(OK);
    let open = verification(13, 1);
    work.verifications().insert(&open).await.expect(OK);
    let history = work.history();
    for number in [1, 2] {
        let key = [number; 32];
        let stored = history.insert_person_key(person_id(number), &key).await;
        stored.expect(OK);
    }
    work.commit().await.expect(OK);
}

async fn tell_of_one(work: &mut dyn VaultWork, event: HistoryEvent) {
    append(work, entry(event, Some(1), at(20))).await;
}

/// The first person as they are once they are erased.
async fn erased(work: &mut dyn VaultWork) -> Person {
    let before = work.people().by_id(person_id(1)).await.expect(OK);
    let before = before.expect("a person");
    Person {
        status: PersonStatus::Erased,
        role: Role::Member,
        name: None,
        user_name: None,
        language: Language::English,
        activated_at: None,
        frozen_at: None,
        needs_recovery: false,
        role_since: None,
        seal: StandingSeal {
            version: before.seal.version + 1,
            digest: digest(99),
        },
        ..before
    }
}

/// Tells that the first person is erased now.
async fn tell_of_erasure(work: &mut dyn VaultWork, person: &Person) {
    let told = HistoryRow {
        standing_version: Some(person.seal.version),
        ..entry(HistoryEvent::Erased, Some(1), at(30))
    };
    append(work, told).await;
}

/// And nothing of anybody else's; the account remains as a pseudonym.
pub async fn s103_everything_of_an_erased_person_is_gone(store: Tested) {
    furnish(&store).await;
    let mut work = writing(&store).await;
    tell_of_one(&mut *work, HistoryEvent::ClosingAsked).await;
    tell_of_one(&mut *work, HistoryEvent::ErasureAnnounced).await;
    let person = erased(&mut *work).await;
    tell_of_erasure(&mut *work, &person).await;
    assert!(work.people().set_standing(&person).await.expect(OK));
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let stored = work.people().by_id(person_id(1)).await.expect(OK);
    assert_eq!(stored, Some(person));
    let nothing = Holdings {
        activated_at: None,
        user_name: None,
        addresses: Vec::new(),
        former_addresses: Vec::new(),
        password: None,
        saved_codes: Vec::new(),
        former_codes: Vec::new(),
        methods: Vec::new(),
        former_methods: Vec::new(),
        contacts: Vec::new(),
        former_contacts: Vec::new(),
        contacts_needed: None,
    };
    assert_eq!(holdings(&mut *work, 1).await, nothing);
    let sessions = work.sessions().of_person(person_id(1)).await;
    assert_eq!(sessions.expect(OK), []);
    let recovery = work.recovery().flow(flow_id(1)).await;
    assert_eq!(recovery.expect(OK), None);
    let open = work.verifications().by_token(&digest(13)).await;
    assert_eq!(open.expect(OK), None);
    let history = work.history();
    let mut keys = Vec::new();
    for number in [1, 2] {
        keys.push(history.person_key(person_id(number)).await.expect(OK));
    }
    assert_eq!(keys, [None, Some([2; 32])]);
    let holder = work.addresses().holder(own_address(1).canonical()).await;
    assert_eq!(holder.expect(OK), None, "others can have the address");
    let other = holdings(&mut *work, 2).await;
    assert!(other.password.is_some() && other.addresses.len() == 1);
}

/// Requested, announced and told, in this order, and not revoked since.
pub async fn s103_nobody_is_erased_unless_the_history_says_so(store: Tested) {
    use HistoryEvent::{ClosingAsked, ClosingTakenBack, ErasureAnnounced};
    furnish(&store).await;
    for (events, is_told) in [
        (&[ClosingAsked, ErasureAnnounced][..], false),
        (&[ErasureAnnounced], true),
        (&[ClosingAsked], true),
        (&[ErasureAnnounced, ClosingAsked], true),
        (&[ClosingAsked, ErasureAnnounced, ClosingTakenBack], true),
    ] {
        let mut work = writing(&store).await;
        for event in events {
            tell_of_one(&mut *work, *event).await;
        }
        let person = erased(&mut *work).await;
        if is_told {
            tell_of_erasure(&mut *work, &person).await;
        }
        let answer = work.people().set_standing(&person).await;
        assert!(refused(&answer), "{events:?}");
    }
    let mut work = reading(&store).await;
    assert!(holdings(&mut *work, 1).await.password.is_some());
}
