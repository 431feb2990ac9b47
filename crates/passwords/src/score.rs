//! What is left of a password once known words are taken out.
//!
//! As Microsoft documents for Entra Password Protection: each banned term that is found gives one point, each other character
//! gives one point, and five points are enough. Beyond the documentation, a run such as `1234`, `qwer` or a year is one point too,
//! and where terms can be found in more than one way, the way with the fewest points counts.

use crate::common::{self, Common};
use crate::sequence_at;
use crate::skeleton::{lower, skeleton};
use crate::terms::Terms;
use zeroize::Zeroizing;

/// The points that are enough.
pub const ENOUGH: usize = 5;

/// What one point was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A name around the person or the organisation.
    Name,
    /// A banned term.
    Banned,
    /// A run of neighbours.
    Sequence,
    /// A common password.
    Common,
    /// A character that is part of nothing known.
    Character,
}

/// A password in pieces, one point each. It holds no text of the password, only where pieces begin and end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    pieces: Vec<(Piece, usize)>,
}

impl Score {
    /// Takes a password apart.
    ///
    /// ```
    /// use regain_passwords::{Score, Terms};
    ///
    /// let banned = Terms::new(["contoso", "blank"]);
    /// let score = |password: &str| Score::of(password, &Terms::default(), &banned, None);
    /// // Microsoft's two examples.
    /// let refused = score("C0ntos0Blank12");
    /// assert_eq!(refused.explained("C0ntos0Blank12").as_str(), "[contoso] + [blank] + [1] + [2]");
    /// assert!(refused.points() == 4 && !refused.is_enough());
    /// let accepted = score("ContoS0Bl@nkf9!");
    /// assert_eq!(accepted.explained("ContoS0Bl@nkf9!").as_str(), "[contoso] + [blank] + [f] + [9] + [!]");
    /// assert!(accepted.points() == 5 && accepted.is_enough());
    /// ```
    #[must_use]
    pub fn of(password: &str, names: &Terms, banned: &Terms, common: Option<&Common>) -> Self {
        let shape = skeleton(password);
        let mut plain = Zeroizing::new(Vec::with_capacity(password.len()));
        plain.extend(password.chars().map(lower));
        let count = shape.len();

        // From the end: the fewest points from each place on, and the piece there.
        let mut best: Vec<(usize, Piece, usize)> = vec![(0, Piece::Character, 0); count + 1];
        for place in (0..count).rev() {
            let mut found = (1 + best[place + 1].0, Piece::Character, 1);
            let mut offer = |piece, length: usize| {
                let points = 1 + best[place + length].0;
                if points < found.0 {
                    found = (points, piece, length);
                }
            };
            for (piece, terms) in [(Piece::Name, names), (Piece::Banned, banned)] {
                for term in terms
                    .skeletons()
                    .iter()
                    .filter(|term| shape[place..].starts_with(term))
                {
                    offer(piece, term.len());
                }
            }

            let run = sequence_at(&plain, place);
            if run > 0 {
                offer(Piece::Sequence, run);
            }

            if let Some(common) = common {
                for length in common::SHORTEST..=common::LONGEST.min(count - place) {
                    if common.has(&shape[place..place + length]) {
                        offer(Piece::Common, length);
                    }
                }
            }

            best[place] = found;
        }

        let mut pieces = Vec::with_capacity(best[0].0);
        let mut place = 0;
        while place < count {
            let (_, piece, length) = best[place];
            pieces.push((piece, length));
            place += length;
        }

        Self { pieces }
    }

    /// The points.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.pieces.len()
    }

    /// Whether they are enough.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.points() >= ENOUGH
    }

    /// Each piece, and how many characters it has.
    #[must_use]
    pub fn pieces(&self) -> &[(Piece, usize)] {
        &self.pieces
    }

    /// The pieces of the password, for the person who typed it and nobody else: terms in the form they were found in.
    #[must_use]
    pub fn explained(&self, password: &str) -> Zeroizing<String> {
        let mut words = Zeroizing::new(String::with_capacity(8 * password.len()));
        let mut letters = password.chars().map(lower);
        for (piece, length) in &self.pieces {
            if !words.is_empty() {
                words.push_str(" + ");
            }

            words.push('[');
            let is_word = !matches!(piece, Piece::Character | Piece::Sequence);
            words.extend(
                letters
                    .by_ref()
                    .take(*length)
                    .map(|c| if is_word { readable(c) } else { c }),
            );
            words.push(']');
        }

        words
    }
}

/// The letter that a sign inside of a word stands for, as Microsoft documents it.
const fn readable(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'l',
        '$' => 's',
        '@' => 'a',
        other => other,
    }
}
