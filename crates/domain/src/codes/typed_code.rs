//! Parses codes as people type and paste them: with a label, in brackets, in groups, with digits of other scripts.
//!
//! Text is split into words of ASCII letters and digits, separated by grouping (a dash, a dot), a space, or something
//! that occurs in no code. The lengths of all codes decide which words form the code, not only that of the one asked
//! for: no text can be tried as two kinds of code.

use crate::text::unicode::{Class, digit, nfkc};
use zeroize::Zeroizing;

/// Why typed text isn't a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The text was empty.
    #[error("no code was given")]
    Empty,
    /// The number of symbols is wrong.
    #[error("the code has the wrong length")]
    Length,
    /// A character that occurs in no code.
    #[error("the code has a character that no code has")]
    Character,
    /// More than one code, so it isn't clear which is meant.
    #[error("there is more than one code")]
    Several,
}

/// Most bytes examined: the longest code with a link and a sentence around it.
const MAX: usize = 1024;

/// The separator before a word, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// Dashes, dots, underscores.
    Grouping,
    /// Spaces.
    Blank,
    /// The beginning, or anything else.
    Apart,
}

struct Word {
    before: Gap,
    text: Zeroizing<String>,
    /// Its symbols, if it can be part of a code.
    symbols: Option<Zeroizing<String>>,
    is_label: bool,
}

/// Reads the only code in a text. Its length is one of `lengths`; `symbol` maps a letter or digit to the symbol that
/// it means.
///
/// # Errors
/// The rule that the text breaks.
pub(crate) fn read(
    input: &str,
    lengths: &[usize],
    symbol: fn(char) -> Option<char>,
) -> Result<Zeroizing<String>, CodeError> {
    if input.len() > MAX {
        return Err(CodeError::Length);
    }

    let (words, has_other) = words(input, symbol);
    if words.is_empty() {
        return Err(if has_other {
            CodeError::Character
        } else {
            CodeError::Empty
        });
    }

    let fits = |words: &&[Word]| lengths.contains(&length(words));
    let as_shown = words.len() == 1 || words.iter().all(|word| word.text.len() == 4);
    let in_one = words[1..].iter().all(|word| word.before != Gap::Apart)
        && words.iter().all(|w| w.symbols.is_some());
    if as_shown && in_one && fits(&words.as_slice()) {
        return Ok(joined(&words));
    }

    for with_labels in [false, true] {
        let parts = words.split(|word| word.symbols.is_none() || word.is_label && !with_labels);
        let pieces = parts.flat_map(|part| part.chunk_by(|_, next| next.before != Gap::Apart));

        // If a piece is longer than a code, one of its groups may be the code: `1. ABCD-EFGH`.
        let (whole, more): (Vec<&[Word]>, Vec<&[Word]>) = pieces.partition(fits);
        let groups = more
            .into_iter()
            .flat_map(|piece| piece.chunk_by(|_, next| next.before == Gap::Grouping));
        let (groups, singles): (Vec<&[Word]>, Vec<&[Word]>) =
            groups.filter(fits).partition(|group| group.len() > 1);

        // Another single word that could be a code: it has a digit, so it isn't a word of a sentence.
        let rival = singles
            .iter()
            .any(|single| single[0].text.contains(|c: char| c.is_ascii_digit()));
        let mut found = whole.into_iter().chain(groups);

        match (found.next(), found.next()) {
            (Some(_), None) if rival => return Err(CodeError::Several),
            (Some(code), None) => return Ok(joined(code)),
            (Some(_), Some(_)) => return Err(CodeError::Several),
            (None, _) => {}
        }
    }

    Err(if in_one && !has_other {
        CodeError::Length
    } else {
        CodeError::Character
    })
}

fn length(words: &[Word]) -> usize {
    words
        .iter()
        .filter_map(|word| word.symbols.as_ref())
        .map(|symbols| symbols.len())
        .sum()
}

fn joined(words: &[Word]) -> Zeroizing<String> {
    let mut code = Zeroizing::new(String::with_capacity(length(words)));
    words
        .iter()
        .filter_map(|word| word.symbols.as_ref())
        .for_each(|symbols| code.push_str(symbols));
    code
}

/// The words of a text, and whether it contains anything but words, spaces and grouping.
fn words(input: &str, symbol: fn(char) -> Option<char>) -> (Vec<Word>, bool) {
    let mut words = Vec::<Word>::new();
    let mut has_other = false;

    // The separator since the last word.
    let mut since = Some(Gap::Apart);
    for c in Zeroizing::new(nfkc(input)).chars() {
        // Invisible characters, and asterisks around bold letters, are allowed anywhere.
        if Class::Invisible.has(c) || matches!(c, '*' | '`') {
            continue;
        }

        let c = digit(c).unwrap_or(c);
        if !c.is_ascii_alphanumeric() {
            let gap = gap(c);
            has_other |= gap == Gap::Apart;
            since = since.max(Some(gap));
            continue;
        }

        match (since.take(), words.last_mut()) {
            (None, Some(word)) => word.text.push(c),
            (before, _) => words.push(Word {
                before: before.unwrap_or(Gap::Apart),
                text: Zeroizing::new(c.into()),
                symbols: None,
                is_label: false,
            }),
        }
    }

    for at in 0..words.len() {
        let is_grouped = words[at].before == Gap::Grouping
            || words
                .get(at + 1)
                .is_some_and(|next| next.before == Gap::Grouping);
        let word = &mut words[at];
        word.symbols = word
            .text
            .chars()
            .map(symbol)
            .collect::<Option<String>>()
            .map(Zeroizing::new);

        // "Code", "is", "recovery": codes are never shown with I, L, O or U, and rarely typed with them and without a
        // digit.
        word.is_label = !is_grouped
            && word.text.bytes().all(|byte| byte.is_ascii_alphabetic())
            && word
                .text
                .contains(|c: char| "ILOU".contains(c.to_ascii_uppercase()));
    }

    (words, has_other)
}

fn gap(c: char) -> Gap {
    match c {
        '_' | '.' | '~' | '\u{B7}' | '\u{2D7}' | '\u{2022}' | '\u{2027}' | '\u{2043}'
        | '\u{2212}' | '\u{2219}' | '\u{22C5}' | '\u{2500}' | '\u{2501}' | '\u{2796}'
        | '\u{3002}' | '\u{30FB}' | '\u{30FC}' => Gap::Grouping,
        _ if Class::Dash.has(c) => Gap::Grouping,
        _ if c.is_whitespace() || c == '\u{2800}' => Gap::Blank,
        _ => Gap::Apart,
    }
}

#[cfg(test)]
mod tests;
