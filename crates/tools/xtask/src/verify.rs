//! `cargo xtask verify`.

use crate::product;
use crate::sh::{self, Result};
use crate::steps::Steps;
use crate::workspace::{Build, Workspace};

/// Builds the release and the measured suite, and runs the suite on the build that people get.
pub(crate) fn run(workspace: &Workspace, tests: &[String], arguments: &[String]) -> Result {
    let mut steps = Steps::new(workspace, "verify", product::STEPS + 1)?;
    product::build(workspace, Build::Release, &mut steps)?;
    let mut build = workspace.command("cargo");
    build.args(["build", "--release", "--package", "regain-verify"]);
    steps.run(
        "Compiling the measured suite",
        "some minutes the first time",
        vec![build],
    )?;
    let server = workspace.server(Build::Release);
    let mut command =
        workspace.command(&workspace.target("release/regain-verify").to_string_lossy());
    command
        .arg("--server")
        .arg(&server)
        .arg("--json")
        .arg(workspace.path("target/verify.json"));
    sh::run(command.args(tests).args(arguments))
}
