//! `cargo xtask verify`.

use crate::sh::{self, Result};
use crate::workspace::{Build, Workspace};

/// Builds the measured suite with optimisation, as people get what it measures, and runs it.
pub(crate) fn run(workspace: &Workspace, tests: &[String], arguments: &[String]) -> Result {
    let mut build = workspace.command("cargo");
    build.args(["build", "--release", "--package", "regain-verify"]);
    sh::say("Building the measured suite: some ten minutes the first time on two cores, then only what changed");
    sh::run(&mut build)?;
    let server = workspace.server(Build::Release);
    let mut command = workspace.command(&server.with_file_name("regain-verify").to_string_lossy());
    command.arg("--server").arg(&server).arg("--json").arg(workspace.path("target/verify.json"));
    sh::run(command.args(tests).args(arguments))
}
