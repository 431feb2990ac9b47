//! Names of persons.

/// A person's name: 1 to 100 characters in any script, on one line, with no invisible characters except where the
/// spelling needs them; with at least one letter, and without a link, number or sentence, because strangers read it
/// in mails (S70).
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
    /// No letter, or more than a name: a link, a telephone number, a sentence.
    #[error("that is no name, or more than one")]
    NotAName,
}

impl PersonName {
    /// Greatest length in characters.
    pub const MAX: usize = 100;

    /// Parses a name; composes it (NFC) and removes outer and repeated spaces.
    ///
    /// # Errors
    /// The rule that the text breaks.
    pub fn parse(input: &str) -> Result<Self, PersonNameError> {
        let name = shown(input)?;
        if crate::text::plain_name::is_plain_name(&name) {
            Ok(Self(name))
        } else {
            Err(PersonNameError::NotAName)
        }
    }

    /// Whether strangers may read it in mails: a name stored before these rules may contain more (S70).
    #[must_use]
    pub fn is_for_strangers(&self) -> bool {
        Self::parse(&self.0).is_ok()
    }

    /// A name from the database: it stays valid even if the rules have changed.
    #[must_use]
    pub fn stored(name: String) -> Option<Self> {
        (!name.is_empty()).then_some(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Normalises any name given by a person: one line, composed (NFC), without outer and repeated spaces or invisible
/// characters.
pub(crate) fn shown(input: &str) -> Result<String, PersonNameError> {
    if input.len() > 16 * PersonName::MAX {
        return Err(PersonNameError::TooLong);
    }

    let name = crate::text::unicode::nfc(&input.split_whitespace().collect::<Vec<_>>().join(" "));
    let unshown = |c: char| c == '\u{2800}' || crate::text::unicode::Class::Unassigned.has(c);

    if crate::text::is_invisible(&name) {
        Err(PersonNameError::Empty)
    } else if crate::text::is_hiding(&name) || name.chars().any(unshown) {
        Err(PersonNameError::Character)
    } else if name.chars().count() > PersonName::MAX {
        Err(PersonNameError::TooLong)
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_any_script_are_names() {
        for name in ["Anna", "王小明", "José Ángel", "O'Neill-Ōkubo", "محمد"] {
            assert_eq!(PersonName::parse(name).expect("a name").as_str(), name);
        }

        assert_eq!(
            PersonName::parse("  Anna \n  Smith ")
                .expect("a name")
                .as_str(),
            "Anna Smith"
        );
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(PersonName::parse("   "), Err(PersonNameError::Empty));
        assert_eq!(
            PersonName::parse(&"x".repeat(101)),
            Err(PersonNameError::TooLong)
        );
        assert_eq!(
            PersonName::parse("Anna\u{202E}annA"),
            Err(PersonNameError::Character)
        );
        assert_eq!(
            PersonName::parse("Anna\u{0007}"),
            Err(PersonNameError::Character)
        );
    }

    #[test]
    fn joiners_are_spelling_where_a_script_has_them() {
        for name in [
            "علی\u{200C}رضا",
            "محمد\u{64E}\u{200C}رضا",
            "می\u{200C}نا نی\u{200C}لو",
            "ක්\u{200D}රි",
            "ශ්\u{200D}රී",
            "क्\u{200D}ष",
            "क्\u{200C}ष",
            "র\u{200D}্যা",
            "രാജന്\u{200D}",
            "ᠬᠠᠭ\u{180E}ᠠ",
            "ᠠ\u{180B}ᠨ",
            "葛\u{E0100}西",
            "Anna ❤\u{FE0F}",
        ] {
            assert_eq!(PersonName::parse(name).expect(name).as_str(), name);
        }
    }

    #[test]
    fn elsewhere_nothing_invisible_is_a_part_of_a_name() {
        for name in [
            "An\u{200C}na",
            "An\u{200D}na",
            "例\u{200D}子",
            "\u{200C}علی",
            "علی\u{200C}",
            "علی\u{200C} رضا",
            "علی\u{200C}\u{200C}رضا",
            "علی\u{200C}Anna",
            "علی\u{200B}رضا",
            "علی\u{200F}رضا",
            "\u{202B}علی\u{202C}",
            "\u{2067}علی\u{2069}",
            "Anna\u{200B}",
            "\u{FEFF}Anna",
            "An\u{AD}na",
            "Anna \u{3164}",
            "An\u{115F}na",
            "Anna\u{E0041}",
            "Anna\u{206A}",
            "Anna \u{FE0F}",
            "Anna\u{FE0F}\u{FE0F}",
            "An\u{2800}na",
            "Anna \u{E000}",
            "Anna\u{F0000}",
            "Anna\u{378}",
            "Anna\u{FDD0}",
            "Anna\u{1FFFF}",
        ] {
            assert_eq!(
                PersonName::parse(name),
                Err(PersonNameError::Character),
                "{name:?}"
            );
        }
    }

    #[test]
    fn what_nobody_sees_is_no_name() {
        for name in [
            "\u{200B}",
            "\u{3164}",
            "\u{FFA0}",
            "\u{2800}",
            "\u{115F}\u{1160}",
            " \u{FEFF} \u{3000}",
            "\u{202E}",
            "\u{FE0F}",
            "\u{E0020}",
            "\u{200D}\u{200C}",
            "\u{AD}",
        ] {
            assert_eq!(
                PersonName::parse(name),
                Err(PersonNameError::Empty),
                "{name:?}"
            );
            assert_eq!(
                crate::MethodName::parse(name),
                Err(PersonNameError::Empty),
                "{name:?}"
            );
        }
    }

    #[test]
    fn s70_a_name_for_strangers_is_one_by_the_rules_of_today() {
        assert_eq!(
            PersonName::parse("Ring +1 900 123 or evil.example"),
            Err(PersonNameError::NotAName)
        );
        for (stored, fits) in [
            ("Anna", true),
            ("Anna evil.example", false),
            ("Anna\u{E000}", false),
        ] {
            let name = PersonName::stored(stored.to_owned()).expect("a stored name");
            assert_eq!(name.is_for_strangers(), fits, "{stored:?}");
        }

        assert!(
            crate::MethodName::parse("iPhone 2026").is_ok(),
            "nobody else reads it"
        );
    }

    proptest! {
        #[test]
        fn names_are_stored_as_they_are_read(input in "\\PC{0,20}|[A-zá-ú\u{300}-\u{310}\u{200B}-\u{200F}\u{FE00}-\u{FE0F}ء-يक-ह\u{94D} ]{0,20}") {
            if let Ok(name) = PersonName::parse(&input) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
                prop_assert!(!crate::text::is_invisible(name.as_str()));
            }
        }
    }
}
