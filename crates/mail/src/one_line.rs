//! Text that stands on one line of a mail's head.

use regain_domain::text::without_deceptive;

/// Without line breaks, control characters and marks that hide or reorder text (S67).
pub(crate) fn one_line(text: &str) -> String {
    without_deceptive(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
