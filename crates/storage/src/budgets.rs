//! What was spent of budgets, for known and unknown people alike (S66).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_domain::policy::Budget;

/// What was spent, keyed by a digest of whose budget it is.
#[async_trait]
pub trait Budgets: Send {
    /// Spends one, in one statement; `false`: nothing is left of the hour's or the day's, and nothing was spent.
    async fn spend(&mut self, key: &Mac, budget: Budget, now: Timestamp) -> Result<bool>;

    /// Forgets what was spent before `before`, the oldest first, and some `most` at a time (all of one moment together); how
    /// much that was.
    async fn forget_older(&mut self, before: Timestamp, most: u32) -> Result<u64>;
}
