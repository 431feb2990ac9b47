//! Spendings against budgets.

use super::binds::Binds as _;
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_domain::policy::{Budget, CLOCK_TOLERANCE};
use regain_storage::{BudgetKey, BudgetRows, Result};
use sqlx::query;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[async_trait]
impl BudgetRows for Unit<'_> {
    async fn spend(&mut self, key: &BudgetKey, budget: Budget, now: Timestamp) -> Result<bool> {
        let insert = query::<Db>(
            "INSERT INTO spendings (key, at)
             SELECT $1, $2
             WHERE (SELECT count(*) FROM spendings WHERE key = $1 AND at > $3 AND at <= $7) < $4
               AND (SELECT count(*) FROM spendings WHERE key = $1 AND at > $5 AND at <= $7) < $6",
        )
        .bytes(&key)
        .moment(now)
        .bind(now.minus(HOUR).as_millis())
        .bind(i64::from(budget.hourly))
        .bind(now.minus(DAY).as_millis())
        .bind(i64::from(budget.daily))
        // Spendings from before a clock was set back don't count yet.
        .bind(now.plus(CLOCK_TOLERANCE).as_millis());
        Ok(self.execute(insert).await? == 1)
    }

    async fn forget_older(&mut self, before: Timestamp, most: u32) -> Result<u64> {
        let delete = query::<Db>(
            "DELETE FROM spendings
             WHERE at <= (SELECT max(at) FROM (SELECT at FROM spendings WHERE at < $1 ORDER BY at LIMIT $2) AS oldest)",
        );
        self.execute(delete.moment(before).bind(i64::from(most)))
            .await
    }
}
