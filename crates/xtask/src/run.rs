//! `cargo xtask run`.

use std::env;
use std::os::unix::process::CommandExt as _;

use crate::sh::{self, Failure, Result};
use crate::site;
use crate::workspace::{Build, Workspace};

/// Builds, then becomes the server: Ctrl-C and exit code are the server's own, with nobody in between.
pub(crate) fn run(workspace: &Workspace, build: Build) -> Result {
    site::build(workspace, build)?;
    let program = workspace.server(build);
    let mut server = workspace.command(&program.to_string_lossy());
    server.arg("serve").env("LEPTOS_SITE_ADDR", "127.0.0.1:3000");
    site::describe(workspace, &mut server);
    // Settings that the person gives stay theirs; without one, this is a developer's machine.
    if env::var_os("REGAIN_MODE").is_none() {
        server.env("REGAIN_MODE", "development");
    }
    sh::say("Starting the server; its data is in data/, Ctrl-C stops it");
    let error = server.exec();
    Err(Failure::new(format!("{} can't be started: {error}", program.display())))
}
