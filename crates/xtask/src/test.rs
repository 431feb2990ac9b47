//! `cargo xtask test`: the parts of a full check, cheapest first.

mod parts;

use std::time::Instant;

use clap::ValueEnum;

use crate::report::Report;
use crate::sh::{self, Result};
use crate::workspace::Workspace;

/// The parts, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
    /// Formatting
    Fmt,
    /// Clippy: the server's side natively, the browser's for WebAssembly
    Lint,
    /// Advisories, licences and sources of the dependencies, where cargo-deny is installed
    Deny,
    /// Only which crate may depend on which; `rust` has it too
    Arrows,
    /// Unit, database and HTTP tests, and the examples in the documentation
    Rust,
    /// The released build of server and browser bundle, and a look through what is in the bundle
    Build,
    /// Playwright on the released build
    Browser,
}

impl Part {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// After these, a failure doesn't hide what else is wrong: everything else can still be judged.
    fn lets_others_go_on(self) -> bool {
        matches!(self, Self::Fmt | Self::Lint | Self::Deny)
    }
}

/// What runs for these names: all parts where none is named, and no browser test of a stale build.
fn chosen(named: &[Part]) -> Vec<Part> {
    let all = Part::value_variants().iter().copied();
    if named.is_empty() {
        return all.filter(|part| *part != Part::Arrows).collect();
    }
    all.filter(|part| named.contains(part) || (*part == Part::Build && named.contains(&Part::Browser))).collect()
}

/// Runs the parts and closes with a summary.
pub(crate) fn run(workspace: &Workspace, named: &[Part], playwright: &[String]) -> Result {
    let mut report = Report::default();
    let mut stopped = false;
    for part in chosen(named) {
        if stopped {
            report.add_not_run(part.name());
            continue;
        }
        sh::print("");
        sh::say(format!("test {}", part.name()));
        let start = Instant::now();
        let outcome = parts::check(workspace, part, playwright);
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
        assert_eq!(chosen(&[]), [Part::Fmt, Part::Lint, Part::Deny, Part::Rust, Part::Build, Part::Browser]);
    }

    #[test]
    fn the_browser_is_never_tested_on_a_stale_build() {
        assert_eq!(chosen(&[Part::Browser, Part::Fmt]), [Part::Fmt, Part::Build, Part::Browser]);
    }
}
