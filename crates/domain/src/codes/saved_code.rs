//! A saved recovery code (S25).

use super::crockford::{self, CodeError};

crockford::code! {
    /// A saved recovery code (S25): 100 bits.
    SavedCode, 20
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
