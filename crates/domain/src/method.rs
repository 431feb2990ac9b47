//! Credentials that a person has several of, each with a name.

use crate::{PersonNameError, ProofClass, Timestamp};
use serde::{Deserialize, Serialize};

/// What a named credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// An authenticator app (RFC 6238).
    Authenticator,
    /// A passkey (WebAuthn).
    Passkey,
}

impl MethodKind {
    /// What it proves.
    #[must_use]
    pub const fn class(self) -> ProofClass {
        match self {
            Self::Authenticator => ProofClass::Authenticator,
            Self::Passkey => ProofClass::Passkey,
        }
    }
}

/// What a person calls one of their credentials: 1 to 60 characters, nothing hidden in it; nobody else reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodName(String);

impl MethodName {
    /// The most characters.
    pub const MAX: usize = 60;

    /// Reads a name.
    ///
    /// # Errors
    /// Which rule the text breaks.
    pub fn parse(input: &str) -> Result<Self, PersonNameError> {
        let name = crate::person_name::shown(input)?;
        if name.chars().count() > Self::MAX {
            Err(PersonNameError::TooLong)
        } else {
            Ok(Self(name))
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What about the ways to prove who one is was changed, as a notice tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodsChange {
    /// An authenticator app was added.
    AuthenticatorAdded,
    /// An authenticator app was taken away.
    AuthenticatorRemoved,
    /// A recovery put an authenticator app in the place of those that were lost.
    AuthenticatorReplaced,
    /// New saved codes took the place of the earlier ones.
    SavedCodesMade,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was taken away.
    PasskeyRemoved,
    /// A passkey was refused, because there seems to be a copy of it (S42).
    PasskeyRefused,
    /// What was too new to count was set aside, when the account was recovered or opened (S112).
    SetAside,
    /// What had been removed or set aside is there again.
    PutBack,
}

impl MethodsChange {
    /// That a credential of a kind was removed.
    #[must_use]
    pub const fn removed(kind: MethodKind) -> Self {
        match kind {
            MethodKind::Authenticator => Self::AuthenticatorRemoved,
            MethodKind::Passkey => Self::PasskeyRemoved,
        }
    }
}

/// What can be too new to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewWayKind {
    /// An authenticator app.
    Authenticator,
    /// A passkey.
    Passkey,
    /// A set of saved codes.
    SavedCodes,
    /// A recovery contact.
    Contact,
    /// An address.
    Address,
}

impl From<MethodKind> for NewWayKind {
    fn from(kind: MethodKind) -> Self {
        match kind {
            MethodKind::Authenticator => Self::Authenticator,
            MethodKind::Passkey => Self::Passkey,
        }
    }
}

/// Something that was too new to count when an account was frozen, and when it was added (S111). Names aren't told: whoever added
/// it chose its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWay {
    /// What it is.
    pub kind: NewWayKind,
    /// Since when it has been there.
    pub since: Timestamp,
}

/// What a person signed in, or confirmed that it is them, with: the password, and this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Nothing more: there is nothing else, and the policy asks for nothing.
    Password,
    /// A code of an authenticator app.
    Authenticator,
    /// A saved recovery code, which is used up.
    SavedCode,
    /// A passkey: no password is asked for beside it.
    Passkey,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_up_to_60_characters() {
        assert_eq!(
            MethodName::parse(" My  phone ").expect("a name").as_str(),
            "My phone"
        );
        assert!(MethodName::parse(&"話".repeat(60)).is_ok());
        assert_eq!(
            MethodName::parse(&"x".repeat(61)),
            Err(PersonNameError::TooLong)
        );
        assert_eq!(
            MethodName::parse(&"x".repeat(300)),
            Err(PersonNameError::TooLong)
        );
        assert_eq!(MethodName::parse(" "), Err(PersonNameError::Empty));
    }
}
