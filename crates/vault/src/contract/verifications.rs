//! Pending second factors; they need a password, and so are here.

use super::support::{Tested, add_people, finished, invite, reading, verification, writing};
use regain_domain::{Factor, SessionId, Timestamp, VerificationId};
use regain_storage::contract::samples::{at, digest, person_id};
use regain_storage::contract::support::{AT_ONCE, OK, all_at_once, refused, set_disabled, winners};
use regain_storage::{Purpose, Verification, Work};
use std::sync::Arc;

fn id(number: u8) -> VerificationId {
    VerificationId::from_bytes([number; 16])
}

async fn add(work: &mut dyn Work, all: &[Verification]) {
    for verification in all {
        work.verifications().insert(verification).await.expect(OK);
    }
}

async fn finish(work: &mut dyn Work, number: u8, second: i64) -> bool {
    let end = finished(at(second), Factor::Passkey);
    work.verifications()
        .finish(id(number), &end)
        .await
        .expect(OK)
}

async fn confirmed(work: &mut dyn Work, session: u8) -> Option<VerificationId> {
    let session = SessionId::from_bytes([session; 16]);
    let newest = work.verifications().confirmed_in(session).await.expect(OK);
    newest.map(|verification| verification.id)
}

/// By the digest of its token, in any state.
pub async fn s45_a_verification_is_read_back_whole(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let sign_in = Verification {
        purpose: Purpose::SignIn,
        keep: true,
        ..verification(1, 1)
    };
    let confirming = Verification {
        earlier: Some(Factor::SavedCode),
        ..verification(2, 1)
    };
    add(&mut *work, &[sign_in.clone(), confirming.clone()]).await;
    assert!(finish(&mut *work, 2, 5).await);
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let verifications = work.verifications();
    assert_eq!(
        verifications.by_token(&digest(1)).await.expect(OK),
        Some(sign_in)
    );
    let over = Verification {
        finished: Some(finished(at(5), Factor::Passkey)),
        ..confirming
    };
    assert_eq!(
        verifications.by_token(&digest(2)).await.expect(OK),
        Some(over)
    );
    assert_eq!(verifications.by_token(&digest(3)).await.expect(OK), None);
}

/// One token is one verification.
pub async fn s11_a_token_is_for_one_verification(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, &[verification(1, 1)]).await;
    let same_token = Verification {
        token_digest: digest(1),
        ..verification(2, 1)
    };
    assert!(refused(&work.verifications().insert(&same_token).await));
}

/// The password that is stored, of that person, while they are active.
pub async fn s45_a_verification_needs_the_current_password(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    invite(&mut *work, 3).await;
    assert!(set_disabled(&mut *work, 2, true).await);
    work.commit().await.expect(OK);
    let of_another = Verification {
        password: verification(1, 2).password,
        ..verification(1, 1)
    };
    for wrong in [of_another, verification(1, 2), verification(1, 3)] {
        let mut work = writing(&store).await;
        let answer = work.verifications().insert(&wrong).await;
        assert!(refused(&answer), "{wrong:?}");
    }
}

/// Before they are checked, up to the most, while it is open.
pub async fn s60_a_verification_counts_its_tries(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, &[verification(1, 1), verification(2, 1)]).await;
    for (number, second, counted) in [
        (1, 1, Some(1)),
        (1, 60, None),
        (1, 59, Some(2)),
        (1, 2, None),
        (2, 2, Some(1)),
        (9, 2, None),
    ] {
        let verifications = work.verifications();
        let count = verifications.count_try(id(number), 2, at(second)).await;
        assert_eq!(count.expect(OK), counted, "{number} at {second}");
    }
    assert!(finish(&mut *work, 2, 3).await);
    let verifications = work.verifications();
    let count = verifications.count_try(id(2), 2, at(3)).await;
    assert_eq!(count.expect(OK), None, "finished");
    let tried = verifications.by_token(&digest(1)).await.expect(OK);
    assert_eq!(tried.map(|verification| verification.tries), Some(2));
}

