//! Recovery contacts: people whom the owner of an account chose for help in a recovery (S27).

use serde::{Deserialize, Serialize};

/// News about recovery contacts for their owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactNews {
    /// The owner added one.
    Added,
    /// A chosen contact agreed; after the quarantine they count.
    Accepted,
    /// A contact declined, or withdrew.
    Declined,
    /// A contact's own account was closed, so they no longer are one.
    Gone,
    /// The owner removed one.
    Removed,
    /// From now on two of three have to help.
    TwoNeeded,
    /// From now on one is enough.
    OneNeeded,
    /// In a recovery, somebody asked the contacts for help.
    Asked,
    /// A contact says that the requester wasn't the owner.
    Refused,
}

impl ContactNews {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Added,
        Self::Accepted,
        Self::Declined,
        Self::Gone,
        Self::Removed,
        Self::TwoNeeded,
        Self::OneNeeded,
        Self::Asked,
        Self::Refused,
    ];
}

/// Number of contacts who have to help in a recovery: one, or two of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum ContactsNeeded {
    /// Any one.
    #[default]
    One,
    /// Two different ones, of three.
    TwoOfThree,
}

impl ContactsNeeded {
    /// The number.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::One => 1,
            Self::TwoOfThree => 2,
        }
    }

    /// From the number; `None` unless it is 1 or 2.
    #[must_use]
    pub const fn from_number(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::TwoOfThree),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_are_needed_and_nothing_else() {
        for needed in [ContactsNeeded::One, ContactsNeeded::TwoOfThree] {
            assert_eq!(ContactsNeeded::from_number(needed.number()), Some(needed));
        }

        assert_eq!(ContactsNeeded::from_number(0), None);
        assert_eq!(ContactsNeeded::from_number(3), None);
    }
}
