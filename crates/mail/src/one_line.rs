//! Text on one line of a mail's header.

use regain_domain::text::without_deceptive;

/// Removes line breaks, control characters and marks that hide or reorder text (S67).
pub(crate) fn one_line(text: &str) -> String {
    without_deceptive(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
