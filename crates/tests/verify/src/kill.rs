//! T6: `kill -9` of the released server under a crowd, again and again.
//!
//! The crowd is that of `end2end/tests/server/kill.spec.ts`, which runs with the browser tests,
//! eight kills short: this test starts it with more rounds and clients, and it writes down its
//! findings.

use crate::{Form, Report};
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};

const TEST: &str = "t6";
const LONGEST_RESTART_MS: u64 = 3_000;

/// The crowd's figures; its own tests judge some of them, too, and check that first starts survive
/// a kill.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Figures {
    kills: u32,
    clients: u32,
    people: u32,
    acknowledged: Acknowledged,
    /// Acknowledged acts that are missing, in words.
    lost: Vec<String>,
    /// Half-done acts, in words.
    mixed: Vec<String>,
    /// Mails that came more than once.
    copies: u32,
    /// Milliseconds.
    longest_restart: u64,
    /// SQLite's verdict on the file; `None` if its command isn't installed.
    database: Option<String>,
    /// Whether `regain audit verify` found the history whole.
    history: bool,
}

/// The acts that the server acknowledged, between the first kill and the last.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Acknowledged {
    sign_ups: u32,
    sign_ins: u32,
    methods: u32,
    changes: u32,
    recoveries: u32,
}

/// Runs the test with the released server at `program`.
pub async fn run(form: Form, program: &Path) -> Vec<Report> {
    let not_run = |why: String| vec![Report::not_run(TEST, "kill -9", why)];
    let Ok(program) = program.canonicalize() else {
        return not_run(format!(
            "{} isn't there; `cargo xtask test build` makes it",
            program.display()
        ));
    };
    let end2end = Path::new("end2end");
    if !end2end.join("node_modules/.bin/playwright").exists() {
        return not_run(
            "end2end/node_modules isn't there; `cargo xtask test browser` installs it".to_owned(),
        );
    }
    let kills = form.of(500, 8);
    // So many clients share the cores that their acts take seconds.
    let longest_life = form.of(4_000, 2_200);
    match crowd(end2end, &program, (kills, form.of(50, 6)), longest_life).await {
        Ok((figures, passed)) => judge(&figures, kills, passed),
        Err(why) => vec![Report::judged(
            TEST,
            "kill -9: the crowd",
            why,
            "comes home",
            false,
        )],
    }
}

async fn crowd(
    end2end: &Path,
    server: &Path,
    (kills, clients): (u32, u32),
    longest_life: u32,
) -> Result<(Figures, bool), String> {
    let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = directory.path().join("figures.json");
    let mut playwright = Command::new("node_modules/.bin/playwright");
    playwright
        .args(["test", "--project=server", "kill.spec.ts"])
        .current_dir(end2end)
        .env("REGAIN_BIN", server)
        .env("KILLS", kills.to_string())
        .env("KILL_CLIENTS", clients.to_string())
        .env("KILL_LONGEST_LIFE", longest_life.to_string())
        .env("KILL_FIGURES", &file)
        .stdin(Stdio::null());
    let status = tokio::task::spawn_blocking(move || playwright.status())
        .await
        .map_err(|error| error.to_string())?;
    let status = status.map_err(|error| format!("playwright can't be started: {error}"))?;
    let figures =
        std::fs::read(&file).map_err(|_| format!("it told no figures and ended with {status}"))?;
    let figures = serde_json::from_slice(&figures).map_err(|error| error.to_string())?;
    Ok((figures, status.success()))
}

fn judge(figures: &Figures, kills: u32, passed: bool) -> Vec<Report> {
    let Figures {
        clients,
        people,
        acknowledged,
        ..
    } = figures;
    for word in figures.lost.iter().chain(&figures.mixed) {
        crate::say(word);
    }
    let Acknowledged {
        sign_ups,
        sign_ins,
        methods,
        changes,
        recoveries,
    } = acknowledged;
    let new_passwords = changes + recoveries;
    vec![
        Report::all(
            TEST,
            format!("kills, {clients} clients, {people} people"),
            figures.kills,
            kills,
        ),
        Report::told(
            TEST,
            "acknowledged meanwhile: sign-ups, sign-ins, apps, changed and recovered passwords",
            format!("{sign_ups}, {sign_ins}, {methods}, {changes}, {recoveries}"),
        ),
        Report::judged(
            TEST,
            "new passwords acknowledged meanwhile",
            new_passwords,
            format!(">= {kills}"),
            new_passwords >= kills,
        ),
        Report::exactly(TEST, "acknowledged and lost", figures.lost.len(), 0),
        Report::exactly(
            TEST,
            "mixed: password, sessions, history and mail that don't agree",
            figures.mixed.len(),
            0,
        ),
        Report::told(TEST, "mails that came again after a kill", figures.copies),
        match &figures.database {
            Some(words) => Report::judged(
                TEST,
                "integrity_check and foreign_key_check",
                words,
                "ok",
                words == "ok",
            ),
            None => Report::not_run(
                TEST,
                "integrity_check and foreign_key_check",
                "sqlite3 isn't installed",
            ),
        },
        Report::judged(
            TEST,
            "regain audit verify",
            if figures.history { "whole" } else { "broken" },
            "whole",
            figures.history,
        ),
        Report::judged(
            TEST,
            "the crowd's own tests, and kills of first starts",
            if passed { "passed" } else { "failed" },
            "passed",
            passed,
        ),
        Report::judged(
            TEST,
            "longest restart",
            format!("{} ms", figures.longest_restart),
            format!("<= {LONGEST_RESTART_MS} ms"),
            figures.longest_restart <= LONGEST_RESTART_MS,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, failed};

    const FIGURES: &str = r#"{"kills":8,"clients":6,"people":14,"acknowledged":{"signUps":1,"signIns":5,"methods":0,
        "changes":12,"recoveries":3},"lost":[],"mixed":[],"copies":11,"longestRestart":948,"database":"ok","history":true}"#;

    #[test]
    fn t6_each_figure_is_held_against_its_bound() {
        let figures = |text: &str| serde_json::from_str(text).expect("figures");
        let judged = |text: &str| judge(&figures(text), 8, true);
        assert!(!failed(&judged(FIGURES)));
        assert!(failed(&judge(&figures(FIGURES), 8, false)));
        for (good, bad) in [
            (r#""kills":8"#, r#""kills":7"#),
            (r#""changes":12"#, r#""changes":2"#),
            (r#""lost":[]"#, r#""lost":["a password"]"#),
            (
                r#""mixed":[]"#,
                r#""mixed":["a password without its mail"]"#,
            ),
            ("948", "3001"),
            (r#""ok""#, r#""row 3 missing from index""#),
            ("true", "false"),
        ] {
            assert!(failed(&judged(&FIGURES.replace(good, bad))), "{bad}");
        }
        let unknown = judged(&FIGURES.replace(r#""ok""#, "null"));
        assert!(
            unknown
                .iter()
                .any(|report| report.verdict == Verdict::NotRun)
                && !failed(&unknown)
        );
    }
}
