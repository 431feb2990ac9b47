//! The language that a person chose.

use super::cookies::set_language;
use regain_domain::Language;

/// Remembers the choice in this browser.
pub fn choose_language(language: Language) {
    set_language(language);
}
