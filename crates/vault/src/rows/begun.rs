//! What began in the time of an older master key, and lasts still (S104).

/// How many of each kind there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BegunBefore {
    /// Sessions, for a day at most.
    pub sessions: u64,
    /// Known devices on which nobody has signed in since, for 90 days at most.
    pub devices: u64,
    /// Recoveries and changes of addresses that wait for a code, for two days at most.
    pub recoveries: u64,
    /// Invitations of people and of recovery contacts, for a week at most.
    pub invitations: u64,
    /// Links of notices that freeze, and of addresses that may object, for 30 days at most.
    pub links: u64,
    /// Roles and policies that wait for a second administrator, for three days at most.
    pub requests: u64,
}

impl BegunBefore {
    /// Each kind, as operators are told of it.
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
