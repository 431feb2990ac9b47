//! A test's finding: a figure, its bound, and the verdict.

use serde::Serialize;
use std::fmt::{Display, Write as _};

/// The verdict on figure and bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Within the bound.
    Passed,
    /// Outside the bound.
    Failed,
    /// The control failed, so the measurement itself is broken and the figure means nothing.
    Void,
    /// Reported beside the others, without a bound.
    Told,
    /// Not measured; the figure says why.
    NotRun,
}

impl Verdict {
    /// The word in the table.
    const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::Void => "VOID",
            Self::Told => "-",
            Self::NotRun => "not run",
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The number of the test.
    pub test: &'static str,
    /// The measured thing.
    pub what: String,
    /// The measured value.
    pub figure: String,
    /// The allowed values.
    pub bound: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The reason why the figure means nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void: Option<String>,
}

impl Report {
    /// A line with a verdict that the test worked out.
    #[must_use]
    pub fn judged(
        test: &'static str,
        what: impl Into<String>,
        figure: impl Display,
        bound: impl Into<String>,
        good: bool,
    ) -> Self {
        let verdict = if good {
            Verdict::Passed
        } else {
            Verdict::Failed
        };
        let figure = figure.to_string();
        let bound = bound.into();
        Self {
            test,
            what: what.into(),
            figure,
            bound,
            verdict,
            void: None,
        }
    }

    /// Allows no more than `most`.
    #[must_use]
    pub fn at_most<N: PartialOrd + Display + Copy>(
        test: &'static str,
        what: impl Into<String>,
        figure: N,
        most: N,
    ) -> Self {
        let good = figure <= most;
        Self::judged(test, what, figure, format!("<= {most}"), good)
    }

    /// Allows exactly `wanted`.
    #[must_use]
    pub fn exactly<N: PartialEq + Display + Copy>(
        test: &'static str,
        what: impl Into<String>,
        figure: N,
        wanted: N,
    ) -> Self {
        let good = figure == wanted;
        Self::judged(test, what, figure, format!("= {wanted}"), good)
    }

    /// Requires that all of `tried` succeeded.
    #[must_use]
    pub fn all(test: &'static str, what: impl Into<String>, well: u32, tried: u32) -> Self {
        let good = well == tried && tried > 0;
        Self::judged(
            test,
            what,
            format!("{well}/{tried}"),
            format!("{tried}/{tried}"),
            good,
        )
    }

    /// A figure without bound.
    #[must_use]
    pub fn told(test: &'static str, what: impl Into<String>, figure: impl Display) -> Self {
        let figure = figure.to_string();
        Self {
            test,
            what: what.into(),
            figure,
            bound: String::new(),
            verdict: Verdict::Told,
            void: None,
        }
    }

    /// A measurement that didn't run.
    #[must_use]
    pub fn not_run(test: &'static str, what: impl Into<String>, why: impl Into<String>) -> Self {
        let figure = why.into();
        Self {
            test,
            what: what.into(),
            figure,
            bound: String::new(),
            verdict: Verdict::NotRun,
            void: None,
        }
    }

    /// The same line, void.
    #[must_use]
    pub fn voided(mut self, why: impl Into<String>) -> Self {
        self.verdict = Verdict::Void;
        self.void = Some(why.into());
        self
    }
}

/// Whether any line is outside its bound, or couldn't be judged.
#[must_use]
pub fn failed(reports: &[Report]) -> bool {
    reports
        .iter()
        .any(|report| matches!(report.verdict, Verdict::Failed | Verdict::Void))
}

/// The lines as a table.
#[must_use]
pub fn table(reports: &[Report]) -> String {
    let width = |of: fn(&Report) -> &str, head: &str| {
        reports
            .iter()
            .map(|report| of(report).chars().count())
            .chain([head.len()])
            .max()
            .unwrap_or(0)
    };
    let what = width(|report| &report.what, "what");
    let figure = width(|report| &report.figure, "figure");
    let bound = width(|report| &report.bound, "bound");
    let mut text = format!(
        "{:4} {:what$}  {:figure$}  {:bound$}  verdict\n",
        "test", "what", "figure", "bound"
    );
    for report in reports {
        let word = report.verdict.word();
        let _ = write!(text, "{:4} {:what$}  ", report.test, report.what);
        let _ = write!(
            text,
            "{:figure$}  {:bound$}  {word}",
            report.figure, report.bound
        );
        if let Some(why) = &report.void {
            let _ = write!(text, ": {why}");
        }
        text.push('\n');
    }
    text
}

/// The lines as JSON, for programs.
#[must_use]
pub fn json(reports: &[Report], form: &str, load: &str) -> String {
    let all = serde_json::json!({ "form": form, "load": load, "reports": reports });
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_kept_or_it_is_not() {
        assert_eq!(
            Report::at_most("t3", "mails", 3, 3).verdict,
            Verdict::Passed
        );
        assert_eq!(
            Report::at_most("t3", "mails", 4, 3).verdict,
            Verdict::Failed
        );
        assert_eq!(
            Report::all("t5", "sign-ins", 99, 100).verdict,
            Verdict::Failed
        );
        assert_eq!(
            Report::all("t5", "sign-ins", 0, 0).verdict,
            Verdict::Failed,
            "nothing was tried"
        );
    }

    #[test]
    fn what_was_not_run_has_not_passed_and_what_is_void_fails_the_run() {
        let not_run = Report::not_run("t13", "overload", "no release build");
        assert!(!failed(std::slice::from_ref(&not_run)));
        let text = table(&[
            not_run,
            Report::exactly("t2", "bytes", 0, 0).voided("its control failed"),
        ]);
        assert!(
            text.contains("not run") && text.contains("VOID: its control failed"),
            "{text}"
        );
        assert!(!text.contains("passed"), "{text}");
        assert!(failed(&[
            Report::exactly("t2", "bytes", 0, 0).voided("its control failed")
        ]));
    }
}
