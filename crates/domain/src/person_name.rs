//! The name a person goes by.

/// What a person wants to be called: 1 to 100 characters in any script, on one line, nothing invisible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

/// Why text isn't a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// Nothing was given.
    #[error("no name was given")]
    Empty,
    /// More than [`PersonName::MAX`] characters.
    #[error("the name is too long")]
    TooLong,
    /// A control character, or one that hides or reorders text.
    #[error("the name has a character that can't be shown")]
    Character,
}

impl PersonName {
    /// The most characters.
    pub const MAX: usize = 100;

    /// Reads a name; composed (NFC), outer and repeated spaces removed.
    ///
    /// # Errors
    /// Which rule the text breaks.
    pub fn parse(input: &str) -> Result<Self, PersonNameError> {
        if input.len() > 16 * Self::MAX {
            return Err(PersonNameError::TooLong);
        }
        let name = crate::unicode::nfc(&input.split_whitespace().collect::<Vec<_>>().join(" "));
        if name.is_empty() {
            Err(PersonNameError::Empty)
        } else if name.chars().any(crate::text::is_deceptive) {
            Err(PersonNameError::Character)
        } else if name.chars().count() > Self::MAX {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_names() {
        for name in ["Anna", "王小明", "José Ángel", "O'Neill-Ōkubo", "محمد"] {
            assert_eq!(PersonName::parse(name).expect("a name").as_str(), name);
        }
        assert_eq!(PersonName::parse("  Anna \n  Smith ").expect("a name").as_str(), "Anna Smith");
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(PersonName::parse("   "), Err(PersonNameError::Empty));
        assert_eq!(PersonName::parse(&"x".repeat(101)), Err(PersonNameError::TooLong));
        assert_eq!(PersonName::parse("Anna\u{202E}annA"), Err(PersonNameError::Character));
        assert_eq!(PersonName::parse("Anna\u{0007}"), Err(PersonNameError::Character));
    }
}
