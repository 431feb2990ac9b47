//! Counts the tests that ran, from the closing lines of the runners.

use std::fmt;
use std::ops::AddAssign;

/// Tests that passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    /// Tests that didn't end well, including flaky, timed-out and interrupted ones.
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

impl Counts {
    /// Reads "12 passed", "1 timed out", "3 skipped"; anything else isn't a count.
    fn add(&mut self, item: &str) {
        let Some((number, label)) = item.trim().split_once(' ') else {
            return;
        };
        let Ok(number) = number.parse::<u32>() else {
            return;
        };
        match label {
            "passed" => self.passed += number,
            "skipped" | "ignored" => self.skipped += number,
            "failed" | "timed out" | "exec failed" | "flaky" | "interrupted" | "did not run" => {
                self.failed += number;
            }
            _ => {}
        }
    }
}

/// Nextest's last summary: `Summary [ 0.012s] 5 tests run: 3 passed (1 slow), 2 failed, 1 skipped`.
pub(crate) fn nextest(output: &str) -> Counts {
    let mut counts = Counts::default();
    let plain = without_colours(output);
    let summary = plain
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with("Summary ["));
    if let Some((_, items)) = summary.and_then(|line| line.split_once(" run: ")) {
        without_brackets(items)
            .split(',')
            .for_each(|item| counts.add(item));
    }
    counts
}

/// Every `test result: ok. 3 passed; 0 failed; 1 ignored; …` of `cargo test`, one per binary, added
/// up.
pub(crate) fn cargo_test(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in without_colours(output).lines() {
        if let Some((_, items)) = line
            .strip_prefix("test result: ")
            .and_then(|rest| rest.split_once(". "))
        {
            items.split(';').for_each(|item| counts.add(item));
        }
    }
    counts
}

/// Playwright's closing lines, one count each: `  1 failed`, `  12 passed (10.2s)`.
pub(crate) fn playwright(output: &str) -> Counts {
    let plain = without_colours(output);
    let lines: Vec<&str> = plain
        .lines()
        .map(|line| line.split(" (").next().unwrap_or(line).trim())
        .collect();
    let mut counts = Counts::default();
    for label in [
        "passed",
        "failed",
        "flaky",
        "skipped",
        "interrupted",
        "did not run",
    ] {
        // The last one, since a test may print such a line, too.
        let is_count = |line: &&&str| {
            line.strip_suffix(label)
                .is_some_and(|number| number.trim().parse::<u32>().is_ok())
        };
        if let Some(line) = lines.iter().rev().find(is_count) {
            counts.add(line);
        }
    }
    counts
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // ESC [ … letter
            characters.find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u32, failed: u32, skipped: u32) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn nextest_counts_come_from_its_summary_in_colour_or_not() {
        let plain = "     Summary [   0.012s] 1 test run: 1 passed, 0 skipped\n";
        assert_eq!(nextest(plain), counts(1, 0, 0));
        let coloured = "\u{1b}[31;1m     Summary\u{1b}[0m [   9.1s] \u{1b}[1m7\u{1b}[0m tests run: \u{1b}[1m4\u{1b}[0m \
                        \u{1b}[32;1mpassed\u{1b}[0m (1 slow, 1 leaky), 2 failed, 1 timed out, 3 skipped\nerror: failed";
        assert_eq!(nextest(coloured), counts(4, 3, 3));
    }

    #[test]
    fn cargo_test_counts_are_added_over_its_binaries() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.0s\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0s\n";
        assert_eq!(cargo_test(output), counts(5, 1, 1));
    }

    #[test]
    fn playwright_counts_what_did_not_run_as_failed() {
        let output = "  ok 1 5 passed by (10ms)\n\n  1 failed\n    [chromium] › a.spec.ts:3:1 › signs in\n  \
                      1 flaky\n  2 skipped\n  3 did not run\n  40 passed (1.2m)\n";
        assert_eq!(playwright(output), counts(40, 5, 2));
    }

    #[test]
    fn a_runner_that_never_came_to_its_summary_counts_nothing() {
        assert_eq!(nextest("error: could not compile"), counts(0, 0, 0));
        assert_eq!(cargo_test("error: could not compile"), counts(0, 0, 0));
        assert_eq!(playwright("Error: Cannot find module"), counts(0, 0, 0));
    }
}
