//! Tries at challenges, which are counted before anything is compared (S60).

use super::challenges::with_challenge;
use super::samples::{at, challenge, challenge_id, flow_id};
use super::support::{OK, Tested, at_once, reading, writing};
use regain_domain::ProofClass::{MailedCode, SavedCode};

/// Each try has its number; after the limit, none is counted.
pub async fn s60_tries_are_counted_up_to_the_most(store: Tested) {
    with_challenge(&store).await;
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    for _ in 0..3 {
        assert_eq!(
            recovery
                .count_try(flow_id(1), MailedCode, 3, at(1))
                .await
                .expect(OK),
            [challenge_id(1)]
        );
    }
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 3, at(1))
            .await
            .expect(OK),
        []
    );
    assert_eq!(
        recovery
            .count_try(flow_id(1), SavedCode, 3, at(1))
            .await
            .expect(OK),
        [],
        "of another class"
    );
    assert_eq!(
        recovery
            .count_try(flow_id(9), MailedCode, 3, at(1))
            .await
            .expect(OK),
        [],
        "unknown"
    );
    assert_eq!(
        recovery
            .challenge(challenge_id(1))
            .await
            .expect(OK)
            .expect("a challenge")
            .tries,
        3
    );
}

/// A newer challenge beside an older one gives no more tries at the older one.
pub async fn s60_a_try_is_one_of_every_open_challenge_of_its_class(store: Tested) {
    with_challenge(&store).await;
    let mut work = writing(&store).await;
    let recovery = work.recovery();
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 2, at(1))
            .await
            .expect(OK),
        [challenge_id(1)]
    );
    recovery
        .insert_challenge(&challenge(2, 1, Some(1), MailedCode))
        .await
        .expect(OK);
    recovery
        .insert_challenge(&challenge(3, 1, Some(1), SavedCode))
        .await
        .expect(OK);
    let mut counted = recovery
        .count_try(flow_id(1), MailedCode, 2, at(1))
        .await
        .expect(OK);
    counted.sort();
    assert_eq!(counted, [challenge_id(1), challenge_id(2)]);
    assert_eq!(
        recovery
            .count_try(flow_id(1), MailedCode, 2, at(1))
            .await
            .expect(OK),
        [challenge_id(2)]
    );
    for (number, tries) in [(1, 2), (2, 2), (3, 0)] {
        let found = recovery
            .challenge(challenge_id(number))
            .await
            .expect(OK)
            .expect("a challenge");
        assert_eq!(found.tries, tries, "{number}");
    }
}

/// Counting comes first, so parallel tries gain nothing.
pub async fn s60_of_two_hundred_tries_at_once_five_are_counted(store: Tested) {
    with_challenge(&store).await;
    let mut answers = at_once(&store, 200, |mut work| async move {
        let counted = work
            .recovery()
            .count_try(flow_id(1), MailedCode, 5, at(1))
            .await
            .expect(OK);
        (work, counted)
    })
    .await;
    answers.retain(|counted| !counted.is_empty());
    assert_eq!(answers.len(), 5);
    assert_eq!(
        reading(&store)
            .await
            .recovery()
            .challenge(challenge_id(1))
            .await
            .expect(OK)
            .expect("one")
            .tries,
        5
    );
}
