//! The steps from an invitation to an active account (S20).

use serde::{Deserialize, Serialize};

/// The next step of an invited person; each step is stored, so that they continue where they left off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentStep {
    /// Name and user name.
    Name,
    /// Choose a password.
    Password,
    /// Save the recovery codes.
    SaveCodes,
    /// Type one of them back.
    ConfirmCode,
    /// Set up an authenticator app, if the policy demands a second factor.
    Authenticator,
}

impl EnrolmentStep {
    /// The step's number, from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32 + 1
    }

    /// Number of steps.
    #[must_use]
    pub const fn count(second_factor: bool) -> u32 {
        if second_factor {
            Self::Authenticator.number()
        } else {
            Self::ConfirmCode.number()
        }
    }
}
