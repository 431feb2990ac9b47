//! Challenges: met once and in time.

use super::samples::{at, challenge, challenge_id, digest, flow_id, proof};
use super::support::{AT_ONCE, OK, Tested, add_flows, at_once, reading, refused, winners, writing};
use crate::Challenge;
use regain_domain::ProofClass::{MailedCode, SavedCode};

/// A store with a recovery of the first person, and a challenge of it for a mailed code.
pub(super) async fn with_challenge(store: &Tested) {
    add_flows(store, &[1]).await;
    let mut work = writing(store).await;
    work.recovery()
        .insert_challenge(&challenge(1, 1, Some(1), MailedCode))
        .await
        .expect(OK);
    work.commit().await.expect(OK);
}

/// Everything is read back; lists begin with the newest, even within the same millisecond.
pub async fn a_challenge_is_read_back_whole_and_the_newest_is_first(store: Tested) {
    add_flows(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    let mailed = Challenge {
        link_digest: Some(digest(99)),
        ..challenge(9, 1, Some(1), MailedCode)
    };
    let saved = Challenge {
        code_digest: None,
        ..challenge(5, 1, Some(1), SavedCode)
    };
    let nobodys = challenge(7, 1, None, MailedCode);
    for challenge in [&mailed, &saved, &nobodys] {
        recovery.insert_challenge(challenge).await.expect(OK);
        assert_eq!(
            recovery.challenge(challenge.id).await.expect(OK).as_ref(),
            Some(challenge)
        );
    }
    assert_eq!(
        recovery.challenges(flow_id(1)).await.expect(OK),
        [nobodys, saved, mailed]
    );
    assert_eq!(recovery.challenges(flow_id(2)).await.expect(OK), []);
    assert_eq!(recovery.challenge(challenge_id(1)).await.expect(OK), None);
    assert!(
        refused(
            &recovery
                .insert_challenge(&challenge(1, 8, None, MailedCode))
                .await
        ),
        "of no recovery"
    );
}

/// A challenge in the future would last longer than intended: it can be neither tried nor met before its time comes.
pub async fn s16_a_challenge_of_the_future_is_over(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    let ahead = Challenge {
        created_at: at(100),
        expires_at: at(160),
        ..challenge(1, 1, Some(1), MailedCode)
    };
    recovery.insert_challenge(&ahead).await.expect(OK);
    for (now, open) in [(94, false), (95, true), (159, true), (160, false)] {
        let tried = recovery
            .count_try(flow_id(1), MailedCode, 9, at(now))
            .await
            .expect(OK);
        assert_eq!(
            (tried.len() == 1, ahead.is_open(at(now))),
            (open, open),
            "{now}"
        );
    }
    assert!(!recovery.consume(ahead.id, at(94)).await.expect(OK));
    assert!(
        recovery.consume(ahead.id, at(95)).await.expect(OK),
        "clocks differ"
    );
}

/// At the time of its end, it can be neither tried nor met.
pub async fn s16_a_challenge_is_over_at_its_end(store: Tested) {
    with_challenge(&store).await;
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 5, at(60))
            .await
            .expect(OK),
        []
    );
    assert!(!recovery.consume(challenge_id(1), at(60)).await.expect(OK));
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 5, at(59))
            .await
            .expect(OK),
        [challenge_id(1)]
    );
    assert!(recovery.consume(challenge_id(1), at(59)).await.expect(OK));
}

/// Once; after that, no try is counted either.
pub async fn s17_a_challenge_is_met_once(store: Tested) {
    with_challenge(&store).await;
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    assert!(recovery.consume(challenge_id(1), at(1)).await.expect(OK));
    assert!(!recovery.consume(challenge_id(1), at(1)).await.expect(OK));
    assert!(
        !recovery.consume(challenge_id(9), at(1)).await.expect(OK),
        "unknown"
    );
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 5, at(2))
            .await
            .expect(OK),
        []
    );
    let met = recovery
        .challenge(challenge_id(1))
        .await
        .expect(OK)
        .expect("a challenge");
    assert_eq!(
        (met.consumed_at, met.replaced_at, met.tries),
        (Some(at(1)), None, 0)
    );
}

/// If many redeem a code at once, one succeeds.
pub async fn s17_one_of_fifty_redemptions_wins(store: Tested) {
    with_challenge(&store).await;
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let won = work
            .recovery()
            .consume(challenge_id(1), at(1))
            .await
            .expect(OK);
        if won {
            work.recovery()
                .insert_proof(&proof(1, 1, 1, MailedCode, at(1)))
                .await
                .expect(OK);
        }
        (work, won)
    })
    .await;
    assert_eq!(winners(&answers), 1);
    assert_eq!(
        reading(&store)
            .await
            .recovery()
            .proofs(flow_id(1))
            .await
            .expect(OK)
            .len(),
        1
    );
}

/// Replaces the open challenges of the class in this recovery; a replaced one is over.
pub async fn a_newer_challenge_takes_the_place_of_its_class(store: Tested) {
    add_flows(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    for (number, flow, class) in [
        (1, 1, MailedCode),
        (2, 1, MailedCode),
        (3, 1, SavedCode),
        (4, 2, MailedCode),
        (5, 1, MailedCode),
    ] {
        recovery
            .insert_challenge(&challenge(number, flow, Some(1), class))
            .await
            .expect(OK);
    }
    assert!(recovery.consume(challenge_id(1), at(1)).await.expect(OK));
    assert_eq!(
        recovery
            .replace_challenges(flow_id(1), MailedCode, at(2))
            .await
            .expect(OK),
        2
    );
    assert_eq!(
        recovery
            .replace_challenges(flow_id(1), MailedCode, at(3))
            .await
            .expect(OK),
        0
    );
    for (number, replaced_at) in [
        (1, None),
        (2, Some(at(2))),
        (3, None),
        (4, None),
        (5, Some(at(2))),
    ] {
        let found = recovery
            .challenge(challenge_id(number))
            .await
            .expect(OK)
            .expect("a challenge");
        assert_eq!(found.replaced_at, replaced_at, "{number}");
    }
    assert!(!recovery.consume(challenge_id(2), at(3)).await.expect(OK));
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 5, at(3))
            .await
            .expect(OK),
        []
    );
    assert!(recovery.consume(challenge_id(3), at(3)).await.expect(OK));
}
