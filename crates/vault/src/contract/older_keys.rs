//! What older master keys have sealed.

use super::contacts;
use super::support::{DAY, Tested, add_people, invite, reading, tell, writing};
use crate::{BegunBefore, VaultWork};
use regain_domain::{
    ClaimId, DeviceId, FlowState, FreezeLinkId, HistoryEvent, PersonId, RequestId, Role, SessionId,
};
use regain_storage::contract::samples;
use regain_storage::contract::samples::{
    address, at, digest, entry, flow, flow_id, person_id, session,
};
use regain_storage::contract::support::{OK, append};
use regain_storage::{
    AddressClaim, ContactInvitation, Flow, FreezeLink, HistoryRow, Invitation, KnownDevice,
    PolicyRequest, RoleRequest, Session,
};

async fn sealed_before(
    work: &mut dyn VaultWork,
    seq: u64,
    after: Option<u8>,
    most: u32,
) -> Vec<PersonId> {
    let after = after.map(person_id);
    let rows = work.rows();
    rows.sealed_before(seq, after, most).await.expect(OK)
}

async fn stand(work: &mut dyn VaultWork, about: u8, standing_version: u64) -> u64 {
    let row = HistoryRow {
        standing_version: Some(standing_version),
        ..entry(HistoryEvent::Frozen, Some(about), at(1))
    };
    append(work, row).await.seq
}

/// By manifest or standing, page by page in the order of their ids.
pub async fn s104_people_whose_seal_is_old_are_found(store: Tested) {
    add_people(&store, &[2, 1]).await;
    let mut work = writing(&store).await;
    // Nothing vouches for anything of theirs.
    invite(&mut *work, 4).await;
    invite(&mut *work, 3).await;
    let third = stand(&mut *work, 3, 1).await;
    let rotated = append(&mut *work, entry(HistoryEvent::KeysRotated, None, at(1))).await;
    let people = [1, 2, 3].map(person_id);
    assert_eq!(sealed_before(&mut *work, 1, None, 10).await, []);
    assert_eq!(
        sealed_before(&mut *work, third, None, 10).await,
        people[..2]
    );
    let seq = rotated.seq;
    assert_eq!(sealed_before(&mut *work, seq, None, 10).await, people);
    assert_eq!(sealed_before(&mut *work, seq, None, 2).await, people[..2]);
    assert_eq!(
        sealed_before(&mut *work, seq, Some(1), 2).await,
        people[1..]
    );
    assert_eq!(sealed_before(&mut *work, seq, Some(3), 2).await, []);
}

/// If a newer entry vouches for both of what they have.
pub async fn s104_people_who_were_sealed_anew_are_not_found(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    stand(&mut *work, 1, 1).await;
    let rotated = append(&mut *work, entry(HistoryEvent::KeysRotated, None, at(1))).await;
    let found = sealed_before(&mut *work, rotated.seq, None, 10).await;
    assert_eq!(found, [person_id(1)]);
    let event = HistoryEvent::SealedAnew;
    tell(&mut *work, event, person_id(1), at(2)).await;
    let found = sealed_before(&mut *work, rotated.seq, None, 10).await;
    assert_eq!(found, [person_id(1)], "the standing is as old as before");
    stand(&mut *work, 1, 2).await;
    let found = sealed_before(&mut *work, rotated.seq, None, 10).await;
    assert_eq!(found, []);
}

fn begun(number: u64) -> BegunBefore {
    BegunBefore {
        sessions: number,
        devices: number,
        recoveries: 2 * number,
        invitations: 2 * number,
        links: number,
        requests: 2 * number,
    }
}

/// One of everything that takes a while, all begun at second 10 and over at second 60 at the earliest.
async fn begin_everything(work: &mut dyn VaultWork) {
    let session = Session {
        created_at: at(10),
        ..session(1, 1)
    };
    work.sessions().insert(&session).await.expect(OK);
    let device = KnownDevice {
        id: DeviceId::from_bytes([1; 16]),
        token_digest: digest(1),
        person: person_id(1),
        remembered_until: None,
        wanted_until: None,
        surroundings: Vec::new(),
        created_at: at(10),
        last_used_at: at(10),
        seal: digest(1),
    };
    work.devices().put(&device).await.expect(OK);
    begin_recoveries(work).await;
    let invited = Invitation {
        created_at: at(10),
        ..samples::invitation(3, 3)
    };
    work.invitations().insert(&invited).await.expect(OK);
    contacts::add(work, 11, 1, 5).await;
    let asked = ContactInvitation {
        created_at: at(10),
        ..contacts::invitation(11, 11)
    };
    work.contacts().insert_invitation(&asked).await.expect(OK);
    let link = FreezeLink {
        id: FreezeLinkId::from_bytes([1; 16]),
        person: person_id(1),
        nonce: [1; 16],
        code_digest: digest(1),
        // Thirty days.
        expires_at: at(10 + 30 * DAY),
        ended_at: None,
    };
    work.freeze_links().insert(&link).await.expect(OK);
    begin_requests(work).await;
}

