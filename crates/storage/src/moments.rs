//! Moments that lie in the future although they tell of the past: a clock was ahead when they were stored.

use regain_domain::Timestamp;

/// The rows of a table with such a moment in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// How many rows there are.
    pub rows: u64,
    /// The moment that lies furthest ahead.
    pub furthest: Timestamp,
    /// What becomes of them.
    pub effect: AheadEffect,
}

/// What a moment in the future means, so that it harms nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AheadEffect {
    /// It is over: it would last for longer than it was to (S16). It is begun anew.
    Over,
    /// It counts as the moment since when the clock has been right; a wait goes on from then ([`regain_domain::Reckoning`]).
    Reckoned,
    /// It is passed over, as if it had never been noted: it holds nobody up.
    PassedOver,
    /// It decides nothing: it only tells when something was.
    Told,
}
