//! Unicode normalisation (UAX #15), character properties (UAX #44) and domain names (UTS #46). The server uses
//! libraries; the browser uses its own tables, since the libraries' would be half of what a phone has to load.

#[cfg(not(target_arch = "wasm32"))]
mod library;
#[cfg(not(target_arch = "wasm32"))]
use library as with_tables;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
use browser as with_tables;

#[cfg(any(target_arch = "wasm32", test))]
mod patterns;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use with_tables::domain_shown;
pub(crate) use with_tables::{domain_to_ascii, nfc, nfkc};

/// Classes of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Not visible by itself: `Default_Ignorable_Code_Point`, and annotation marks.
    Invisible,
    /// `Dash_Punctuation`.
    Dash,
    /// `Decimal_Number`.
    Digit,
    /// `Mark`: attached to the letter before it.
    Mark,
    /// Brackets and quotation marks: `Ps`, `Pe`, `Pi`, `Pf`.
    Bracket,
    /// Unknown to Unicode: unassigned, private use, and noncharacters.
    Unassigned,
    /// A letter of a script whose spelling uses joiners and non-joiners.
    Joining,
}

impl Class {
    /// Whether a character is of this class. In ASCII, only dashes, digits and brackets are.
    pub(crate) fn has(self, c: char) -> bool {
        match self {
            Self::Dash if c.is_ascii() => c == '-',
            Self::Digit if c.is_ascii() => c.is_ascii_digit(),
            Self::Bracket if c.is_ascii() => "()[]{}".contains(c),
            Self::Invisible | Self::Mark | Self::Unassigned | Self::Joining if c.is_ascii() => {
                false
            }
            _ => with_tables::is(self, c),
        }
    }
}

/// The value of a decimal digit in any script. Unicode encodes the ten digits of a script consecutively from zero,
/// and guarantees that.
pub(crate) fn digit(c: char) -> Option<char> {
    if !Class::Digit.has(c) {
        return None;
    }

    let before = (1..100)
        .map_while(|back| char::from_u32(u32::from(c) - back))
        .take_while(|c| Class::Digit.has(*c));
    char::from_digit(u32::try_from(before.count()).unwrap_or_default() % 10, 10)
}

/// A sign that a letter has lost its vowel (`Canonical_Combining_Class` virama). A joiner after it controls how the
/// letters are written together (RFC 5892 appendix A).
pub(crate) const fn is_virama(c: char) -> bool {
    matches!(
        c,
        '\u{094D}'
            | '\u{09CD}'
            | '\u{0A4D}'
            | '\u{0ACD}'
            | '\u{0B4D}'
            | '\u{0BCD}'
            | '\u{0C4D}'
            | '\u{0CCD}'
            | '\u{0D3B}'
            | '\u{0D3C}'
            | '\u{0D4D}'
            | '\u{0DCA}'
            | '\u{1039}'
            | '\u{103A}'
            | '\u{17D2}'
            | '\u{1B44}'
            | '\u{A9C0}'
            | '\u{ABED}'
            | '\u{11046}'
            | '\u{1134D}'
            | '\u{11442}'
            | '\u{114C2}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_know_their_characters() {
        let of = |class: Class, those: &str| those.chars().all(|c| class.has(c));
        assert!(of(
            Class::Invisible,
            "\u{AD}\u{34F}\u{61C}\u{115F}\u{180E}\u{200B}\u{200F}\u{202E}\u{2060}\u{2064}\u{2066}"
        ));
        assert!(of(
            Class::Invisible,
            "\u{3164}\u{FE0F}\u{FEFF}\u{FFA0}\u{FFF9}\u{E0041}\u{E0100}"
        ));
        assert!(of(
            Class::Dash,
            "-\u{2010}\u{2011}\u{2013}\u{2014}\u{2015}\u{2E3A}\u{FE58}\u{FF0D}\u{5BE}\u{301C}"
        ));
        assert!(of(Class::Mark, "\u{301}\u{64E}\u{94D}\u{DCA}\u{FE0F}"));
        assert!(of(Class::Bracket, "()[]{}「」【】《》“”‘’«»（）"));
        assert!(of(Class::Joining, "علیकকਕકകකකཀကက"));
        assert!(of(
            Class::Unassigned,
            "\u{378}\u{E000}\u{FDD0}\u{FFFE}\u{F0000}\u{10FFFF}"
        ));

        for (class, none) in [
            (Class::Unassigned, "aé例\u{301}\u{E0100}❤"),
            (Class::Invisible, "a 例é\u{301}क्"),
            (Class::Dash, "_.\u{2212}aー"),
            (Class::Digit, "aⅣ一²"),
            (Class::Mark, "aـ例"),
            (Class::Bracket, "<>\"'*a"),
            (Class::Joining, "aéжω例あ가א٠\u{200D}"),
        ] {
            assert!(none.chars().all(|c| !class.has(c)), "{class:?} {none}");
        }
    }

    #[test]
    fn digits_of_every_script_have_their_values() {
        for digits in [
            "0123456789",
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "०१२३४५६७८९",
            "০১২৩৪৫৬৭৮৯",
            "๐๑๒๓๔๕๖๗๘๙",
            "０１２３４５６７８９",
        ] {
            let read: String = digits.chars().filter_map(digit).collect();
            assert_eq!(read, "0123456789", "{digits}");
        }

        let bold: String = "𝟎𝟏𝟗𝟘𝟙𝟡𝟶𝟿".chars().filter_map(digit).collect();
        assert_eq!(bold, "01901909");
        assert_eq!(digit('a'), None);
    }

    #[test]
    fn digits_stand_in_tens() {
        let mut run = 0;
        for c in '\0'..=char::MAX {
            if Class::Digit.has(c) {
                run += 1;
            } else {
                assert_eq!(run % 10, 0, "before {c:?}");
                run = 0;
            }
        }
    }

    #[test]
    fn viramas_are_what_unicode_calls_so() {
        use icu_properties::{CodePointMapData, props::CanonicalCombiningClass};

        let class = CodePointMapData::<CanonicalCombiningClass>::new();
        for c in ('\0'..=char::MAX).filter(|c| is_virama(*c)) {
            assert_eq!(class.get(c), CanonicalCombiningClass::Virama, "{c:?}");
        }
    }
}
