//! T19: how long the released server takes to be ready, with a history as short as a month's, and
//! as long as years of many people make it (S100).
//!
//! The test writes the history in this process, under all rules of the database, and walks over it
//! once, as a first start does. Then it starts the server on it and measures from the start of the
//! process to the first answer that says "ready". By then the pages of the files are in the
//! machine's memory; a start from a cold disk reads a few megabytes first.

use crate::connection::{Connection, get};
use crate::started::{Started, seconds};
use crate::{Form, Report};
use regain_testkit::{World, lengthen_history};
use std::path::Path;
use std::time::Duration;
use tokio::time::sleep;

const TEST: &str = "t19";
/// Milliseconds (S100).
const BOUND: u64 = 3_000;
/// How often the test asks the server how far it has walked.
const STEP: Duration = Duration::from_millis(250);

/// Runs the test with the released server at `program`.
pub async fn run(form: Form, program: &Path) -> Vec<Report> {
    let Ok(program) = program.canonicalize() else {
        let why = format!(
            "{} isn't there; `cargo xtask test build` makes it",
            program.display()
        );
        return vec![Report::not_run(TEST, "starts", why)];
    };
    let mut reports = Vec::new();
    for entries in [10_000, form.of(10_000_000, 100_000)] {
        match started(&program, entries).await {
            Ok(measured) => reports.extend(measured),
            Err(why) => reports.push(Report::judged(
                TEST,
                format!("{entries} entries"),
                why,
                "a start",
                false,
            )),
        }
    }
    reports
}

async fn started(program: &Path, entries: u64) -> Result<Vec<Report>, String> {
    // On the disk: a history of years doesn't fit into memory.
    let directory = tempfile::tempdir_in("target").map_err(|error| error.to_string())?;
    World::new()
        .await
        .leave_in(directory.path())
        .await
        .map_err(|error| error.to_string())?;
    let begun = seconds();
    lengthen_history(directory.path(), entries)
        .await
        .map_err(|error| error.to_string())?;
    let written = seconds() - begun;
    let length = |name: &str| {
        directory
            .path()
            .join(name)
            .metadata()
            .map_or(0, |file| file.len())
            / (1024 * 1024)
    };
    let files = format!(
        "{} MiB of database, {} MiB of heads",
        length("regain.sqlite3"),
        length("regain.heads")
    );

    let begun = seconds();
    let mut server = Started::begin(program, directory.path())?;
    server.ready().await?;
    let ready = ((seconds() - begun) * 1000.0).round() as u64;
    let at_once = server.memory("VmRSS") / 1024;
    walked(&server).await?;
    let walked = seconds() - begun;
    let most = server.memory("VmHWM") / 1024;
    Ok(vec![
        Report::told(
            TEST,
            format!("{entries} entries written and walked over once"),
            format!("{written:.0} s, {files}"),
        ),
        Report::at_most(
            TEST,
            format!("ready with {entries} entries, ms"),
            ready,
            BOUND,
        ),
        Report::told(
            TEST,
            format!("all {entries} walked over beside the work, after"),
            format!("{walked:.1} s"),
        ),
        Report::told(
            TEST,
            "memory when ready, and the most until then",
            format!("{at_once} MiB, {most} MiB"),
        ),
    ])
}

/// Waits until the server has walked over all of its history, which it reports to this machine.
async fn walked(server: &Started) -> Result<(), String> {
    loop {
        let mut connection = Connection::open(server.port, 1)
            .await
            .map_err(|error| error.to_string())?;
        let answer = connection
            .ask(&get(server.port, "/readyz"))
            .await
            .map_err(|error| error.to_string())?;
        if answer.status != 200 {
            return Err(format!("not ready any more: {}", answer.body));
        }
        if !answer.body.contains("walked") {
            return Ok(());
        }
        sleep(STEP).await;
    }
}
