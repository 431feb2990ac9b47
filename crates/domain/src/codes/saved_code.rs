//! A saved recovery code (S25).

use crate::codes::crockford::{self, CodeError};
use zeroize::Zeroizing;

/// A saved recovery code (S25).
///
/// 100 bits as 20 symbols of Crockford's base 32. Has no `Display` and a redacted `Debug` (S102): showing it takes
/// a call of [`shown`](SavedCode::shown).
#[derive(Clone, PartialEq, Eq)]
pub struct SavedCode(Zeroizing<String>);

impl SavedCode {
    /// Symbols in the code.
    pub const SYMBOLS: usize = 20;
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

impl std::fmt::Debug for SavedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SavedCode(…)")
    }
}

impl SavedCode {
    const SELECTOR: usize = 4;

    /// The first four symbols, which select the row, so that one attempt costs one slow hash (S25).
    #[must_use]
    pub fn selector(&self) -> &str {
        &self.0[..Self::SELECTOR]
    }

    /// Parses the first four symbols alone.
    ///
    /// # Errors
    /// Why they can't be that.
    pub fn parse_selector(input: &str) -> Result<String, CodeError> {
        crockford::parse(input, Self::SELECTOR)
    }

    /// The other sixteen symbols, 80 bits, which are hashed.
    #[must_use]
    pub fn verifier(&self) -> &str {
        &self.0[Self::SELECTOR..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s25_selector_finds_and_verifier_proves_with_80_bits() {
        let code = SavedCode::parse("abcd efgh jkmn pqrs tvwx").expect("a code");
        assert_eq!(code.selector(), "ABCD");
        assert_eq!(code.verifier(), "EFGHJKMNPQRSTVWX");
        assert_eq!(code.verifier().len() * 5, 80);
        assert_eq!(code.shown(), "ABCD-EFGH-JKMN-PQRS-TVWX");
        assert_eq!(format!("{code:?}"), "SavedCode(…)");
    }
}
