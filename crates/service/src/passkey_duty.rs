//! How somebody stands with the passkey that a role needs (S114).

use regain_domain::Timestamp;

/// How somebody stands with the passkey that a role needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyDuty {
    /// There is none: no role, or a public address at which browsers know no passkeys.
    None,
    /// One counts; acts take it.
    Met,
    /// None counts yet, and there is time to get one.
    Due {
        /// Until when one may be added that counts in time; none if that is over.
        add_by: Option<Timestamp>,
        /// From when on the role opens nothing without one.
        ends: Timestamp,
        /// When the first one counts that was added, if one was.
        counts_from: Option<Timestamp>,
    },
    /// None counts, and the time is over.
    Over {
        /// When the first one counts that was added, if one was.
        counts_from: Option<Timestamp>,
    },
}
