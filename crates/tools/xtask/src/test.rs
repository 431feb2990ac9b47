//! `cargo xtask test`: the parts of a full check, cheapest first.

mod cluster;
mod dependencies;
mod parts;
mod slow_machine;

use std::time::Instant;

use clap::ValueEnum;

use crate::found;
use crate::report::Report;
use crate::sh::{self, Result};
use crate::workspace::{Build, Workspace};

/// The parts, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// Formatting
    Fmt,
    /// Clippy: the server's side natively, the browser's for WebAssembly
    Lint,
    /// Licences, bans and sources of the dependencies, by `deny.toml`; advisories too, where cargo-deny is installed
    Deny,
    /// Only which crate may depend on which; `rust` has it too
    Arrows,
    /// Unit, database and HTTP tests, and the examples in the documentation
    Rust,
    /// The storage's tests on PostgreSQL
    Postgres,
    /// The product as `run` builds it, and a look through what is handed out
    Build,
    /// Playwright on that build
    Browser,
    /// `cargo leptos watch`: starts, rebuilds and reloads; only where it is named, for it takes cargo-leptos
    Watch,
}

/// The database under the tests that can run on either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// Files of SQLite
    #[default]
    Sqlite,
    /// A PostgreSQL server that this starts and ends
    Postgres,
}

/// The parts that somebody wants to test, and the manner.
pub(crate) struct Wish {
    /// Only these parts; if empty, all except those that must be named.
    pub(crate) parts: Vec<Part>,
    /// The build under test in the browser.
    pub(crate) build: Build,
    /// The engine of the tests that can run on either.
    pub(crate) engine: Engine,
    /// Whether the tests share one processor with busy loops.
    pub(crate) slow_machine: bool,
    /// Arguments for Playwright.
    pub(crate) playwright: Vec<String>,
}

impl Part {
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// Its description, and roughly how long it takes on two idle cores: with everything to
    /// compile, and without.
    const fn about(self) -> &'static str {
        match self {
            Self::Fmt => "formatting; a second",
            Self::Lint => {
                "clippy, natively and for the browser; 5 minutes the first time, then seconds"
            }
            Self::Deny => "licences and sources of the dependencies; a second",
            Self::Arrows => "which crate may depend on which; seconds",
            Self::Rust => {
                "unit, database and HTTP tests; 9 minutes the first time, 4 with everything compiled"
            }
            Self::Postgres => "the storage's tests on PostgreSQL; 2 minutes",
            Self::Build => "what `run` builds; 3 minutes the first time, then seconds",
            Self::Browser => "Playwright; 10 minutes",
            Self::Watch => {
                "`cargo leptos watch`; 20 minutes the first time, 2 with everything compiled"
            }
        }
    }

    /// Whether a failure lets the other parts go on, since they can still be judged.
    fn lets_others_go_on(self) -> bool {
        matches!(self, Self::Fmt | Self::Lint | Self::Deny | Self::Postgres)
    }
}

/// The parts to run for these names: all parts if empty, and no browser test of a stale build.
fn chosen(named: &[Part]) -> Vec<Part> {
    let all = Part::value_variants().iter().copied();
    if named.is_empty() {
        return all
            .filter(|part| !matches!(part, Part::Arrows | Part::Watch))
            .collect();
    }
    all.filter(|part| {
        named.contains(part) || (*part == Part::Build && named.contains(&Part::Browser))
    })
    .collect()
}

/// Runs the parts and closes with a summary.
pub(crate) fn run(workspace: &Workspace, wish: &Wish) -> Result {
    found::say(workspace)?;
    let mut report = Report::default();
    let mut stopped = false;
    let parts = chosen(&wish.parts);
    if wish.slow_machine {
        parts::compile(workspace, &parts, wish.build)?;
    }
    let _busy = wish
        .slow_machine
        .then(|| slow_machine::begin(workspace))
        .transpose()?;
    for (index, part) in parts.iter().copied().enumerate() {
        if stopped {
            report.add_not_run(part.name());
            continue;
        }
        sh::print("");
        sh::say(format!(
            "[{}/{}] test {}: {}",
            index + 1,
            parts.len(),
            part.name(),
            part.about()
        ));
        let start = Instant::now();
        let outcome = parts::check(workspace, part, wish);
        stopped = outcome.is_failure() && !part.lets_others_go_on();
        report.add(part.name(), outcome, start.elapsed());
    }
    report.close()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_names_everything_runs_once() {
        assert_eq!(
            chosen(&[]),
            [
                Part::Fmt,
                Part::Lint,
                Part::Deny,
                Part::Rust,
                Part::Postgres,
                Part::Build,
                Part::Browser
            ]
        );
    }

    #[test]
    fn the_browser_is_never_tested_on_a_stale_build() {
        assert_eq!(
            chosen(&[Part::Browser, Part::Fmt]),
            [Part::Fmt, Part::Build, Part::Browser]
        );
    }
}
