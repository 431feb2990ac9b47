//! Spendings against budgets, for known and unknown people alike (S66).

use crate::{BudgetKey, Result};
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_domain::policy::Budget;

/// Spendings, keyed by a digest of the budget's owner.
#[async_trait]
pub trait BudgetRows: Send {
    /// Spends one, in one statement; `false`, without spending, if the hour's or the day's limit is reached.
    async fn spend(&mut self, key: &BudgetKey, budget: Budget, now: Timestamp) -> Result<bool>;

    /// Deletes spendings from before `before`, oldest first, about `most` at a time (those of the same time
    /// together). Returns their number.
    async fn forget_older(&mut self, before: Timestamp, most: u32) -> Result<u64>;
}
