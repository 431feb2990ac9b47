//! For how long failed sign-ins are counted, and which counters make room.

use super::counters::{delay, none};
use super::samples::{at, digest};
use super::support::{OK, Tested, writing};
use regain_domain::policy::Budget;
use std::time::Duration;

/// A row whose last try is older than the limit no longer counts, nor does its wait.
pub async fn an_old_row_starts_anew(store: Tested) {
    let mut work = writing(&store).await;
    let counters = work.counters();
    for nth in 1..=3 {
        assert_eq!(
            counters
                .count_try(&digest(1), at(0), at(-100), delay)
                .await
                .expect(OK),
            Some(nth)
        );
    }
    assert_eq!(
        counters
            .count_try(&digest(1), at(20), at(0), delay)
            .await
            .expect(OK),
        Some(4),
        "not before it"
    );
    assert_eq!(
        counters
            .count_try(&digest(1), at(25), at(20), delay)
            .await
            .expect(OK),
        None,
        "waiting"
    );
    assert_eq!(
        counters
            .count_try(&digest(1), at(25), at(21), delay)
            .await
            .expect(OK),
        Some(1),
        "forgotten"
    );
    assert_eq!(
        counters
            .count_try(&digest(1), at(25), at(21), delay)
            .await
            .expect(OK),
        Some(2)
    );
}

/// By their last try, not their first; remaining counters still count.
pub async fn old_counters_are_forgotten(store: Tested) {
    let mut work = writing(&store).await;
    let counters = work.counters();
    for (key, second) in [(1, 0), (2, 0), (3, 10), (2, 11)] {
        assert!(
            counters
                .count_try(&digest(key), at(second), at(-100), none)
                .await
                .expect(OK)
                .is_some()
        );
    }
    assert_eq!(
        counters.forget_older(at(0), 9).await.expect(OK),
        0,
        "not before that moment"
    );
    assert_eq!(
        counters.forget_older(at(10), 0).await.expect(OK),
        0,
        "a few at a time"
    );
    assert_eq!(counters.forget_older(at(10), 9).await.expect(OK), 1);
    for (key, counted) in [(1, 1), (2, 3), (3, 2)] {
        assert_eq!(
            counters
                .count_try(&digest(key), at(12), at(-100), none)
                .await
                .expect(OK),
            Some(counted),
            "{key}"
        );
    }
}

/// Pausing doesn't end a wait without end; only a success does.
pub async fn s57_a_wait_without_end_is_never_too_old(store: Tested) {
    let endless = |failures: u32| {
        if failures >= 2 {
            Duration::MAX
        } else {
            Duration::ZERO
        }
    };
    let mut work = writing(&store).await;
    let counters = work.counters();
    for nth in 1..=2 {
        assert_eq!(
            counters
                .count_try(&digest(1), at(0), at(-100), endless)
                .await
                .expect(OK),
            Some(nth)
        );
    }
    assert_eq!(counters.forget_older(at(1000), 9).await.expect(OK), 0);
    assert_eq!(
        counters
            .count_try(&digest(1), at(1000), at(999), endless)
            .await
            .expect(OK),
        None
    );
    assert!(
        !counters
            .may_try(&digest(1), at(1000), at(999))
            .await
            .expect(OK)
    );
    counters.clear(&[digest(1)]).await.expect(OK);
    assert!(
        counters
            .may_try(&digest(1), at(1000), at(999))
            .await
            .expect(OK)
    );
}

/// Those with the fewest failures, the oldest of these first; a wait without end stays.
pub async fn s99_the_lightest_counters_make_room(store: Tested) {
    let endless = |failures: u32| {
        if failures >= 3 {
            Duration::MAX
        } else {
            Duration::ZERO
        }
    };
    let mut work = writing(&store).await;
    let counters = work.counters();
    for (key, second, tries) in [(1, 5, 1), (2, 0, 2), (3, 4, 1), (4, 0, 3), (5, 9, 2)] {
        for nth in 1..=tries {
            assert_eq!(
                counters
                    .count_try(&digest(key), at(second), at(-100), endless)
                    .await
                    .expect(OK),
                Some(nth)
            );
        }
    }
    assert_eq!(
        counters.forget_lightest(5, 9).await.expect(OK),
        0,
        "there is room"
    );
    let left = async |counters: &mut dyn crate::CounterRows| {
        let mut left = Vec::new();
        for key in 1..=5 {
            if counters.failures(&[digest(key)]).await.expect(OK) > 0 {
                left.push(key);
            }
        }
        left
    };
    assert_eq!(
        counters.forget_lightest(3, 1).await.expect(OK),
        1,
        "a few at a time"
    );
    assert_eq!(left(counters).await, [1, 2, 4, 5]);
    assert_eq!(counters.forget_lightest(3, 9).await.expect(OK), 1);
    assert_eq!(left(counters).await, [2, 4, 5]);
    assert_eq!(counters.forget_lightest(2, 9).await.expect(OK), 1);
    assert_eq!(left(counters).await, [4, 5], "the older of those of two");
    assert_eq!(counters.forget_lightest(0, 9).await.expect(OK), 1);
    assert_eq!(left(counters).await, [4]);
}

/// Counts continue under another key, added to those already there.
pub async fn s104_what_was_counted_goes_on_under_another_key(store: Tested) {
    const BUDGET: Budget = Budget {
        hourly: 2,
        daily: 2,
    };
    let mut work = writing(&store).await;
    for (key, second) in [(1, 0), (1, 10), (2, 5), (3, 7)] {
        work.counters()
            .count_try(&digest(key), at(second), at(-100), none)
            .await
            .expect(OK);
        assert!(
            work.budgets()
                .spend(&digest(key), BUDGET, at(second))
                .await
                .expect(OK)
        );
    }
    work.counters()
        .go_over(&[(digest(1), digest(2)), (digest(9), digest(2))])
        .await
        .expect(OK);
    let mut counted = async |key| work.counters().failures(&[digest(key)]).await.expect(OK);
    assert_eq!(
        [counted(1).await, counted(2).await, counted(3).await],
        [0, 3, 1]
    );
    work.counters()
        .go_over(&[(digest(2), digest(2))])
        .await
        .expect(OK);
    let mut left = async |key| {
        work.budgets()
            .spend(&digest(key), BUDGET, at(20))
            .await
            .expect(OK)
    };
    assert_eq!(
        [left(1).await, left(2).await, left(3).await],
        [true, false, true]
    );
}
