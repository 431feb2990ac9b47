//! `cargo xtask run`.

mod settings;

use std::env;
use std::net::SocketAddr;
use std::os::unix::process::CommandExt as _;

use crate::found;
use crate::holders;
use crate::product;
use crate::sh::{self, Failure, Result};
use crate::steps::Steps;
use crate::workspace::{Build, Workspace};

/// Builds, then becomes the server: Ctrl-C and the exit code go straight to it.
pub(crate) fn run(workspace: &Workspace, build: Build, port: Option<u16>) -> Result {
    let listen = settings::listen(workspace, port);
    must_be_free(workspace, listen)?;
    found::say(workspace)?;
    let mut steps = Steps::new(workspace, "run", product::STEPS)?;
    sh::say(format!(
        "What the tools say goes to {}",
        steps.path().display()
    ));
    product::build(workspace, build, &mut steps)?;
    // Building takes minutes, in which another process may have taken the port.
    must_be_free(workspace, listen)?;

    let program = workspace.server(build);
    let mut server = workspace.command(&program.to_string_lossy());
    server.arg("serve");
    if let (Some(_), Some(listen)) = (port, listen) {
        server.env("REGAIN_LISTEN", listen.to_string());
    }
    // The person's settings have priority; without one, this is a developer's machine.
    if env::var_os("REGAIN_MODE").is_none() {
        server.env("REGAIN_MODE", "development");
    }
    sh::say("Starting the server; its data is in data/, Ctrl-C stops it");
    let error = server.exec();
    Err(Failure::new(format!(
        "{} can't be started: {error}",
        program.display()
    )))
}

/// Names the process in the way before building anything.
fn must_be_free(workspace: &Workspace, listen: Option<SocketAddr>) -> Result {
    let database = settings::database(workspace);
    let holder = database.as_deref().and_then(holders::of_file);
    if let (Some(database), Some(holder)) = (database, holder) {
        return Err(Failure::new(format!(
            "{} is in use by `{}` (process {}): stop it (`kill {}`), or serve another database beside it: \
             REGAIN_DATABASE_URL=sqlite://data/second.sqlite3 cargo xtask run --port {}",
            database
                .strip_prefix(workspace.path(""))
                .unwrap_or(&database)
                .display(),
            holder.name,
            holder.pid,
            holder.pid,
            listen
                .and_then(holders::free_near)
                .map_or(3001, |free| free.port()),
        )));
    }
    let Some(address) = listen.filter(|address| holders::is_taken(*address)) else {
        return Ok(());
    };
    let who = holders::of_port(address.port()).map_or_else(
        || "another program".to_owned(),
        |holder| format!("`{}` (process {})", holder.name, holder.pid),
    );
    let other = holders::free_near(address)
        .map(|free| {
            format!(
                ", or serve on another port: cargo xtask run --port {}",
                free.port()
            )
        })
        .unwrap_or_default();
    Err(Failure::new(format!(
        "{address} is in use by {who}: stop it{other}"
    )))
}
