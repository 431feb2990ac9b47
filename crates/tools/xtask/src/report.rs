//! The outcome of each part of a test run, and the summary at its end.

use std::time::Duration;

use crate::counts::Counts;
use crate::sh::{self, Failure, Result};

/// How a part ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Passed, with the number of tests if the part has any.
    Passed(Option<Counts>),
    /// Couldn't run on this machine, and the reason; the run as a whole isn't complete.
    NotRun(&'static str),
    /// Failed, with the reason.
    Failed(Failure, Option<Counts>),
}

impl Outcome {
    /// For a check without tests in it.
    pub(crate) fn of_check(result: Result) -> Self {
        match result {
            Ok(()) => Self::Passed(None),
            Err(failure) => Self::Failed(failure, None),
        }
    }

    /// For a test runner. One that succeeds without running anything hasn't tested anything.
    pub(crate) fn of_tests(counts: Counts, result: Result) -> Self {
        match result {
            Ok(()) if counts.failed > 0 => Self::Failed(
                Failure::new("not every test came to a good end"),
                Some(counts),
            ),
            Ok(()) if counts.passed == 0 => Self::Failed(Failure::new("no test ran"), Some(counts)),
            Ok(()) => Self::Passed(Some(counts)),
            Err(failure) => Self::Failed(failure, Some(counts)),
        }
    }

    /// Whether the run as a whole must fail.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(self, Self::Failed(..))
    }

    fn counts(&self) -> Option<Counts> {
        match self {
            Self::Passed(counts) | Self::Failed(_, counts) => *counts,
            Self::NotRun(_) => None,
        }
    }

    fn described(&self) -> String {
        match self {
            Self::Passed(None) => "ok".to_owned(),
            Self::Passed(Some(counts)) => counts.to_string(),
            Self::NotRun(why) => format!("NOT RUN: {why}"),
            Self::Failed(why, None) => format!("FAILED: {why}"),
            Self::Failed(why, Some(counts)) => format!("FAILED: {counts}: {why}"),
        }
    }
}

/// The parts of a run in their order. The run didn't reach a part without an outcome.
#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: Vec<(String, Option<(Outcome, Duration)>)>,
}

impl Report {
    /// Notes how a part ended and how long it took.
    pub(crate) fn add(&mut self, part: String, outcome: Outcome, took: Duration) {
        self.lines.push((part, Some((outcome, took))));
    }

    /// Notes a part that an earlier failure kept from running.
    pub(crate) fn add_not_run(&mut self, part: String) {
        self.lines.push((part, None));
    }

    /// Prints the summary, and fails if any part did.
    pub(crate) fn close(&self) -> Result {
        sh::print("");
        sh::say("Result");
        for (part, outcome) in &self.lines {
            match outcome {
                Some((outcome, took)) => {
                    sh::print(format_args!(
                        "  {part:8}{:5} s  {}",
                        took.as_secs(),
                        outcome.described()
                    ));
                }
                None => sh::print(format_args!("  {part:8}      -  not run")),
            }
        }
        let mut total = Counts::default();
        self.outcomes()
            .filter_map(Outcome::counts)
            .for_each(|counts| total += counts);
        if total != Counts::default() {
            sh::print(format_args!("total: {total}"));
        }
        let failed: Vec<&str> = self
            .lines
            .iter()
            .filter(|(_, outcome)| {
                outcome
                    .as_ref()
                    .is_some_and(|(outcome, _)| outcome.is_failure())
            })
            .map(|(part, _)| part.as_str())
            .collect();
        if !failed.is_empty() {
            return Err(Failure::new(format!("failed: {}", failed.join(", "))));
        }
        let not_run: Vec<&str> = self
            .lines
            .iter()
            .filter(|(_, outcome)| matches!(outcome, Some((Outcome::NotRun(_), _))))
            .map(|(part, _)| part.as_str())
            .collect();
        if not_run.is_empty() {
            Ok(())
        } else {
            Err(Failure::incomplete(format!(
                "nothing failed, but not run: {}",
                not_run.join(", ")
            )))
        }
    }

    fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.lines
            .iter()
            .filter_map(|(_, outcome)| outcome.as_ref())
            .map(|(outcome, _)| outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_ran_nothing_is_a_failure() {
        assert!(Outcome::of_tests(Counts::default(), Ok(())).is_failure());
    }

    #[test]
    fn a_flaky_test_is_a_failure_even_where_the_runner_forgives_it() {
        let counts = Counts {
            passed: 3,
            failed: 1,
            skipped: 0,
        };
        assert!(Outcome::of_tests(counts, Ok(())).is_failure());
    }

    #[test]
    fn one_failed_part_fails_the_run_and_names_itself() {
        let mut report = Report::default();
        report.add(
            "fmt".to_owned(),
            Outcome::of_check(Err(Failure::new("not formatted"))),
            Duration::ZERO,
        );
        report.add(
            "browser".to_owned(),
            Outcome::NotRun("no browser"),
            Duration::ZERO,
        );
        report.add_not_run("watch".to_owned());
        assert_eq!(report.close().unwrap_err().to_string(), "failed: fmt");
    }

    #[test]
    fn what_could_not_be_tried_has_an_exit_code_of_its_own() {
        let mut report = Report::default();
        report.add("rust".to_owned(), Outcome::of_check(Ok(())), Duration::ZERO);
        report.add(
            "browser".to_owned(),
            Outcome::NotRun("no browser"),
            Duration::ZERO,
        );
        let failure = report.close().unwrap_err();
        assert_eq!(failure.to_string(), "nothing failed, but not run: browser");
        assert_eq!(
            format!("{:?}", failure.exit_code()),
            format!("{:?}", std::process::ExitCode::from(3))
        );
    }
}
