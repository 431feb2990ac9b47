//! The measured suite: everything that an outsider can find out, guess, flood and block, each with
//! its figure, bound and verdict.
//!
//! One module per test, named by its number in `crates/REQUIREMENTS.md`. A test returns
//! [`Report`]s; it never decides what becomes of them. The long form is for a release build and an
//! idle machine; the short one runs with the other tests.

pub mod brute_force;
pub mod byte_differences;
mod connection;
pub mod cross_races;
pub mod enumeration;
pub mod kill;
pub mod lock_out;
pub mod mail_bomb;
pub mod mail_outage;
pub mod one_time;
pub mod overload;
mod planted;
mod relay;
mod report;
pub mod sign_in_cost;
pub mod start;
mod started;
pub mod stats;
pub mod storage_faults;
pub mod thief_inside;

pub use report::{Report, Verdict, failed, json, table};

/// The extent of the measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Everything, as the targets say.
    Full,
    /// Seconds only: whether the machinery works, and whether anything is grossly wrong.
    Short,
}

impl Form {
    /// Picks one of two figures.
    #[must_use]
    pub fn of<T>(self, full: T, short: T) -> T {
        match self {
            Self::Full => full,
            Self::Short => short,
        }
    }
}

/// Prints a line that doesn't fit into the table.
#[expect(
    clippy::print_stderr,
    reason = "a command-line tool speaks on its terminal"
)]
fn say(line: impl std::fmt::Display) {
    eprintln!("{line}");
}
