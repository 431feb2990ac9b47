//! How hard a password is to guess, roughly.
//!
//! This is an estimate, made cheap enough for every keystroke on a phone: pieces of the [`Score`] and single characters are
//! worth some bits each, and the sum is one of five levels. It knows no dictionary beside the list of common passwords and
//! errs low for random characters. It decides nothing; the rules do.

use crate::repeats;
use crate::score::{Piece, Score};

/// How hard a password is to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// A rule refuses it, or it falls at once.
    #[default]
    None,
    /// Below 2³⁰ guesses.
    Weak,
    /// Below 2⁴² guesses.
    Fair,
    /// Below 2⁵⁶ guesses.
    Good,
    /// More.
    Strong,
}

/// What would make it better; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrengthAdvice {
    /// It repeats itself: use different words.
    Vary,
    /// Much of it is known words or names: add others.
    OwnWords,
    /// Runs such as `1234` add next to nothing.
    NoRuns,
    /// One more word would help.
    Longer,
    /// Nothing more is needed.
    Keep,
}

/// An estimate with one piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// How hard it is to guess.
    pub level: Level,
    /// What would make it better.
    pub advice: StrengthAdvice,
}

impl Level {
    /// 0 to 4.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl Strength {
    /// Estimates.
    ///
    /// ```
    /// use regain_passwords::{StrengthAdvice, Level, Score, Strength, Terms};
    ///
    /// let none = Terms::default();
    /// let of = |password: &str| Strength::of(password, &Score::of(password, &none, &none, None));
    /// assert_eq!(of("the lark of tomorrow sings at noon"), Strength { level: Level::Strong, advice: StrengthAdvice::Keep });
    /// assert_eq!(of("abcdefgh12345678"), Strength { level: Level::None, advice: StrengthAdvice::NoRuns });
    /// assert_eq!(of("zu-zu-zu-zu-zu-zu").advice, StrengthAdvice::Vary);
    /// ```
    #[must_use]
    pub fn of(password: &str, score: &Score) -> Self {
        let mut bits = 0;
        let mut known = 0;
        let mut runs = 0;
        let mut letters = password.chars();
        let mut before: Option<char> = None;

        for (piece, length) in score.pieces() {
            let here = letters.next();
            bits += match piece {
                Piece::Name | Piece::Banned => 40,
                Piece::Common => 110,
                Piece::Sequence => 50,
                Piece::Character => here.map_or(0, |here| tenths(before, here)),
            };

            match piece {
                Piece::Name | Piece::Banned | Piece::Common => known += length,
                Piece::Sequence => runs += length,
                Piece::Character => {}
            }

            before = if *length > 1 {
                letters.nth(length - 2)
            } else {
                here
            };
        }

        let characters: usize = score.pieces().iter().map(|(_, length)| length).sum();
        let repeated = repeats(password);
        let level = match bits {
            _ if repeated || !score.is_enough() => Level::None,
            0..200 => Level::None,
            200..300 => Level::Weak,
            300..420 => Level::Fair,
            420..560 => Level::Good,
            _ => Level::Strong,
        };

        let advice = if repeated {
            StrengthAdvice::Vary
        } else if level >= Level::Strong {
            StrengthAdvice::Keep
        } else if 3 * known >= characters && known > 0 {
            StrengthAdvice::OwnWords
        } else if 3 * runs >= characters && runs > 0 {
            StrengthAdvice::NoRuns
        } else if level >= Level::Good {
            StrengthAdvice::Keep
        } else {
            StrengthAdvice::Longer
        };

        Self { level, advice }
    }
}

/// Tenths of bits that a character is worth after another.
const fn tenths(before: Option<char>, here: char) -> u32 {
    match before {
        Some(before) if before as u32 == here as u32 => 10,
        // Letters after letters are mostly words.
        Some(before) if before.is_ascii_lowercase() && here.is_ascii_lowercase() => 30,
        _ if here == ' ' => 15,
        _ if here.is_ascii_digit() => 33,
        _ if here.is_ascii_alphabetic() => 45,
        _ if here.is_ascii() => 40,
        _ => 70,
    }
}