/// Within its lifetime.
pub async fn s17_a_verification_is_finished_once_and_in_time(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, &[verification(1, 1), verification(2, 1)]).await;
    assert!(!finish(&mut *work, 1, 60).await, "over");
    assert!(!finish(&mut *work, 9, 1).await, "unknown");
    assert!(finish(&mut *work, 1, 59).await);
    assert!(!finish(&mut *work, 1, 59).await, "twice");
    let other = work.verifications().by_token(&digest(2)).await.expect(OK);
    assert_eq!(other, Some(verification(2, 1)));
}

/// If many finish it at once, one succeeds.
pub async fn s17_one_of_fifty_verifications_wins(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, &[verification(1, 1)]).await;
    work.commit().await.expect(OK);
    let answers = all_at_once(AT_ONCE, || {
        let store = Arc::clone(&store);
        async move {
            let mut work = writing(&store).await;
            let won = finish(&mut *work, 1, 1).await;
            work.commit().await.expect(OK);
            won
        }
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// In this session, if it was finished.
pub async fn s45_the_newest_confirmation_of_a_session_is_found(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let sign_in = Verification {
        purpose: Purpose::SignIn,
        ..verification(5, 1)
    };
    let all = [
        verification(1, 1),
        verification(2, 1),
        verification(3, 1),
        verification(4, 2),
        sign_in,
    ];
    add(&mut *work, &all).await;
    assert_eq!(confirmed(&mut *work, 1).await, None);
    for (number, second) in [(1, 10), (2, 10), (4, 20), (5, 20)] {
        assert!(finish(&mut *work, number, second).await);
    }
    assert_eq!(confirmed(&mut *work, 1).await, Some(id(2)));
    assert_eq!(confirmed(&mut *work, 2).await, Some(id(4)));
    assert_eq!(confirmed(&mut *work, 3).await, None);
}

/// Finished or not; of one person, and then of everybody.
pub async fn s21_all_verifications_end(store: Tested) {
    add_people(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    let all = [
        verification(1, 1),
        verification(2, 1),
        verification(3, 2),
        verification(4, 3),
    ];
    add(&mut *work, &all).await;
    assert!(finish(&mut *work, 1, 1).await);
    let verifications = work.verifications();
    for ended in [2, 0] {
        let answer = verifications.end_all_of(person_id(1)).await;
        assert_eq!(answer.expect(OK), ended);
    }
    let other = verifications.by_token(&digest(3)).await.expect(OK);
    assert_eq!(other, Some(verification(3, 2)));
    assert_eq!(verifications.end_all().await.expect(OK), 2);
    assert_eq!(verifications.by_token(&digest(3)).await.expect(OK), None);
}

fn begun(number: u8, when: Timestamp) -> Verification {
    Verification {
        created_at: when,
        expires_at: at(500),
        ..verification(number, 1)
    }
}

/// By their beginning.
pub async fn old_verifications_are_forgotten(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, &[begun(1, at(9)), begun(2, at(10))]).await;
    let verifications = work.verifications();
    assert_eq!(verifications.forget_older(at(10)).await.expect(OK), 1);
    assert_eq!(verifications.by_token(&digest(1)).await.expect(OK), None);
    let left = verifications.by_token(&digest(2)).await.expect(OK);
    assert!(left.is_some());
}

/// Beyond the five seconds by which clocks differ.
pub async fn s16_a_verification_of_the_future_ends(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    add(&mut *work, &[begun(1, at(106)), begun(2, at(105))]).await;
    assert_eq!(work.end_ahead(at(100), false).await.expect(OK), 1);
    let verifications = work.verifications();
    assert_eq!(verifications.by_token(&digest(1)).await.expect(OK), None);
    let left = verifications.by_token(&digest(2)).await.expect(OK);
    assert!(left.is_some());
}
