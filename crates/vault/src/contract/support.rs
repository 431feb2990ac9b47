//! Shared by the contract tests: people who have enrolled, and changes that their proofs permit.
//!
//! Nothing here is public: these helpers write credentials, which nothing outside this crate may do (S73).

use crate::{
    Change, ChangeAction, Holdings, Manifest, NewSavedCode, PasswordHash, Permit, PresentedKind,
    PresentedProof, VaultStore, VaultWork,
};
use regain_domain::{
    ChangeId, EmailAddress, Factor, HistoryEvent, PersonId, SavedCodeId, SessionId, Timestamp,
    VerificationId,
};
use regain_storage::contract::samples::{
    address, at, digest, entry, invitation, name, person, person_id, user_name,
};
use regain_storage::contract::support::{OK, activate, append};
use regain_storage::{Finished, HistoryRow, Purpose, Verification};
use std::sync::Arc;

/// The store under test.
pub(super) type Tested = Arc<dyn VaultStore>;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

pub(super) async fn reading(store: &Tested) -> Box<dyn VaultWork> {
    store.read_vault().await.expect(OK)
}

pub(super) async fn writing(store: &Tested) -> Box<dyn VaultWork> {
    store.write_vault().await.expect(OK)
}

pub(super) const fn permit() -> Permit {
    Permit::new()
}

pub(super) fn change_id(number: u8) -> ChangeId {
    ChangeId::from_bytes([number; 16])
}

/// The change that set the password of a person when they enrolled.
pub(super) fn password_change(of: u8) -> ChangeId {
    change_id(200 + of)
}

pub(super) fn hash(number: u8) -> PasswordHash {
    PasswordHash::from_phc(format!("$argon2id$v=19$m=8,t=1,p=1$salt$hash{number}"))
}

/// The address that a person was invited at.
pub(super) fn own_address(of: u8) -> EmailAddress {
    address(&format!("person{of}@example.org"))
}

/// A change that hasn't begun, by a proof of its own.
pub(super) fn change(number: u8, of: u8, action: ChangeAction, when: Timestamp) -> Change {
    Change {
        id: change_id(number),
        person: person_id(of),
        action,
        ceremony: [number; 16],
        history_seq: 0,
        at: when,
    }
}

/// Appends the entry that tells of a change, or of anything else that makes a new manifest.
pub(super) async fn tell(
    work: &mut dyn VaultWork,
    event: HistoryEvent,
    person: PersonId,
    when: Timestamp,
) -> HistoryRow {
    let last = work.history().last_manifest_of(person).await.expect(OK);
    let version = last.and_then(|row| row.manifest_version).unwrap_or(0) + 1;
    let by_nobody = event == HistoryEvent::AddressRestored;
    let row = HistoryRow {
        subject: Some(person),
        actor: (!by_nobody).then_some(person),
        manifest_version: Some(version),
        ..entry(event, None, when)
    };
    append(work, row).await
}

/// Begins a change whose proof is there.
pub(super) async fn begin_proven(work: &mut dyn VaultWork, change: Change) -> Change {
    let event = match change.action {
        ChangeAction::RestoreAddress => HistoryEvent::AddressRestored,
        _ => HistoryEvent::PasswordChanged,
    };
    let row = tell(work, event, change.person, change.at).await;
    let change = Change {
        history_seq: row.seq,
        ..change
    };
    work.rows()
        .begin_change(&permit(), &change)
        .await
        .expect(OK);
    change
}

/// Presents a proof and begins the change that it permits.
pub(super) async fn begin_by(
    work: &mut dyn VaultWork,
    change: Change,
    kind: PresentedKind,
) -> Change {
    let presented = PresentedProof {
        id: change.ceremony,
        person: change.person,
        kind,
        at: change.at,
    };
    work.rows().present(&permit(), &presented).await.expect(OK);
    begin_proven(work, change).await
}

