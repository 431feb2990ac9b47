//! Processes that began under an older master key and are still unfinished (S104).

/// Their number, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BegunBefore {
    /// Sessions, for at most a day.
    pub sessions: u64,
    /// Known devices without a sign-in since, for at most 90 days.
    pub devices: u64,
    /// Recoveries and claims of addresses, for at most two days.
    pub recoveries: u64,
    /// Invitations of people and recovery contacts, for at most a week.
    pub invitations: u64,
    /// Freeze links in notices and objections of addresses, for at most 30 days.
    pub links: u64,
    /// Roles and policies waiting for a second administrator, for at most three days.
    pub requests: u64,
}

impl BegunBefore {
    /// The kinds with their names for operators.
    #[must_use]
    pub const fn kinds(&self) -> [(&'static str, u64); 6] {
        [
            ("sessions", self.sessions),
            ("known devices", self.devices),
            ("recoveries", self.recoveries),
            ("invitations", self.invitations),
            ("links of notices", self.links),
            ("requests for roles and policies", self.requests),
        ]
    }
}
