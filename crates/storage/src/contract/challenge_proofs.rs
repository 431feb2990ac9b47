//! Proofs of challenges, and the person whom they are of.

use super::challenges::with_challenge;
use super::samples::{at, challenge, challenge_id, flow, flow_id, proof};
use super::support::{OK, Tested, add_flows, add_people, reading, refused, writing};
use crate::{Challenge, Proof};
use regain_domain::ProofClass::{MailedCode, SavedCode};

/// Tries are counted as for everybody, but it can't be met.
pub async fn s3_a_challenge_of_nobody_is_never_met(store: Tested) {
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    recovery.insert_flow(&flow(1, None)).await.expect(OK);
    recovery
        .insert_challenge(&challenge(1, 1, None, MailedCode))
        .await
        .expect(OK);
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 5, at(1))
            .await
            .expect(OK),
        [challenge_id(1)]
    );
    assert!(!recovery.consume(challenge_id(1), at(1)).await.expect(OK));
    assert_eq!(
        recovery
            .challenge(challenge_id(1))
            .await
            .expect(OK)
            .expect("a challenge")
            .consumed_at,
        None
    );
}

/// The database accepts a proof only for the challenge that was met, once.
pub async fn s11_a_proof_needs_its_challenge_met_at_that_moment(store: Tested) {
    with_challenge(&store).await;
    add_people(&store, &[2]).await;
    let good = proof(1, 1, 1, MailedCode, at(1));
    let mut work = writing(&store).await;
    work.recovery()
        .insert_flow(&flow(2, Some(1)))
        .await
        .expect(OK);
    assert!(
        refused(&work.recovery().insert_proof(&good).await),
        "not met"
    );
    drop(work);
    let mut work = writing(&store).await;
    work.recovery()
        .insert_flow(&flow(2, Some(1)))
        .await
        .expect(OK);
    assert!(
        work.recovery()
            .consume(challenge_id(1), at(1))
            .await
            .expect(OK)
    );
    work.commit().await.expect(OK);
    for (why, bad) in [
        ("another person", proof(1, 1, 2, MailedCode, at(1))),
        ("another recovery", proof(1, 2, 1, MailedCode, at(1))),
        ("another class", proof(1, 1, 1, SavedCode, at(1))),
        ("another moment", proof(1, 1, 1, MailedCode, at(2))),
        ("another challenge", proof(9, 1, 1, MailedCode, at(1))),
    ] {
        assert!(
            refused(&writing(&store).await.recovery().insert_proof(&bad).await),
            "{why}"
        );
    }
    let mut work = writing(&store).await;
    work.recovery().insert_proof(&good).await.expect(OK);
    work.commit().await.expect(OK);
    let again = Proof {
        id: regain_domain::ProofId::from_bytes([77; 16]),
        ..good.clone()
    };
    assert!(
        refused(&writing(&store).await.recovery().insert_proof(&again).await),
        "twice"
    );
    assert_eq!(
        reading(&store)
            .await
            .recovery()
            .proofs(flow_id(1))
            .await
            .expect(OK),
        [good]
    );
}

/// Nobody can replace the recovery's person, and no challenge begins as met.
pub async fn s10_a_challenge_belongs_to_the_person_of_its_recovery(store: Tested) {
    add_flows(&store, &[1]).await;
    add_people(&store, &[2]).await;
    let own = challenge(1, 1, Some(1), MailedCode);
    for (why, bad) in [
        ("another person", challenge(1, 1, Some(2), MailedCode)),
        (
            "met from the start",
            Challenge {
                consumed_at: Some(at(1)),
                ..own.clone()
            },
        ),
        (
            "tried from the start",
            Challenge {
                tries: 1,
                ..own.clone()
            },
        ),
    ] {
        assert!(
            refused(
                &writing(&store)
                    .await
                    .recovery()
                    .insert_challenge(&bad)
                    .await
            ),
            "{why}"
        );
    }
    writing(&store)
        .await
        .recovery()
        .insert_challenge(&own)
        .await
        .expect(OK);
}
