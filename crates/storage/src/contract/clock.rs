//! What lies ahead because a clock did.

use super::samples::{address, at, digest, flow, flow_id, invitation, person_id, session};
use super::support::{OK, Tested, activate, add_people, reading, writing};
use crate::{AddressClaim, AheadEffect, Flow, Invitation, Session, Work};
use regain_domain::{ClaimId, FlowState};

/// When the clock has been set back to.
const NOW: i64 = 100;

/// A session, a recovery, an open claim and an invitation of one active person, each begun at this second.
async fn begin(work: &mut dyn Work, number: u8, second: i64) {
    let session = Session {
        created_at: at(second),
        last_seen_at: at(second),
        ..session(number, number)
    };
    work.sessions().insert(&session).await.expect(OK);
    let flow = Flow {
        created_at: at(second),
        expires_at: at(second + 100),
        ..flow(number, Some(number))
    };
    work.recovery().insert_flow(&flow).await.expect(OK);
    let claim = AddressClaim {
        id: ClaimId::from_bytes([number; 16]),
        person: person_id(number),
        position: 2,
        replaces: None,
        address: address("claimed@example.org"),
        nonce: [number; 16],
        code_digest: digest(number),
        created_at: at(second),
        expires_at: at(second + 100),
        tries: 0,
        consumed_at: None,
        replaced_at: None,
    };
    work.addresses().insert_claim(&claim).await.expect(OK);
    let invitation = Invitation {
        created_at: at(second),
        expires_at: at(second + 100),
        ..invitation(number, number)
    };
    work.invitations().insert(&invitation).await.expect(OK);
}

/// Whether session, recovery, claim and invitation of a person go on.
async fn go_on(work: &mut dyn Work, number: u8) -> [bool; 4] {
    let session = work.sessions().by_token(&digest(number)).await.expect(OK);
    let flow = work.recovery().flow(flow_id(number)).await.expect(OK);
    let claim = work
        .addresses()
        .claim(ClaimId::from_bytes([number; 16]))
        .await
        .expect(OK);
    let invitation = work
        .invitations()
        .open_of(person_id(number))
        .await
        .expect(OK);
    [
        session.is_some(),
        flow.is_some_and(|flow| flow.state == FlowState::Started),
        claim.is_some_and(|claim| claim.is_open()),
        invitation.is_some(),
    ]
}

/// One active person whose things lie ahead, and one whose things don't.
async fn people(store: &Tested) -> Box<dyn Work> {
    add_people(store, &[1, 2]).await;
    let mut work = writing(store).await;
    for (number, second) in [(1, NOW + 6), (2, NOW + 5)] {
        assert!(activate(&mut *work, number, at(0)).await);
        begin(&mut *work, number, second).await;
    }
    work
}

/// Beyond the five seconds by which clocks differ; invitations only if the clock is known to be right.
pub async fn s16_what_lies_ahead_ends(store: Tested) {
    let mut work = people(&store).await;
    assert_eq!(work.end_ahead(at(NOW), false).await.expect(OK), 3);
    assert_eq!(go_on(&mut *work, 1).await, [false, false, false, true]);
    assert_eq!(work.end_ahead(at(NOW), true).await.expect(OK), 1);
    assert_eq!(go_on(&mut *work, 1).await, [false; 4]);
    assert_eq!(work.end_ahead(at(NOW), true).await.expect(OK), 0);
    assert_eq!(go_on(&mut *work, 2).await, [true; 4]);
}

/// Its last use decides as well as its beginning.
pub async fn s16_a_session_used_in_the_future_ends(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let used = Session {
        last_seen_at: at(NOW + 6),
        ..session(1, 1)
    };
    work.sessions().insert(&used).await.expect(OK);
    assert_eq!(work.end_ahead(at(NOW), false).await.expect(OK), 1);
    assert_eq!(work.sessions().by_token(&digest(1)).await.expect(OK), None);
}

/// What has ended before isn't ended again.
pub async fn s16_what_is_over_is_not_ended_again(store: Tested) {
    let mut work = people(&store).await;
    assert!(work.recovery().cancel(flow_id(1)).await.expect(OK));
    let claim = ClaimId::from_bytes([1; 16]);
    let replaced = work.addresses().replace_claims(person_id(1), at(NOW)).await;
    assert_eq!(replaced.expect(OK), 1);
    let invitations = work.invitations();
    let replaced = invitations.replace_open(person_id(1), at(NOW + 1)).await;
    assert_eq!(replaced.expect(OK), 1);
    assert_eq!(
        work.end_ahead(at(NOW + 1), true).await.expect(OK),
        0,
        "nothing but the session could, and that is near enough"
    );
    assert_eq!(work.end_ahead(at(NOW), true).await.expect(OK), 1);
    let claim = work.addresses().claim(claim).await.expect(OK);
    assert_eq!(claim.and_then(|claim| claim.replaced_at), Some(at(NOW)));
}

/// Operators are told how many rows lie ahead, how far and with which effect; nothing changes.
pub async fn what_lies_ahead_is_counted(store: Tested) {
    assert_eq!(store.ahead(at(NOW)).await.expect(OK), []);
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    for (number, second) in [(1, NOW + 5), (2, NOW + 6), (3, NOW + 600)] {
        let session = Session {
            created_at: at(second),
            ..session(number, 1)
        };
        work.sessions().insert(&session).await.expect(OK);
    }
    work.commit().await.expect(OK);
    let ahead = store.ahead(at(NOW)).await.expect(OK);
    let [sessions] = ahead.as_slice() else {
        panic!("{ahead:?}");
    };
    assert_eq!(
        (sessions.rows, sessions.furthest, sessions.effect),
        (2, at(NOW + 600), AheadEffect::Over)
    );
    let mut work = reading(&store).await;
    let sessions = work.sessions().of_person(person_id(1)).await.expect(OK);
    assert_eq!(sessions.len(), 3);
}
