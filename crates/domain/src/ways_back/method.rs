//! Named credentials, of which a person may have several.

use crate::{PersonNameError, ProofClass, Timestamp};
use serde::{Deserialize, Serialize};

/// Kind of a named credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// An authenticator app (RFC 6238).
    Authenticator,
    /// A passkey (WebAuthn).
    Passkey,
}

impl MethodKind {
    /// The class of its proof.
    #[must_use]
    pub const fn class(self) -> ProofClass {
        match self {
            Self::Authenticator => ProofClass::Authenticator,
            Self::Passkey => ProofClass::Passkey,
        }
    }
}

/// An owner's name for a credential: 1 to 60 characters, nothing hidden; nobody else reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodName(String);

impl MethodName {
    /// Greatest length in characters.
    pub const MAX: usize = 60;

    /// Parses a name.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(input: &str) -> Result<Self, PersonNameError> {
        let name = crate::people::person_name::shown(input)?;
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

/// A change of a person's ways to prove who they are, as reported in a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodsChange {
    /// An authenticator app was added.
    AuthenticatorAdded,
    /// An authenticator app was removed.
    AuthenticatorRemoved,
    /// A recovery replaced the lost authenticator apps.
    AuthenticatorReplaced,
    /// New saved codes replaced the earlier ones.
    SavedCodesMade,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A passkey was refused, because there seems to be a copy of it (S42).
    PasskeyRefused,
    /// Credentials too new to count were set aside when the account was recovered or opened (S112).
    SetAside,
    /// A removed credential, or one that was set aside, was restored.
    PutBack,
}

impl MethodsChange {
    /// The change that removes a credential of this kind.
    #[must_use]
    pub const fn removed(kind: MethodKind) -> Self {
        match kind {
            MethodKind::Authenticator => Self::AuthenticatorRemoved,
            MethodKind::Passkey => Self::PasskeyRemoved,
        }
    }
}

/// Kinds of ways back that can be too new to count.
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

/// A way back that was too new to count when the account was frozen, and when it was added (S111). Its name isn't
/// reported: whoever added it chose the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWay {
    /// Its kind.
    pub kind: NewWayKind,
    /// When it was added.
    pub since: Timestamp,
}

/// The factor of a sign-in or confirmation, besides the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Nothing more: there is no other factor, and the policy demands none.
    Password,
    /// A code of an authenticator app.
    Authenticator,
    /// A saved recovery code, which is used up.
    SavedCode,
    /// A passkey, which needs no password.
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
