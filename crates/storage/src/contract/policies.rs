//! Policies, and requests for them.

use super::samples::{at, digest, person_id};
use super::support::{
    AT_ONCE, OK, Tested, add_people, at_once, reading, refused, winners, writing,
};
use crate::{PolicyRequest, PolicyRow};
use regain_domain::RequestId;

fn policy(version: u64) -> PolicyRow {
    PolicyRow {
        version,
        content: format!("password_min={}", 20 + version),
        before: "password_min=12".to_owned(),
        loosens: true,
        requested_by: person_id(1),
        decided_by: person_id(2),
        decided_at: at(5),
        effective_at: at(9),
        seal: digest(7),
    }
}

fn request(number: u8, seconds: i64) -> PolicyRequest {
    PolicyRequest {
        id: RequestId::from_bytes([number; 16]),
        content: "password_min=8".to_owned(),
        version: 3,
        requested_by: person_id(1),
        requested_at: at(seconds),
        expires_at: at(seconds + 100),
        seal: digest(number),
    }
}

/// Read back whole. Out of order: `false`. One that loosens, by a single administrator: an error.
pub async fn s82_policies_follow_each_other_and_the_newest_is_found(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    assert_eq!(work.policies().newest().await.expect(OK), None);
    assert!(
        !work.policies().insert(&policy(2)).await.expect(OK),
        "out of turn"
    );
    assert!(work.policies().insert(&policy(1)).await.expect(OK));
    assert!(
        !work.policies().insert(&policy(1)).await.expect(OK),
        "again"
    );
    assert!(work.policies().insert(&policy(2)).await.expect(OK));
    work.commit().await.expect(OK);
    assert_eq!(
        reading(&store).await.policies().newest().await.expect(OK),
        Some(policy(2))
    );
    let mut work = writing(&store).await;
    let alone = PolicyRow {
        decided_by: person_id(1),
        ..policy(3)
    };
    assert!(refused(&work.policies().insert(&alone).await));
}

/// Within its lifetime, by somebody else if it is granted; after that, the next one may wait.
pub async fn s82_one_request_waits_and_is_decided_once_in_time(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let policies = work.policies();
    assert!(policies.request(&request(1, 0)).await.expect(OK));
    assert!(
        !policies.request(&request(2, 50)).await.expect(OK),
        "one waits"
    );
    assert_eq!(
        policies.waiting(at(99)).await.expect(OK),
        Some(request(1, 0))
    );
    assert_eq!(policies.waiting(at(100)).await.expect(OK), None, "over");
    assert!(
        !policies
            .decide(request(1, 0).id, person_id(2), true, at(100))
            .await
            .expect(OK),
        "over"
    );
    assert!(
        !policies
            .decide(request(2, 0).id, person_id(2), true, at(5))
            .await
            .expect(OK),
        "another"
    );
    assert!(
        policies
            .decide(request(1, 0).id, person_id(2), true, at(5))
            .await
            .expect(OK)
    );
    assert!(
        !policies
            .decide(request(1, 0).id, person_id(2), false, at(6))
            .await
            .expect(OK),
        "once"
    );
    assert_eq!(policies.waiting(at(6)).await.expect(OK), None);
    assert!(policies.request(&request(2, 50)).await.expect(OK));
    assert!(
        policies.request(&request(3, 150)).await.expect(OK),
        "the second one ended by itself"
    );
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    assert!(
        refused(
            &work
                .policies()
                .decide(request(3, 0).id, person_id(1), true, at(160))
                .await
        ),
        "by who asked"
    );
}

/// Fifty administrators decide at once.
pub async fn s17_one_of_fifty_decisions_about_a_policy_wins(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    assert!(work.policies().request(&request(1, 0)).await.expect(OK));
    work.commit().await.expect(OK);
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = work
            .policies()
            .decide(request(1, 0).id, person_id(2), true, at(5))
            .await
            .expect(OK);
        (work, won)
    });
    assert_eq!(winners(&answers.await), 1);
}
