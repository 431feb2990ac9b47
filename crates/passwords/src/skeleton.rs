//! Look-alikes: what stands for what, and the shape that is left.

use zeroize::Zeroizing;

/// The letter that a character stands for.
///
/// The first four are those that Microsoft documents. `i`, `l`, `1` and `!` stand for each other in practice, so all of them
/// become `l`; a skeleton is for comparing, not for reading.
const fn letter_of(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' | 'i' => 'l',
        '$' | '5' => 's',
        '@' | '4' => 'a',
        '3' | '€' => 'e',
        '7' | '+' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    }
}

/// The skeleton of a text: lower case, look-alikes folded. Terms and passwords are compared by it.
///
/// One character of the text is one of the skeleton.
///
/// ```
/// use regain_passwords::skeleton;
///
/// assert_eq!(skeleton("C0nt0$o").as_slice(), skeleton("contoso").as_slice());
/// assert_eq!(skeleton("Bl@nK").as_slice(), skeleton("blank").as_slice());
/// assert_eq!(skeleton("!l1I").as_slice(), ['l'; 4]);
/// ```
#[must_use]
pub fn skeleton(text: &str) -> Zeroizing<Vec<char>> {
    let mut letters = Zeroizing::new(Vec::with_capacity(text.len()));
    letters.extend(text.chars().map(|c| letter_of(lower(c))));
    letters
}

/// One character in lower case, where that is one character.
pub(crate) fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Letters and digits alone, in lower case: "Anna-Smith" and "annasmith" are one word.
#[must_use]
pub fn folded(text: &str) -> Zeroizing<String> {
    let mut folded = Zeroizing::new(String::with_capacity(2 * text.len()));
    folded.extend(
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase),
    );
    folded
}

/// Whether one text becomes the other by at most one insertion, removal or replacement of a character.
///
/// ```
/// use regain_passwords::{skeleton, within_one_edit};
///
/// let near = |a: &str, b: &str| within_one_edit(&skeleton(a), &skeleton(b));
/// // Microsoft's examples: all three are one edit away from "abcdef".
/// assert!(near("abcdeg", "abcdef") && near("abcdefg", "abcdef") && near("abcde", "abcdef"));
/// assert!(!near("abcd", "abcdef") && !near("badcef", "abcdef"));
/// ```
#[must_use]
pub fn within_one_edit(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }

    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let rest = &long[(same + 1).min(long.len())..];

    if short.len() == long.len() {
        short[(same + 1).min(short.len())..] == *rest
    } else {
        short[same..] == *rest
    }
}
