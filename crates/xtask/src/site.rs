//! Building server and browser bundle together, and telling a server where the bundle is.

use std::process::Command;

use crate::sh::{self, Result};
use crate::tools;
use crate::workspace::{Build, Workspace};

/// Where `[[workspace.metadata.leptos]]` of `Cargo.toml` puts style sheet, WebAssembly and assets.
pub(crate) const SITE_ROOT: &str = "target/site";

/// Installs the tools and builds. Release bundles are compressed here once, so that the server never has to.
pub(crate) fn build(workspace: &Workspace, build: Build) -> Result {
    tools::for_building(workspace)?;
    let mut command = workspace.command("cargo-leptos");
    command.args(["leptos", "build"]);
    if build == Build::Release {
        command.args(["--release", "--precompress"]);
    }
    sh::say("Building server and browser bundle: some ten minutes the first time on two cores, then only what changed");
    sh::run(&mut command)
}

/// What a server that wasn't started by cargo-leptos must be told about the bundle.
pub(crate) fn describe(workspace: &Workspace, server: &mut Command) {
    server
        .env("LEPTOS_OUTPUT_NAME", "regain")
        .env("LEPTOS_SITE_ROOT", workspace.path(SITE_ROOT))
        .env("LEPTOS_SITE_PKG_DIR", "pkg")
        .env("LEPTOS_HASH_FILES", "true");
}
