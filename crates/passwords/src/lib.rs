//! Password rules, for a server and for a page while somebody types: the same code judges in both.
//!
//! Nothing here does I/O, asks a clock or rolls dice; it builds for `wasm32-unknown-unknown`. It knows nothing of
//! accounts. Read first: `verdict.rs` (the reasons), `score.rs` (known words), `skeleton.rs` (look-alikes). What is judged:
//!
//! - **Length**, in characters and bytes ([`Length`]).
//! - **Known words**, the way Microsoft documents for Entra Password Protection ([`score`]): look-alikes are folded
//!   ([`skeleton`]), a password within one edit of a banned term is refused, and what is left counts in points: one for
//!   each banned term found, one for each other character, five are enough.
//! - **Common passwords**, by a filter of 41 KB ([`Common`]).
//! - **Repetition** and **sequences** (`abcd`, `4321`, `qwer`, a year).
//! - **Breached passwords**, the part of it that needs no network ([`breach`]).
//! - **Strength**, an estimate with one piece of advice ([`Strength`], [`StrengthAdvice`]).
//!
//! There are no rules about kinds of characters: they make passwords worse.
//!
//! ```
//! use regain_passwords::{Common, Reason, Rules, Terms};
//!
//! let names = Terms::new(["Anna Smith", "anna@example.org"]);
//! let banned = Terms::new(["contoso", "blank"]);
//! let rules = Rules { names: &names, banned: &banned, common: Some(Common::embedded()), ..Rules::default() };
//!
//! assert!(rules.judge("the lark of tomorrow sings").is_accepted());
//! assert_eq!(rules.judge("C0ntos0Blank12").reasons(), [Reason::TooFewPoints { points: 4 }]);
//! // Every reason is told, not the first alone.
//! let verdict = rules.judge("p@ssword");
//! assert_eq!(verdict.reasons(), [Reason::TooShort { minimum: 12 }, Reason::Common, Reason::TooFewPoints { points: 1 }]);
//! ```
//!
//! Give passwords in Unicode's form NFKC, as NIST SP 800-63B asks before hashing; which library makes it is left to the
//! caller, because browsers have one of their own.

pub mod breach;
mod common;
mod length;
mod repetition;
pub mod score;
mod sequence;
mod skeleton;
mod strength;
mod terms;
mod verdict;

pub use common::{Common, CommonError};
pub use length::{Length, LengthError};
pub use repetition::repeats;
pub use score::{ENOUGH, Piece, Score};
pub use sequence::sequence_at;
pub use skeleton::{folded, skeleton, within_one_edit};
pub use strength::{Level, Strength, StrengthAdvice};
pub use terms::{BannedTermError, Terms, banned_term};
pub use verdict::{Names, Reason, Rules, Verdict};
