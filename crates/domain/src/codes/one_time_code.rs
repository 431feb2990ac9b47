//! A mailed code (S14).

use crate::codes::crockford::{self, CodeError};
use zeroize::Zeroizing;

/// A mailed code (S14).
///
/// 40 bits as 8 symbols of Crockford's base 32. Has no `Display` and a redacted `Debug` (S102): showing it takes
/// a call of [`shown`](OneTimeCode::shown).
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(Zeroizing<String>);

impl OneTimeCode {
    /// Symbols in the code.
    pub const SYMBOLS: usize = 8;
    /// Entropy in bits (S14, S25).
    pub const BITS: usize = Self::SYMBOLS * 5;
    /// Bytes, random or derived, that a code is made from.
    pub const BYTES: usize = Self::BITS.div_ceil(8);

    /// Makes the code from random or derived bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        Self(Zeroizing::new(crockford::encode(bytes, Self::SYMBOLS)))
    }

    /// Parses typed or pasted text.
    ///
    /// # Errors
    /// Why it can't be such a code.
    pub fn parse(input: &str) -> Result<Self, CodeError> {
        crockford::parse(input, Self::SYMBOLS).map(|code| Self(Zeroizing::new(code)))
    }

    /// The bare symbols, for hashing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Formats it in groups of four, for display.
    #[must_use]
    pub fn shown(&self) -> String {
        crockford::grouped(&self.0)
    }
}

impl std::fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTimeCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s14_a_mailed_code_has_40_bits_and_shows_in_fours() {
        assert_eq!(OneTimeCode::BITS, 40);
        assert_eq!(
            OneTimeCode::from_bytes(&[0xFF, 0, 0, 0, 0]).shown(),
            "ZW00-0000"
        );
        assert_eq!(
            format!("{:?}", OneTimeCode::from_bytes(&[0; 5])),
            "OneTimeCode(…)"
        );
    }
}
