//! Answered questions for passkeys.

use super::samples::{at, digest};
use super::support::{AT_ONCE, OK, Tested, at_once, reading, refused, winners, writing};

/// Once, and each question by itself.
pub async fn s42_a_question_is_answered_once(store: Tested) {
    let mut work = writing(&store).await;
    let passkeys = work.passkeys();
    for (question, first) in [(1, true), (1, false), (2, true)] {
        let answer = passkeys.answer(&digest(question), at(10), at(0)).await;
        assert_eq!(answer.expect(OK), first);
    }
    let later = passkeys.answer(&digest(1), at(20), at(10)).await;
    assert!(
        !later.expect(OK),
        "not even with another expiry, at its last moment"
    );
}

/// If many answer at once, one succeeds.
pub async fn s17_one_of_fifty_answers_wins(store: Tested) {
    let answers = at_once(&store, AT_ONCE, |mut work| async move {
        let answer = work.passkeys().answer(&digest(1), at(10), at(0)).await;
        (work, answer.expect(OK))
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// Every answer deletes more expired ones than it adds, and none that is still valid.
pub async fn s99_answers_make_room_for_each_other(store: Tested) {
    let mut work = writing(&store).await;
    let passkeys = work.passkeys();
    for question in 0..20 {
        let answer = passkeys.answer(&digest(question), at(10), at(0)).await;
        assert!(answer.expect(OK));
    }
    for question in 20..40 {
        let answer = passkeys.answer(&digest(question), at(100), at(50)).await;
        assert!(answer.expect(OK));
    }
    assert_eq!(passkeys.forget_older(at(100)).await.expect(OK), 0);
    assert_eq!(passkeys.forget_older(at(101)).await.expect(OK), 20);
}

/// By their expiry; a forgotten one could be answered again, if it were still valid.
pub async fn expired_answers_are_forgotten(store: Tested) {
    let mut work = writing(&store).await;
    let passkeys = work.passkeys();
    for (question, until) in [(1, 10), (2, 20)] {
        let answer = passkeys.answer(&digest(question), at(until), at(0)).await;
        assert!(answer.expect(OK));
    }
    assert_eq!(passkeys.forget_older(at(10)).await.expect(OK), 0);
    assert_eq!(passkeys.forget_older(at(11)).await.expect(OK), 1);
    for (question, first) in [(1, true), (2, false)] {
        let answer = passkeys.answer(&digest(question), at(30), at(0)).await;
        assert_eq!(answer.expect(OK), first);
    }
}

/// Nothing is answered while reading.
pub async fn s42_a_reading_unit_answers_nothing(store: Tested) {
    let mut work = reading(&store).await;
    assert!(refused(
        &work.passkeys().answer(&digest(1), at(10), at(0)).await
    ));
    drop(work);
    let mut work = writing(&store).await;
    let answer = work.passkeys().answer(&digest(1), at(10), at(0)).await;
    assert!(answer.expect(OK));
}
