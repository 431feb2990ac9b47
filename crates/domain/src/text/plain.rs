//! Shared by all text input: normalisation, and characters that are never accepted.

use super::unicode::{Class, is_virama, nfkc};

/// NFKC without invisible characters, so that full-width letters of an input method and marks in copied text make no
/// difference (S7). Trims outer whitespace. Joiners that are part of the spelling stay: with one, a Persian domain is
/// a different one.
pub(crate) fn plain(input: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c == '\u{2800}';
    if input.is_ascii() {
        return input.trim().to_owned();
    }

    let chars: Vec<char> = nfkc(input).chars().collect();
    let stays =
        |at: usize, c: char| !Class::Invisible.has(c) || is_joiner(c) && is_spelling(&chars, at);
    let seen: String = chars
        .iter()
        .enumerate()
        .filter(|(at, c)| stays(*at, **c))
        .map(|(_, c)| *c)
        .collect();

    seen.trim_matches(blank).to_owned()
}

/// The form that a search compares: NFKC, case-folded, without invisible characters.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }

    // To upper case and back, so that ß and ẞ become ss and ς becomes σ; letter by letter, so that position doesn't
    // matter.
    let seen = nfkc(text);
    let seen = seen.chars().filter(|c| !Class::Invisible.has(*c));
    let upper = seen
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase);
    let lower: String = upper.flat_map(char::to_lowercase).collect();

    nfkc(&lower)
}

/// Whether it is a control character, or an invisible mark that reorders or hides text.
#[must_use]
pub(crate) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Whether nothing of a text is visible.
#[must_use]
pub fn is_invisible(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c == '\u{2800}' || Class::Invisible.has(c))
}

/// Replaces characters that hide or reorder text by spaces. Joiners stay if they are part of the spelling.
#[must_use]
pub fn without_deceptive(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let shown = |(at, c): (usize, &char)| {
        if is_deceptive(*c) && !is_spelling(&chars, at) {
            ' '
        } else {
            *c
        }
    };
    chars.iter().enumerate().map(shown).collect()
}

/// Whether a text has a character that hides or reorders it, or an invisible one that the spelling doesn't need.
#[must_use]
pub fn is_hiding(text: &str) -> bool {
    if text.is_ascii() {
        return text.chars().any(is_deceptive);
    }

    let chars: Vec<char> = text.chars().collect();
    let hides = |(at, c): (usize, &char)| {
        (is_deceptive(*c) || Class::Invisible.has(*c)) && !is_spelling(&chars, at)
    };
    chars.iter().enumerate().any(hides)
}

const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether an invisible character is part of the spelling: a joiner or non-joiner between two letters of a script
/// that uses them, or after a virama (RFC 5892 appendix A); a variation selector after what it selects.
fn is_spelling(chars: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| chars[before]) else {
        return false;
    };

    match chars[at] {
        '\u{200C}' | '\u{200D}' | '\u{180E}' => {
            let joins = |c: Option<&char>| c.is_some_and(|c| Class::Joining.has(*c));
            let is_letter = |c: &&char| !Class::Mark.has(**c);
            is_virama(before)
                || joins(chars[..at].iter().rev().find(is_letter))
                    && joins(chars[at + 1..].iter().find(is_letter))
        }
        c if Class::Mark.has(c) => {
            !before.is_whitespace() && !is_deceptive(before) && !Class::Invisible.has(before)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_search_compares_without_width_case_and_invisible_marks() {
        for (one, other) in [
            ("ＡＮＮＡ", "anna"),
            ("Stra\u{DF}e", "STRASSE"),
            ("STRA\u{1E9E}E", "strasse"),
            ("ΣΟΦΟΣ", "σοφος"),
            ("ｱﾝﾅ", "アンナ"),
            ("Jose\u{301}", "JOS\u{C9}"),
            ("علی\u{200C}رضا", "علیرضا"),
            ("\u{200B}An\u{AD}na\u{FEFF}", "anna"),
            ("ﬁona", "FIONA"),
            ("Ⅳ", "iv"),
            ("İzmir", "i\u{307}zmir"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }

        assert_ne!(folded("José"), folded("Jose"));
    }

    proptest! {
        #[test]
        fn what_is_folded_stays_so(text in "\\PC{0,12}|[A-Za-zß-ÿΑ-ωЀ-ӿ가-힣ｦ-ﾟＡ-ｚ\u{200B}-\u{200F}\u{300}-\u{345}]{0,12}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once.clone(), "{:?}", text);
            prop_assert!(!once.chars().any(|c| Class::Invisible.has(c)));
        }

        #[test]
        fn plain_text_is_plain(text in "\\PC{0,12}") {
            let once = plain(&text);
            prop_assert!(!once.chars().any(|c| Class::Invisible.has(c) && !is_joiner(c)));
            prop_assert_eq!(plain(&once.to_ascii_lowercase()).is_ascii(), once.is_ascii());
        }
    }
}
