//! How often something may be done.

/// How often something may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// In any hour.
    pub hourly: u32,
    /// In any day.
    pub daily: u32,
}

impl Budget {
    /// So many times as much.
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
