//! Removes text around a copied address or user name: brackets, quotes, `mailto:`, a name, a comma.

use super::unicode::Class;
use percent_encoding::percent_decode_str;

/// Strips quotes, brackets and commas around a user name. Expects [`plain`](crate::text::plain) text.
pub(crate) fn bare_user_name(text: &str) -> String {
    let text = text.replace('\u{3002}', ".");

    // None of these occurs in a user name; characters that do (`.`, `-`, `_`) stay.
    let around = |c: char| {
        c.is_whitespace() || "<>\"'`*,;:!?\u{3001}\u{2032}".contains(c) || Class::Bracket.has(c)
    };
    text.trim_matches(around).to_owned()
}

/// The only address in a text; `None` if there are two, or if anything else isn't clearly separate. Expects
/// [`plain`](crate::text::plain) text. The result isn't validated.
///
/// `Anna Smith <anna@example.org>` has a name outside the brackets, `anna@example.org (Anna)` inside. A space alone
/// separates nothing: `anna smith@example.org` contains a mistake, and isn't the address `smith@example.org`.
pub(crate) fn bare_address(text: &str) -> Option<String> {
    let text = text.replace('\u{3002}', ".");
    let (outside, inside) = in_brackets(&text);
    let mut found: Option<String> = None;
    for part in inside
        .iter()
        .chain([&outside])
        .filter(|part| part.contains('@'))
    {
        let address = unwrapped(part)?;
        match &found {
            Some(other) if !other.eq_ignore_ascii_case(&address) => return None,
            _ => found = Some(address),
        }
    }

    found.or_else(|| Some(unwrapped(&text).unwrap_or(text)))
}

/// The text outside brackets, and each text inside. Curly brackets aren't included, since they may be part of an
/// address.
fn in_brackets(text: &str) -> (String, Vec<String>) {
    let mut outside = String::new();
    let mut inside = Vec::<String>::new();
    let mut is_inside = false;
    for c in text.chars() {
        match side(c) {
            Some(Side::Open) => {
                inside.push(String::new());
                outside.push(' ');
                is_inside = true;
            }
            Some(Side::Close) => {
                outside.push(' ');
                is_inside = false;
            }
            None => match inside.last_mut().filter(|_| is_inside) {
                Some(part) => part.push(c),
                None => outside.push(c),
            },
        }
    }

    (outside, inside)
}

enum Side {
    Open,
    Close,
}

/// Unicode pairs brackets, but the crates and browsers available here don't tell which side one is. These are the
/// brackets commonly written around addresses.
fn side(c: char) -> Option<Side> {
    match c {
        '<' | '(' | '[' | '\u{3008}' | '\u{300A}' | '\u{300C}' | '\u{300E}' | '\u{3010}'
        | '\u{3014}' | '\u{3016}' | '\u{3018}' | '\u{301A}' | '\u{00AB}' | '\u{2039}'
        | '\u{27E8}' | '\u{27EA}' => Some(Side::Open),
        '>' | ')' | ']' | '\u{3009}' | '\u{300B}' | '\u{300D}' | '\u{300F}' | '\u{3011}'
        | '\u{3015}' | '\u{3017}' | '\u{3019}' | '\u{301B}' | '\u{00BB}' | '\u{203A}'
        | '\u{27E9}' | '\u{27EB}' => Some(Side::Close),
        _ => None,
    }
}

/// Strips quotes, punctuation, `mailto:` and a label.
fn unwrapped(text: &str) -> Option<String> {
    let mut text = trimmed(text);
    if let Some(linked) = text
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
        .and(text.get(7..))
    {
        let address = linked.split('?').next().unwrap_or_default();
        return Some(trimmed(&percent_decode_str(address).decode_utf8().ok()?).to_owned());
    }

    if let Some((label, address)) = text.rsplit_once(':') {
        let is_label = label
            .chars()
            .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-') || !c.is_ascii());
        if !is_label || address.starts_with('/') {
            return None;
        }

        text = trimmed(address);
    }

    Some(text.to_owned())
}

/// Strips characters that an address neither begins nor ends with.
fn trimmed(mut text: &str) -> &str {
    let quote = |c: char| {
        c.is_whitespace() || c == '"' || !c.is_ascii() && (Class::Bracket.has(c) || c == '\u{2032}')
    };
    loop {
        let inner =
            text.trim_start_matches(|c| quote(c) || matches!(c, ',' | ';' | ':' | '\u{3001}'));
        let inner = inner.trim_end_matches(|c| {
            quote(c) || matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '\u{3001}')
        });
        let inner = match (inner.chars().next(), inner.chars().next_back()) {
            // A pair of these surrounds the address: they may begin one, but can't end one.
            (Some(first), Some(last)) if inner.len() > 1 && is_around(first, last) => {
                &inner[1..inner.len() - 1]
            }
            _ => inner,
        };

        if inner.len() == text.len() {
            return inner;
        }

        text = inner;
    }
}

const fn is_around(first: char, last: char) -> bool {
    matches!(
        (first, last),
        ('\'', '\'')
            | ('`', '`' | '\'')
            | ('*', '*')
            | ('_', '_')
            | ('~', '~')
            | ('|', '|')
            | ('{', '}')
    )
}
