//! What all text input shares: size, normalisation, characters that are never right.

use crate::unicode::nfkc;

/// Trims and applies NFKC, so that full-width letters from an input method equal their plain form (S7).
#[must_use]
pub fn nfkc_trimmed(input: &str) -> String {
    nfkc(input.trim()).trim().to_owned()
}

/// Control characters, and the invisible marks that reorder or hide text.
#[must_use]
pub fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}
