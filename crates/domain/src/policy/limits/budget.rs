//! Rate limits.

/// A rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Number in any hour.
    pub hourly: u32,
    /// Number in any day.
    pub daily: u32,
}

impl Budget {
    /// Multiplies both limits.
    #[must_use]
    pub const fn times(self, factor: u32) -> Self {
        Self {
            hourly: self.hourly.saturating_mul(factor),
            daily: self.daily.saturating_mul(factor),
        }
    }
}

/// An empty budget.
pub const NOTHING: Budget = Budget {
    hourly: 0,
    daily: 0,
};
