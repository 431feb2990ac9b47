//! The codes of authenticator apps (RFC 6238).

use crate::codes::crockford::CodeError;
use zeroize::Zeroizing;

/// Six digits shown by an authenticator app. Has no `Display` and a redacted `Debug` (S102).
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticatorCode(Zeroizing<String>);

impl AuthenticatorCode {
    /// Number of digits.
    pub const DIGITS: usize = 6;

    /// Parses typed or pasted text. Accepts a space in the middle as apps show it, full-width digits, digits of other
    /// scripts, and a label or brackets around it.
    ///
    /// # Errors
    /// Why it can't be such a code.
    pub fn parse(input: &str) -> Result<Self, CodeError> {
        let digit = |c: char| Some(c).filter(char::is_ascii_digit);
        super::typed_code::read(input, &[Self::DIGITS], digit).map(Self)
    }

    /// The digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for AuthenticatorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AuthenticatorCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_paste_spaces_and_wide_digits() {
        for typed in ["123456", " 123 456 ", "123-456", "１２３４５６"] {
            assert_eq!(
                AuthenticatorCode::parse(typed).expect("a code").expose(),
                "123456"
            );
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let wrong = |typed: &str| AuthenticatorCode::parse(typed).expect_err("no code");
        assert_eq!(wrong("  "), CodeError::Empty);
        assert_eq!(wrong("12345"), CodeError::Length);
        assert_eq!(wrong("1234567"), CodeError::Length);
        assert_eq!(wrong("12345a"), CodeError::Character);
        assert_eq!(
            format!("{:?}", AuthenticatorCode::parse("123456")),
            "Ok(AuthenticatorCode(…))"
        );
    }
}