/// Begins a change that its owner has just confirmed.
pub(super) async fn begin(work: &mut dyn VaultWork, change: Change) -> Change {
    let number = change.ceremony[0];
    let open = Verification {
        person: change.person,
        created_at: change.at,
        expires_at: Timestamp::from_millis(change.at.as_millis() + 60_000),
        ..verification(number, 0)
    };
    let person = change.person.as_bytes()[0];
    let open = Verification {
        password: password_change(person),
        ..open
    };
    work.verifications().insert(&open).await.expect(OK);
    let finished = finished(change.at, Factor::Authenticator);
    let first = work.verifications().finish(open.id, &finished).await;
    assert!(first.expect(OK));
    begin_by(work, change, PresentedKind::Confirmed(open.id)).await
}

/// Vouches for what a person has, as the newest entry says.
pub(super) async fn vouch(work: &mut dyn VaultWork, of: u8) {
    let last = work.history().last_manifest_of(person_id(of)).await;
    let version = last.expect(OK).and_then(|row| row.manifest_version);
    let version = version.expect("an entry that vouches");
    let manifest = Manifest {
        version,
        seal: digest(u8::try_from(version).expect("few changes")),
    };
    let rows = work.rows();
    let put = rows.put_manifest(&permit(), person_id(of), &manifest).await;
    assert!(put.expect(OK));
}

/// An open verification that confirms something in the session of a person, from second 0 to second 60.
pub(super) fn verification(number: u8, of: u8) -> Verification {
    Verification {
        id: VerificationId::from_bytes([number; 16]),
        token_digest: digest(number),
        purpose: Purpose::Confirm(SessionId::from_bytes([of; 16])),
        person: person_id(of),
        password: password_change(of),
        earlier: None,
        keep: false,
        created_at: at(0),
        expires_at: at(60),
        tries: 0,
        finished: None,
    }
}

pub(super) fn finished(when: Timestamp, factor: Factor) -> Finished {
    Finished {
        at: when,
        factor,
        seal: digest(77),
    }
}

/// A person who was invited, with an address and an open invitation.
pub(super) async fn invite(work: &mut dyn VaultWork, number: u8) {
    let people = work.people();
    people.insert(&person(number)).await.expect(OK);
    let named = format!("person{number}");
    let set = people
        .set_names(person_id(number), &name(&named), &user_name(&named))
        .await;
    assert!(set.expect(OK));
    let added = people
        .add_address(person_id(number), &own_address(number), None)
        .await;
    assert!(added.expect(OK));
    let invitation = invitation(number, number);
    work.invitations().insert(&invitation).await.expect(OK);
}

/// A person who was invited, chose a password and was activated, all at second 0.
pub(super) async fn enrol(work: &mut dyn VaultWork, number: u8) {
    invite(work, number).await;
    let invitation = invitation(number, number).id;
    let by = change(200 + number, number, ChangeAction::SetPassword, at(0));
    let by = begin_by(work, by, PresentedKind::Invitation(invitation)).await;
    let rows = work.rows();
    rows.set_password(&permit(), &by, &hash(number))
        .await
        .expect(OK);
    vouch(work, number).await;
    let accepted = work.invitations().accept(invitation, at(0)).await;
    assert!(accepted.expect(OK));
    let verified = work
        .people()
        .verify_address(person_id(number), &own_address(number), at(0))
        .await;
    assert!(verified.expect(OK));
    assert!(activate(work, number, at(0)).await);
}

/// Enrolled people.
pub(super) async fn add_people(store: &Tested, numbers: &[u8]) {
    let mut work = writing(store).await;
    for number in numbers {
        enrol(&mut *work, *number).await;
    }
    work.commit().await.expect(OK);
}

/// What a person has.
pub(super) async fn holdings(work: &mut dyn VaultWork, of: u8) -> Holdings {
    let holdings = work.rows().holdings(person_id(of)).await.expect(OK);
    holdings.expect("a person")
}

/// A set of ten codes, in the order of their ids.
pub(super) fn codes(number: u8) -> [NewSavedCode; 10] {
    std::array::from_fn(|nth| {
        let mut id = [number; 16];
        id[1] = u8::try_from(nth).expect("ten codes");
        NewSavedCode {
            id: SavedCodeId::from_bytes(id),
            selector: format!("{number}-{nth}"),
            hash: hash(id[1]),
        }
    })
}
