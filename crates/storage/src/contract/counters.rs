//! Failed sign-ins.

use super::samples::{at, digest};
use super::support::{OK, Tested, at_once, writing};
use std::time::Duration;

/// Free twice, then 10 seconds per failure.
pub(super) fn delay(failures: u32) -> Duration {
    Duration::from_secs(u64::from(failures.saturating_sub(2)) * 10)
}

pub(super) fn none(_: u32) -> Duration {
    Duration::ZERO
}

/// The delay counts from the try; at its end, a try is free again; a try within it changes nothing.
pub async fn s57_tries_are_counted_and_have_to_wait(store: Tested) {
    let mut work = writing(&store).await;
    let counters = work.counters();
    for (second, counted) in [
        (0, Some(1)),
        (0, Some(2)),
        (1, Some(3)),
        (2, None),
        (10, None),
        (11, Some(4)),
        (30, None),
        (31, Some(5)),
    ] {
        assert_eq!(
            counters
                .count_try(&digest(1), at(second), at(-100), delay)
                .await
                .expect(OK),
            counted,
            "{second}"
        );
    }
}

/// After a clock is set back, nobody waits until it has caught up; counts stay.
pub async fn s57_a_clock_that_is_set_back_keeps_nobody_out(store: Tested) {
    let mut work = writing(&store).await;
    let counters = work.counters();
    for nth in 1..=4 {
        assert_eq!(
            counters
                .count_try(&digest(1), at(1000 + 20 * nth), at(0), delay)
                .await
                .expect(OK),
            u32::try_from(nth).ok()
        );
    }
    assert!(
        !counters
            .may_try(&digest(1), at(1080), at(0))
            .await
            .expect(OK)
    );
    assert!(
        !counters
            .may_try(&digest(1), at(1075), at(0))
            .await
            .expect(OK),
        "a correction"
    );
    assert!(
        counters
            .may_try(&digest(1), at(100), at(0))
            .await
            .expect(OK)
    );
    assert_eq!(
        counters
            .count_try(&digest(1), at(100), at(0), delay)
            .await
            .expect(OK),
        Some(5)
    );
    assert_eq!(
        counters
            .count_try(&digest(1), at(101), at(0), delay)
            .await
            .expect(OK),
        None
    );
}

/// Asking counts nothing, and answers as counting would.
pub async fn s63_whether_a_try_would_wait_can_be_asked_without_counting(store: Tested) {
    let mut work = writing(&store).await;
    let counters = work.counters();
    assert!(
        counters
            .may_try(&digest(1), at(0), at(-100))
            .await
            .expect(OK)
    );
    for nth in 1..=3 {
        assert_eq!(
            counters
                .count_try(&digest(1), at(0), at(-100), delay)
                .await
                .expect(OK),
            Some(nth)
        );
    }
    assert!(
        !counters
            .may_try(&digest(1), at(9), at(-100))
            .await
            .expect(OK)
    );
    assert!(
        counters.may_try(&digest(1), at(9), at(1)).await.expect(OK),
        "too old to count"
    );
    assert!(
        counters
            .may_try(&digest(1), at(10), at(-100))
            .await
            .expect(OK)
    );
    assert_eq!(
        counters
            .count_try(&digest(1), at(10), at(-100), delay)
            .await
            .expect(OK),
        Some(4)
    );
}

/// One identifier's tries don't count for another.
pub async fn s5_keys_count_apart(store: Tested) {
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
            .count_try(&digest(1), at(0), at(-100), delay)
            .await
            .expect(OK),
        None
    );
    assert_eq!(
        counters
            .count_try(&digest(2), at(0), at(-100), delay)
            .await
            .expect(OK),
        Some(1)
    );
}

/// Clears only the named counters, and ends their waits.
pub async fn a_success_clears(store: Tested) {
    let mut work = writing(&store).await;
    let counters = work.counters();
    for key in [1, 2, 3] {
        for _ in 0..3 {
            assert!(
                counters
                    .count_try(&digest(key), at(0), at(-100), delay)
                    .await
                    .expect(OK)
                    .is_some()
            );
        }
    }
    counters
        .clear(&[digest(1), digest(2), digest(9)])
        .await
        .expect(OK);
    counters.clear(&[]).await.expect(OK);
    assert_eq!(
        counters
            .count_try(&digest(1), at(1), at(-100), delay)
            .await
            .expect(OK),
        Some(1)
    );
    assert_eq!(
        counters
            .count_try(&digest(2), at(1), at(-100), delay)
            .await
            .expect(OK),
        Some(1)
    );
    assert_eq!(
        counters
            .count_try(&digest(3), at(1), at(-100), delay)
            .await
            .expect(OK),
        None
    );
}

/// Adds one and keeps the longer wait; doesn't create missing counters.
pub async fn s57_a_try_that_is_not_checked_counts_and_can_make_the_wait_longer(store: Tested) {
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
    for key in [1, 2] {
        counters
            .postpone(&digest(key), at(0), at(5), 100)
            .await
            .expect(OK);
    }
    assert_eq!(
        counters.failures(&[digest(1), digest(2)]).await.expect(OK),
        4
    );
    assert!(
        !counters
            .may_try(&digest(1), at(9), at(-100))
            .await
            .expect(OK),
        "the longer one stays"
    );
    assert!(
        counters
            .may_try(&digest(1), at(10), at(-100))
            .await
            .expect(OK)
    );
    counters
        .postpone(&digest(1), at(10), at(20), 100)
        .await
        .expect(OK);
    assert!(
        !counters
            .may_try(&digest(1), at(19), at(-100))
            .await
            .expect(OK)
    );
    assert_eq!(
        counters
            .count_try(&digest(1), at(20), at(-100), delay)
            .await
            .expect(OK),
        Some(6)
    );
    for _ in 0..2 {
        counters
            .postpone(&digest(1), at(20), at(21), 7)
            .await
            .expect(OK);
        assert_eq!(
            counters.failures(&[digest(1)]).await.expect(OK),
            7,
            "the last that counts"
        );
    }
    assert!(
        !counters
            .may_try(&digest(1), at(1_000_000), at(999_999))
            .await
            .expect(OK),
        "for good"
    );
}

/// Simultaneous tries get distinct numbers; none is lost.
pub async fn s60_tries_at_once_get_numbers_of_their_own(store: Tested) {
    let mut numbers = at_once(&store, 50, |mut work| async move {
        let counted = work
            .counters()
            .count_try(&digest(1), at(0), at(-100), none)
            .await
            .expect(OK);
        (work, counted)
    })
    .await;
    numbers.sort();
    assert_eq!(numbers, (1..=50).map(Some).collect::<Vec<_>>());
    let mut allowed = at_once(&store, 50, |mut work| async move {
        let counted = work
            .counters()
            .count_try(&digest(2), at(0), at(-100), delay)
            .await
            .expect(OK);
        (work, counted)
    })
    .await;
    allowed.retain(Option::is_some);
    allowed.sort();
    assert_eq!(
        allowed,
        [1, 2, 3].map(Some),
        "the third has to be waited for"
    );
}
