//! The token in the fragment of a mailed link (S14, S22).

use crate::codes::crockford::{self, CodeError};
use zeroize::Zeroizing;

/// The token in the fragment of a mailed link (S14, S22).
///
/// 140 bits as 28 symbols of Crockford's base 32. Has no `Display` and a redacted `Debug` (S102): showing it takes
/// a call of [`shown`](LinkToken::shown).
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(Zeroizing<String>);

impl LinkToken {
    /// Symbols in the code.
    pub const SYMBOLS: usize = 28;
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

impl std::fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkToken(…)")
    }
}
