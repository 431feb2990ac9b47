//! The rule that roles need a passkey (S114).

use regain_domain::Timestamp;

/// Where somebody stands with the passkey that a role needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyDuty {
    /// No duty: no role, or browsers don't support passkeys at the public address.
    None,
    /// They have one that counts; acts require it.
    Met,
    /// None counts yet, but there is time to get one.
    Due {
        /// Last moment to add one that counts in time; `None` if that has passed.
        add_by: Option<Timestamp>,
        /// When the role stops working without one.
        ends: Timestamp,
        /// When the first added one starts to count, if there is one.
        counts_from: Option<Timestamp>,
    },
    /// None counts, and the time is over.
    Over {
        /// When the first added one starts to count, if there is one.
        counts_from: Option<Timestamp>,
    },
}
