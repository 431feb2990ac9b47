//! Times in the future that should record the past: a clock was ahead when they were stored.

use regain_domain::Timestamp;

/// Rows of a table with such a time in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// Number of rows.
    pub rows: u64,
    /// The time furthest ahead.
    pub furthest: Timestamp,
    /// Their effect.
    pub effect: AheadEffect,
}

/// The effect of a time in the future, chosen so that it harms nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AheadEffect {
    /// It is over, or it would last longer than intended (S16). It must be begun again.
    Over,
    /// It counts as the time since when the clock has been right; a waiting period runs from then
    /// ([`regain_domain::Reckoning`]).
    Reckoned,
    /// It is ignored, so that it delays nobody.
    PassedOver,
    /// It has no effect: the time is only informative.
    Told,
}