async fn begin_recoveries(work: &mut dyn VaultWork) {
    let recovery = Flow {
        created_at: at(10),
        ..flow(1, Some(1))
    };
    work.recovery().insert_flow(&recovery).await.expect(OK);
    let claim = AddressClaim {
        id: ClaimId::from_bytes([1; 16]),
        person: person_id(1),
        position: 2,
        replaces: None,
        address: address("claimed@example.org"),
        nonce: [1; 16],
        code_digest: digest(1),
        created_at: at(10),
        expires_at: at(100),
        tries: 0,
        consumed_at: None,
        replaced_at: None,
    };
    work.addresses().insert_claim(&claim).await.expect(OK);
}

async fn begin_requests(work: &mut dyn VaultWork) {
    let role = RoleRequest {
        id: RequestId::from_bytes([1; 16]),
        person: person_id(1),
        role: Role::Auditor,
        requested_by: person_id(2),
        requested_at: at(10),
        expires_at: at(100),
        ends_at: at(100),
        seal: digest(1),
    };
    assert!(work.role_requests().insert(&role).await.expect(OK));
    let policy = PolicyRequest {
        id: RequestId::from_bytes([1; 16]),
        content: "{}".to_owned(),
        version: 0,
        requested_by: person_id(2),
        requested_at: at(10),
        expires_at: at(100),
        seal: digest(1),
    };
    assert!(work.policies().request(&policy).await.expect(OK));
}

/// Two enrolled people, of whom the first has begun everything, and one who is invited.
async fn begun_everything(store: &Tested) -> Box<dyn VaultWork> {
    add_people(store, &[1, 2]).await;
    let mut work = writing(store).await;
    let third = samples::person(3);
    work.people().insert(&third).await.expect(OK);
    begin_everything(&mut *work).await;
    work
}

/// What began until then, at the moment itself.
pub async fn s104_what_began_before_is_counted(store: Tested) {
    let mut work = begun_everything(&store).await;
    work.commit().await.expect(OK);
    work = reading(&store).await;
    let rows = work.rows();
    for (before, count) in [(9, 0), (10, 1)] {
        let answer = rows.begun_before(at(before), at(50)).await;
        assert_eq!(answer.expect(OK), begun(count), "{before}");
    }
}

/// What has expired doesn't count, each after a time of its own.
pub async fn s104_what_has_expired_is_not_counted(store: Tested) {
    let mut work = begun_everything(&store).await;
    let rows = work.rows();
    let expired = BegunBefore {
        sessions: 1,
        devices: 1,
        links: 1,
        ..BegunBefore::default()
    };
    let answer = rows.begun_before(at(10), at(100)).await;
    assert_eq!(answer.expect(OK), expired);
    let after = at(10 + 365 * DAY);
    let answer = rows.begun_before(at(10), after).await;
    assert_eq!(answer.expect(OK), BegunBefore::default());
}

/// What its owner has finished or ended doesn't count either.
pub async fn s104_what_is_finished_is_not_counted(store: Tested) {
    let mut work = begun_everything(&store).await;
    let session = SessionId::from_bytes([1; 16]);
    assert!(work.sessions().end(session).await.expect(OK));
    let forgotten = work.devices().forget_all_of(person_id(1)).await;
    assert_eq!(forgotten.expect(OK), 1);
    assert!(work.recovery().cancel(flow_id(1)).await.expect(OK));
    let flow = work.recovery().flow(flow_id(1)).await.expect(OK);
    assert_eq!(flow.map(|flow| flow.state), Some(FlowState::Cancelled));
    let replaced = work.addresses().replace_claims(person_id(1), at(20)).await;
    assert_eq!(replaced.expect(OK), 1);
    let invitations = work.invitations();
    let replaced = invitations.replace_open(person_id(3), at(20)).await;
    assert_eq!(replaced.expect(OK), 1);
    let contact = contacts::id(11);
    let replaced = work.contacts().replace_invitations(contact, at(20)).await;
    assert_eq!(replaced.expect(OK), 1);
    let ended = work.freeze_links().end_all_of(person_id(1), at(20)).await;
    assert_eq!(ended.expect(OK), 1);
    let request = RequestId::from_bytes([1; 16]);
    let by = person_id(2);
    let decided = work
        .role_requests()
        .decide(request, by, false, at(20))
        .await;
    assert!(decided.expect(OK));
    let decided = work.policies().decide(request, by, false, at(20)).await;
    assert!(decided.expect(OK));
    let answer = work.rows().begun_before(at(10), at(50)).await;
    assert_eq!(answer.expect(OK), BegunBefore::default());
}
