//! Requests for roles.

use super::samples::{at, digest, person_id};
use super::support::{AT_ONCE, OK, Tested, add_people, at_once, reading, winners, writing};
use crate::{RoleRequest, Work};
use regain_domain::{RequestId, Role};

fn id(number: u8) -> RequestId {
    RequestId::from_bytes([number; 16])
}

/// A request of the ninth person for another, from second `from` on for 100 seconds.
fn request(number: u8, of: u8, from: i64) -> RoleRequest {
    RoleRequest {
        id: id(number),
        person: person_id(of),
        role: Role::UserAdministrator,
        requested_by: person_id(9),
        requested_at: at(from),
        expires_at: at(from + 100),
        ends_at: at(from + 100),
        seal: digest(number),
    }
}

async fn add(store: &Tested, requests: &[RoleRequest]) {
    add_people(store, &[1, 2, 8, 9]).await;
    let mut work = writing(store).await;
    for request in requests {
        assert!(work.role_requests().insert(request).await.expect(OK));
    }
    work.commit().await.expect(OK);
}

async fn decide(work: &mut dyn Work, number: u8, second: i64) -> bool {
    work.role_requests()
        .decide(id(number), person_id(8), true, at(second))
        .await
        .expect(OK)
}

/// By its id, and among all that wait, oldest first.
pub async fn a_request_is_read_back_whole(store: Tested) {
    let first = RoleRequest {
        role: Role::Auditor,
        ..request(3, 1, 0)
    };
    add(&store, &[first, request(2, 2, 0)]).await;
    let mut work = reading(&store).await;
    let requests = work.role_requests();
    assert_eq!(requests.open(id(3), at(1)).await.expect(OK), Some(first));
    assert_eq!(requests.open(id(9), at(1)).await.expect(OK), None);
    assert_eq!(
        requests.waiting(at(1)).await.expect(OK),
        [first, request(2, 2, 0)]
    );
}

/// Until its expiry.
pub async fn s17_a_request_waits_for_a_while(store: Tested) {
    add(&store, &[request(1, 1, 0), request(2, 2, 50)]).await;
    let mut work = writing(&store).await;
    let requests = work.role_requests();
    assert!(requests.open(id(1), at(99)).await.expect(OK).is_some());
    assert_eq!(requests.open(id(1), at(100)).await.expect(OK), None);
    assert_eq!(
        requests.waiting(at(100)).await.expect(OK),
        [request(2, 2, 50)]
    );
    assert!(!decide(&mut *work, 1, 100).await, "over");
    assert!(decide(&mut *work, 1, 99).await);
}

/// Until then no other can wait for the same person; a refused insertion changes nothing.
pub async fn one_request_waits_for_each_person(store: Tested) {
    add(&store, &[request(1, 1, 0), request(2, 2, 0)]).await;
    let mut work = writing(&store).await;
    let requests = work.role_requests();
    assert!(!requests.insert(&request(3, 1, 99)).await.expect(OK));
    assert_eq!(
        requests.waiting(at(99)).await.expect(OK),
        [request(1, 1, 0), request(2, 2, 0)]
    );
    assert!(requests.insert(&request(3, 1, 100)).await.expect(OK));
    assert!(decide(&mut *work, 2, 50).await);
    let requests = work.role_requests();
    assert!(
        requests.insert(&request(4, 2, 51)).await.expect(OK),
        "a decided one makes room"
    );
}

/// Granted or not; afterwards it no longer waits.
pub async fn s17_a_request_is_decided_once(store: Tested) {
    add(&store, &[request(1, 1, 0), request(2, 2, 0)]).await;
    let mut work = writing(&store).await;
    let requests = work.role_requests();
    // The requester may withdraw it.
    let by_requester = requests.decide(id(1), person_id(9), false, at(1)).await;
    assert!(by_requester.expect(OK));
    assert!(!decide(&mut *work, 1, 1).await, "twice");
    assert!(!decide(&mut *work, 9, 1).await, "unknown");
    let requests = work.role_requests();
    assert_eq!(requests.open(id(1), at(1)).await.expect(OK), None);
    assert_eq!(requests.waiting(at(1)).await.expect(OK), [request(2, 2, 0)]);
}

/// If many decide at once, one succeeds.
pub async fn s17_one_of_fifty_decisions_about_a_role_wins(store: Tested) {
    add(&store, &[request(1, 1, 0)]).await;
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = decide(&mut *work, 1, 1).await;
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// Whoever requests a role doesn't grant it.
pub async fn the_requester_grants_nothing(store: Tested) {
    add(&store, &[request(1, 1, 0)]).await;
    let mut work = writing(&store).await;
    let requests = work.role_requests();
    let answer = requests.decide(id(1), person_id(9), true, at(1)).await;
    assert!(answer.is_err());
    drop(work);
    let mut work = reading(&store).await;
    let waits = work.role_requests().open(id(1), at(1)).await.expect(OK);
    assert_eq!(waits, Some(request(1, 1, 0)));
}

/// Its time runs from when the clock is right, and isn't stored anew.
pub async fn s16_a_request_of_the_future_waits_no_longer_than_others(store: Tested) {
    add(&store, &[request(1, 1, 1000)]).await;
    let mut work = writing(&store).await;
    let requests = work.role_requests();
    let corrected = RoleRequest {
        ends_at: at(110),
        ..request(1, 1, 1000)
    };
    assert_eq!(
        requests.open(id(1), at(10)).await.expect(OK),
        Some(corrected)
    );
    assert_eq!(requests.waiting(at(10)).await.expect(OK), [corrected]);
}
