//! SQL, cut into words, signs, texts, spaces and comments.

use sqlparser::dialect::SQLiteDialect;
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};
use std::fmt;

/// A part of a statement, piece by piece. Joined, the pieces are the text again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pieces(pub(crate) Vec<String>);

impl Pieces {
    /// Cuts a text.
    pub(crate) fn of(text: &str) -> Result<Self, String> {
        let tokens = Tokenizer::new(&SQLiteDialect {}, text)
            .with_unescape(false)
            .tokenize()
            .map_err(|error| error.to_string())?;
        // Spaces come one by one; sqlparser writes the end of a comment's line twice.
        let pieces = tokens.iter().map(|token| match token {
            Token::Whitespace(Whitespace::SingleLineComment { prefix, comment }) => {
                format!("{prefix}{}", comment.trim_end())
            }
            other => other.to_string(),
        });
        Ok(Self(pieces.collect()))
    }

    /// The first words, without spaces and comments.
    pub(crate) fn words(&self, count: usize) -> Vec<&str> {
        self.0
            .iter()
            .filter(|piece| !is_blank(piece))
            .take(count)
            .map(String::as_str)
            .collect()
    }

    /// Position of the next piece that isn't a space or a comment, from `at` on.
    pub(crate) fn next(&self, at: usize) -> Option<usize> {
        (at..self.0.len()).find(|&at| !is_blank(&self.0[at]))
    }

    /// Whether the piece at a position is this word or sign.
    pub(crate) fn is(&self, at: Option<usize>, word: &str) -> bool {
        at.and_then(|at| self.0.get(at))
            .is_some_and(|piece| piece.eq_ignore_ascii_case(word))
    }

    /// Position of a word outside brackets, from `at` on.
    pub(crate) fn find(&self, at: usize, word: &str) -> Option<usize> {
        let mut depth = 0_usize;
        for (position, piece) in self.0.iter().enumerate().skip(at) {
            match piece.as_str() {
                piece if depth == 0 && piece.eq_ignore_ascii_case(word) => return Some(position),
                "(" => depth += 1,
                ")" => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }

    /// Position of the bracket that closes the one at `open`.
    pub(crate) fn close(&self, open: usize) -> Option<usize> {
        self.find(open + 1, ")")
    }

    /// The pieces of a range.
    pub(crate) fn part(&self, from: usize, to: usize) -> Self {
        Self(self.0[from..to].to_vec())
    }

    /// The parts between a sign that stands outside brackets.
    pub(crate) fn split(&self, sign: &str) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut from = 0;
        while let Some(at) = self.find(from, sign) {
            parts.push(self.part(from, at));
            from = at + 1;
        }
        parts.push(self.part(from, self.0.len()));
        parts
    }

    /// Whether there are only spaces and comments.
    pub(crate) fn is_blank(&self) -> bool {
        self.next(0).is_none()
    }
}

impl fmt::Display for Pieces {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.concat())
    }
}

fn is_blank(piece: &str) -> bool {
    piece.trim().is_empty() || piece.starts_with("--") || piece.starts_with("/*")
}
