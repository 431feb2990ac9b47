//! The status of an account, and its owner's role.

use serde::{Deserialize, Serialize};

/// Status of an account; one-way: invited → active ↔ disabled, invited → revoked (S77), active or disabled → erased
/// (S103).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonStatus {
    /// Invited, but enrolment isn't finished.
    Invited,
    /// May sign in.
    Active,
    /// May not sign in.
    Disabled,
    /// Invited, but the invitation was cancelled.
    Revoked,
    /// Erased: only a pseudonym remains in the history, for good.
    Erased,
}

impl PersonStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Invited,
        Self::Active,
        Self::Disabled,
        Self::Revoked,
        Self::Erased,
    ];

    /// The code in filters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Revoked => "revoked",
            Self::Erased => "erased",
        }
    }

    /// The status with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// A person's rights beyond their own account; least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Nothing more.
    Member,
    /// Reads and verifies the history.
    Auditor,
    /// Invites, disables and enables members.
    UserAdministrator,
    /// The same for everybody, and manages roles; never touches another's credentials (S72).
    GlobalAdministrator,
}

impl Role {
    /// Every role, least first.
    pub const ALL: [Self; 4] = [
        Self::Member,
        Self::Auditor,
        Self::UserAdministrator,
        Self::GlobalAdministrator,
    ];

    /// The code in forms and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Auditor => "auditor",
            Self::UserAdministrator => "user-administrator",
            Self::GlobalAdministrator => "global-administrator",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether a second administrator must confirm that somebody gets or loses it.
    #[must_use]
    pub const fn is_privileged(self) -> bool {
        !matches!(self, Self::Member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_what_it_means() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }

        assert_eq!(Role::from_code("owner"), None);
        for status in PersonStatus::ALL {
            assert_eq!(PersonStatus::from_code(status.code()), Some(status));
        }

        assert_eq!(PersonStatus::from_code("deleted"), None);
    }
}
