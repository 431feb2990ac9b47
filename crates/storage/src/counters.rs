//! Failed sign-ins, counted before they are checked, for known and unknown identifiers alike (S5, S57, S60).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::Timestamp;
use std::time::Duration;

/// Counters of failed sign-ins, keyed by a digest of the identifier.
#[async_trait]
pub trait Counters: Send {
    /// Counts a try. `Some(n)`: it may be checked, and is the `n`th in a row; the next one has to wait `delay(n)`.
    /// `None`: it came within the wait, wasn't counted, and must not be checked. A row whose last try lies before
    /// `forget_before` starts anew, unless its wait has no end ([`Duration::MAX`]).
    async fn count_try(
        &mut self,
        key: &Mac,
        now: Timestamp,
        forget_before: Timestamp,
        delay: fn(u32) -> Duration,
    ) -> Result<Option<u32>>;

    /// Counts a try that isn't checked, and has the next one wait until `until` at least; the `most`th in a row has a wait
    /// without end. It takes as long as counting one that is checked (S3).
    async fn postpone(
        &mut self,
        key: &Mac,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<()>;

    /// Whether a try may be checked now, without counting one.
    async fn may_try(
        &mut self,
        key: &Mac,
        now: Timestamp,
        forget_before: Timestamp,
    ) -> Result<bool>;

    /// How many tries are counted under these keys together.
    async fn failures(&mut self, keys: &[Mac]) -> Result<u32>;

    /// Clears counters after a success.
    async fn clear(&mut self, keys: &[Mac]) -> Result<()>;

    /// What is counted, and spent, under the first key of a pair goes on under the second, together with what is there already
    /// (S104).
    async fn go_over(&mut self, counted: &[(Mac, Mac)]) -> Result<()>;

    /// Forgets at most `most` of the counters whose last try lies before `before`, but for waits without end; how many those
    /// were.
    async fn forget_older(&mut self, before: Timestamp, most: u32) -> Result<u64>;

    /// Where more than `kept` counters are kept, forgets at most `most` of those that are too many: those of the fewest failures, and of
    /// these the oldest, but for waits without end (S99); how many those were.
    async fn forget_lightest(&mut self, kept: u32, most: u32) -> Result<u64>;
}
