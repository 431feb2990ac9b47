//! Identifiers that people type: a user name or a mail address.

use crate::{EmailAddress, EmailAddressError, UserName, UserNameError};

/// A user name or a mail address. Both share one namespace (S9); the `@` distinguishes them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identifier {
    /// Has an `@`.
    Email(EmailAddress),
    /// Has none.
    UserName(UserName),
}

/// Why text is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Nothing was given.
    #[error("no user name or address was given")]
    Empty,
    /// Longer than any name or address.
    #[error("longer than any user name or address")]
    TooLong,
    /// Has an `@`, but isn't an address.
    #[error("not a complete address")]
    NotAnAddress,
    /// Has no `@`, and isn't a user name.
    #[error("not a user name")]
    NotAUserName,
}

impl Identifier {
    /// Parses an identifier as people type it, with the canonical form that all flows use (S7).
    ///
    /// # Errors
    /// Why it can't be a user name or address.
    pub fn parse(input: &str) -> Result<Self, IdentifierError> {
        use IdentifierError as E;

        let is_address =
            |text: &str| text.contains('@') || text.to_ascii_lowercase().contains("mailto:");
        if input.len() > 4 * EmailAddress::MAX {
            return Err(E::TooLong);
        }

        if is_address(&crate::text::plain(input)) {
            EmailAddress::parse(input)
                .map(Self::Email)
                .map_err(|error| match error {
                    EmailAddressError::Empty => E::Empty,
                    EmailAddressError::TooLong => E::TooLong,
                    EmailAddressError::Incomplete | EmailAddressError::Character => E::NotAnAddress,
                })
        } else {
            UserName::parse(input)
                .map(Self::UserName)
                .map_err(|error| match error {
                    UserNameError::Empty => E::Empty,
                    UserNameError::TooLong => E::TooLong,
                    UserNameError::TooShort | UserNameError::Character => E::NotAUserName,
                })
        }
    }

    /// Whether it is a mail address.
    #[must_use]
    pub const fn is_email(&self) -> bool {
        matches!(self, Self::Email(_))
    }

    /// The canonical form, in which identifiers are compared and unique.
    #[must_use]
    pub fn canonical(&self) -> &str {
        match self {
            Self::Email(address) => address.canonical(),
            Self::UserName(name) => name.canonical(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_at_sign_decides() {
        assert!(matches!(
            Identifier::parse("Anna"),
            Ok(Identifier::UserName(_))
        ));
        assert!(matches!(
            Identifier::parse("anna＠example.org"),
            Ok(Identifier::Email(_))
        ));
        assert!(matches!(
            Identifier::parse("anna﹫example.org"),
            Ok(Identifier::Email(_))
        ));
        assert!(matches!(
            Identifier::parse("「anna」"),
            Ok(Identifier::UserName(_))
        ));
        assert_eq!(
            Identifier::parse("\u{200B}\u{202A}\u{FEFF}"),
            Err(IdentifierError::Empty)
        );
        assert_eq!(
            Identifier::parse(&"@".repeat(5000)),
            Err(IdentifierError::TooLong)
        );
        assert_eq!(
            Identifier::parse("anna@"),
            Err(IdentifierError::NotAnAddress)
        );
        assert_eq!(
            Identifier::parse("an na"),
            Err(IdentifierError::NotAUserName)
        );
        assert_eq!(Identifier::parse(""), Err(IdentifierError::Empty));
    }
}
