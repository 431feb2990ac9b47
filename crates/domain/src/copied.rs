//! What stands around an address or a user name that was copied: brackets, quotes, `mailto:`, a name, a comma.

use crate::unicode::Class;
use percent_encoding::percent_decode_str;

/// A user name without the quotes, brackets and commas around it. Text is [`plain`](crate::text::plain).
pub(crate) fn bare_user_name(text: &str) -> String {
    let text = text.replace('\u{3002}', ".");
    // None of these occurs in a user name; what does (`.`, `-`, `_`) stays.
    let around = |c: char| {
        c.is_whitespace() || "<>\"'`*,;:!?\u{3001}\u{2032}".contains(c) || Class::Bracket.has(c)
    };
    text.trim_matches(around).to_owned()
}

/// The one address in a text; `None` if there are two, or something that isn't clearly beside it. Text is
/// [`plain`](crate::text::plain). What comes back isn't judged yet.
///
/// `Anna Smith <anna@example.org>` has a name outside of brackets, `anna@example.org (Anna)` inside of them. A blank alone parts
/// nothing: `anna smith@example.org` has a mistake, and isn't the address `smith@example.org`.
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

/// Text outside of brackets, and each that is inside. Curly ones may be part of an address.
fn in_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut is_inside) = (String::new(), Vec::<String>::new(), false);
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

/// Unicode pairs brackets, but doesn't tell the crates and browsers at hand which side one is; those that people write
/// around addresses.
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

/// Takes off quotes, punctuation, `mailto:` and a label.
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

/// Without what an address neither begins nor ends with.
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
            // May begin an address, but end none: these stand around it.
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
