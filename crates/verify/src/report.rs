//! What a test found: a figure, its bound, and what follows from the two.

use serde::Serialize;
use std::fmt::{Display, Write as _};

/// What follows from figure and bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Within the bound.
    Passed,
    /// Outside of it.
    Failed,
    /// The measuring itself is broken: its control said so. Nothing follows from the figure.
    Void,
    /// Told beside the others; it has no bound.
    Told,
    /// Not measured, and why stands in the figure.
    NotRun,
}

impl Verdict {
    /// As the table shows it.
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
    /// What was measured.
    pub what: String,
    /// What came out.
    pub figure: String,
    /// What may come out.
    pub bound: String,
    /// What follows.
    pub verdict: Verdict,
    /// Why nothing follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void: Option<String>,
}

impl Report {
    /// A line whose verdict was worked out from what is shown.
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
        let (figure, bound) = (figure.to_string(), bound.into());
        Self {
            test,
            what: what.into(),
            figure,
            bound,
            verdict,
            void: None,
        }
    }

    /// No more than `most`.
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

    /// Exactly `wanted`.
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

    /// Every one of `tried` came out well.
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

    /// What wasn't measured.
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

    /// The same, with nothing following from it.
    #[must_use]
    pub fn voided(mut self, why: impl Into<String>) -> Self {
        self.verdict = Verdict::Void;
        self.void = Some(why.into());
        self
    }
}

/// Whether anything is outside its bound, or couldn't be judged.
#[must_use]
pub fn failed(reports: &[Report]) -> bool {
    reports
        .iter()
        .any(|report| matches!(report.verdict, Verdict::Failed | Verdict::Void))
}

/// The lines under each other.
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

/// The same for programs.
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
