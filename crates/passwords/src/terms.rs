//! Words that an attacker would try first: names around a person, and what an organisation bans.

use crate::skeleton::{folded, lower, skeleton};

/// Words, as skeletons and folded; made once, compared often.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    skeletons: Vec<Vec<char>>,
    whole: Vec<String>,
}

/// The shortest term that is looked for inside of passwords.
pub(crate) const SHORTEST: usize = 4;

impl Terms {
    /// Of these words. A name of several parts counts as a whole, and by each part of four characters and more.
    ///
    /// ```
    /// use regain_passwords::Terms;
    ///
    /// let terms = Terms::new(["Anna-Maria Li"]);
    /// assert!(terms.make_up("anna.maria.li Anna Maria Li"));
    /// assert!(!terms.make_up("anna"), "a part is no whole");
    /// ```
    #[must_use]
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut terms = Self::default();
        for word in words {
            terms.push(word);
        }

        terms
    }

    /// Adds a word.
    pub fn push(&mut self, word: &str) {
        let whole = folded(word);
        if whole.chars().count() >= 2 && !self.whole.contains(&whole) {
            self.look_for(word);
            self.look_for(&whole);
            word.split(|c: char| !c.is_alphanumeric())
                .for_each(|part| self.look_for(part));
            self.whole.push(whole.to_string());
        }
    }

    fn look_for(&mut self, part: &str) {
        let part = skeleton(part);
        if part.len() >= SHORTEST && !self.skeletons.contains(&part) {
            self.skeletons.push(part.to_vec());
        }
    }

    /// The skeletons that are looked for.
    pub(crate) fn skeletons(&self) -> &[Vec<char>] {
        &self.skeletons
    }

    /// Whether one of the words, perhaps repeated and with anything but letters and digits between, is the whole password.
    #[must_use]
    pub fn make_up(&self, password: &str) -> bool {
        let password = folded(password);
        let repeated = |word: &str| {
            let mut rest = password.as_str();
            while let Some(less) = rest.strip_prefix(word) {
                rest = less;
            }

            rest.is_empty()
        };
        !password.is_empty() && self.whole.iter().any(|word| repeated(word))
    }
}

/// Why a word can't be a banned term of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BannedTermError {
    /// It has fewer than 4 or more than 16 characters.
    Length,
    /// It has something else than letters and digits.
    Character,
}

/// A banned term of an organisation: 4 to 16 letters or digits, whatever their case.
///
/// ```
/// use regain_passwords::{BannedTermError, banned_term};
///
/// assert_eq!(banned_term(" Contoso "), Ok("contoso".to_owned()));
/// assert_eq!(banned_term("abc"), Err(BannedTermError::Length));
/// assert_eq!(banned_term("two words"), Err(BannedTermError::Character));
/// ```
///
/// # Errors
/// What is wrong with it.
pub fn banned_term(text: &str) -> Result<String, BannedTermError> {
    let term = text.trim();
    if !(SHORTEST..=16).contains(&term.chars().count()) {
        return Err(BannedTermError::Length);
    }

    if !term.chars().all(char::is_alphanumeric) {
        return Err(BannedTermError::Character);
    }

    // Letter by letter, as skeletons are made: otherwise a Greek word at whose end another sigma stands, or a Turkish one with a
    // dotted capital I, would have a shape that no password has.
    Ok(term.chars().map(lower).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s35_a_banned_term_keeps_the_shape_by_which_it_is_found() {
        for word in ["ΒΌΛΟΣ", "İstanbul", "Straße", "Äpfel", "Contoso"] {
            let term = banned_term(word).expect("a term");
            assert_eq!(skeleton(&term), skeleton(word), "{word}");
            assert_eq!(
                banned_term(&term).as_ref(),
                Ok(&term),
                "read again the same"
            );
        }
    }
}
