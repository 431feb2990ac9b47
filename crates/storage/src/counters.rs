//! Failed sign-ins, counted before they are checked, for known and unknown identifiers alike (S5, S57, S60).

use crate::{CountedKey, CounterKey, Result};
use async_trait::async_trait;
use regain_domain::Timestamp;
use std::time::Duration;

/// Counters of failed sign-ins, keyed by a digest of the identifier.
#[async_trait]
pub trait CounterRows: Send {
    /// Counts a try. `Some(n)`: it may be checked, and is the `n`th in a row; the next one must wait `delay(n)`.
    /// `None`: it came within the wait, wasn't counted, and must not be checked. A row whose last try is older than
    /// `forget_before` restarts, unless its wait has no end ([`Duration::MAX`]).
    async fn count_try(
        &mut self,
        key: &CounterKey,
        now: Timestamp,
        forget_before: Timestamp,
        delay: fn(u32) -> Duration,
    ) -> Result<Option<u32>>;

    /// Counts a try that isn't checked, and makes the next one wait at least until `until`; the `most`th in a row
    /// gets a wait without end. Takes as long as counting a try that is checked (S3).
    async fn postpone(
        &mut self,
        key: &CounterKey,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<()>;

    /// Whether a try may be checked now, without counting one.
    async fn may_try(
        &mut self,
        key: &CounterKey,
        now: Timestamp,
        forget_before: Timestamp,
    ) -> Result<bool>;

    /// Number of tries counted under all these keys.
    async fn failures(&mut self, keys: &[CounterKey]) -> Result<u32>;

    /// Clears counters after a success.
    async fn clear(&mut self, keys: &[CounterKey]) -> Result<()>;

    /// Moves counts and spendings from the first key of each pair to the second, adding to what is there (S104).
    async fn go_over(&mut self, counted: &[(CountedKey, CountedKey)]) -> Result<()>;

    /// Deletes up to `most` counters whose last try is older than `before`, except waits without end. Returns their
    /// number.
    async fn forget_older(&mut self, before: Timestamp, most: u32) -> Result<u64>;

    /// If there are more than `kept` counters, deletes up to `most` of the excess: those with the fewest failures,
    /// the oldest of these first, except waits without end (S99). Returns their number.
    async fn forget_lightest(&mut self, kept: u32, most: u32) -> Result<u64>;
}
