//! Spendings against budgets.

use super::samples::{at, digest};
use super::support::{OK, Tested, writing};
use regain_domain::policy::Budget;

const HOUR: i64 = 60 * 60;
const BUDGET: Budget = Budget {
    hourly: 2,
    daily: 3,
};

/// The limit holds in any hour and in any day; refused attempts don't count.
pub async fn s66_a_budget_has_an_hour_and_a_day(store: Tested) {
    let mut work = writing(&store).await;
    let budgets = work.budgets();
    for (second, spent) in [
        (0, true),
        (1, true),
        (2, false),
        (HOUR - 1, false),
        (HOUR, true),
        (2 * HOUR + 1, false),
        (24 * HOUR - 1, false),
        (24 * HOUR, true),
        (24 * HOUR, false),
        (24 * HOUR + 1, true),
    ] {
        assert_eq!(
            budgets
                .spend(&digest(1), BUDGET, at(second))
                .await
                .expect(OK),
            spent,
            "{second}"
        );
    }
}

/// Spendings from before a clock was set back count again once that time comes, and not before.
pub async fn s66_what_was_spent_in_the_future_is_not_spent_yet(store: Tested) {
    let mut work = writing(&store).await;
    let budgets = work.budgets();
    for _ in 0..2 {
        assert!(
            budgets
                .spend(&digest(1), BUDGET, at(10 * HOUR))
                .await
                .expect(OK)
        );
    }
    assert!(
        !budgets
            .spend(&digest(1), BUDGET, at(10 * HOUR - 5))
            .await
            .expect(OK),
        "a correction"
    );
    assert!(budgets.spend(&digest(1), BUDGET, at(HOUR)).await.expect(OK));
    assert!(
        !budgets
            .spend(&digest(1), BUDGET, at(10 * HOUR))
            .await
            .expect(OK)
    );
}

/// Budgets of different keys are independent, and old spendings are deleted.
pub async fn s5_budgets_count_apart_and_are_forgotten(store: Tested) {
    let mut work = writing(&store).await;
    let budgets = work.budgets();
    for second in [0, 10] {
        assert!(
            budgets
                .spend(&digest(1), BUDGET, at(second))
                .await
                .expect(OK)
        );
    }
    assert!(!budgets.spend(&digest(1), BUDGET, at(20)).await.expect(OK));
    assert!(budgets.spend(&digest(2), BUDGET, at(20)).await.expect(OK));
    assert_eq!(
        budgets.forget_older(at(10), 0).await.expect(OK),
        0,
        "a few at a time"
    );
    assert_eq!(budgets.forget_older(at(10), 9).await.expect(OK), 1);
    assert!(budgets.spend(&digest(1), BUDGET, at(20)).await.expect(OK));
}
