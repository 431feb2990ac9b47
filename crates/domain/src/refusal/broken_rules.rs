//! The refusal for each rule that typed input can break.

use super::Refusal;

impl From<crate::IdentifierError> for Refusal {
    fn from(error: crate::IdentifierError) -> Self {
        use crate::IdentifierError as E;

        match error {
            E::Empty => Self::IdentifierEmpty,
            E::TooLong => Self::IdentifierLong,
            E::NotAnAddress => Self::IdentifierAddress,
            E::NotAUserName => Self::IdentifierUserName,
        }
    }
}

impl From<crate::EmailAddressError> for Refusal {
    fn from(error: crate::EmailAddressError) -> Self {
        use crate::EmailAddressError as E;

        match error {
            E::Empty => Self::AddressEmpty,
            E::TooLong => Self::IdentifierLong,
            E::Incomplete => Self::IdentifierAddress,
            E::Character => Self::AddressCharacter,
        }
    }
}

impl From<crate::PersonNameError> for Refusal {
    fn from(error: crate::PersonNameError) -> Self {
        use crate::PersonNameError as E;

        match error {
            E::Empty => Self::NameEmpty,
            E::TooLong => Self::NameLong,
            E::Character => Self::NameCharacter,
            E::NotAName => Self::NameOnly,
        }
    }
}

impl From<crate::UserNameError> for Refusal {
    fn from(error: crate::UserNameError) -> Self {
        use crate::UserNameError as E;

        match error {
            E::Empty => Self::UserNameEmpty,
            E::TooShort => Self::UserNameShort,
            E::TooLong => Self::UserNameLong,
            E::Character => Self::UserNameCharacter,
        }
    }
}

impl From<crate::PasswordError> for Refusal {
    fn from(error: crate::PasswordError) -> Self {
        use crate::PasswordError as E;

        match error {
            E::Empty => Self::PasswordEmpty,
            E::TooShort => Self::PasswordShort,
            E::TooLong => Self::PasswordLong,
            E::Context => Self::PasswordContext,
            E::Common => Self::PasswordCommon,
            E::Weak => Self::PasswordWeak,
            E::Breached => Self::PasswordBreached,
            E::Repetition => Self::PasswordRepetition,
            E::Unchanged => Self::PasswordUnchanged,
        }
    }
}

impl From<crate::codes::crockford::CodeError> for Refusal {
    fn from(error: crate::codes::crockford::CodeError) -> Self {
        use crate::codes::crockford::CodeError as E;

        match error {
            E::Empty => Self::CodeEmpty,
            E::Length | E::Character | E::Several => Self::CodeMalformed,
        }
    }
}
