//! Packages from npm, always by `npm ci`: exactly what a committed lock file says.

use std::fs;
use std::path::Path;

use crate::sh::{self, Failure, Result};
use crate::versions::{NODE_MAJOR, WASM_OPT};
use crate::workspace::Workspace;

/// wasm-opt. cargo-leptos would download one of its own where none is on the PATH, past every lock file.
pub(crate) fn wasm_opt(workspace: &Workspace) -> Result {
    if has_wasm_opt(workspace) {
        return Ok(());
    }
    let directory = workspace.tools().join("npm");
    let source = workspace.path("crates/xtask/npm");
    fs::create_dir_all(&directory).map_err(|error| cannot_write(&directory, &error))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(source.join(file), directory.join(file)).map_err(|error| cannot_write(&directory, &error))?;
    }
    sh::say("Installing wasm-opt from npm (binaryen): it shrinks the browser's WebAssembly; 100 MB");
    install(workspace, &directory)?;
    if has_wasm_opt(workspace) {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "the npm package binaryen was installed, but `wasm-opt --version` doesn't say `{WASM_OPT}`; is WASM_OPT in \
             crates/xtask/src/versions.rs the version in crates/xtask/npm/package.json?"
        )))
    }
}

/// Playwright, axe and the mail server of the browser tests.
pub(crate) fn end2end(workspace: &Workspace) -> Result {
    let directory = workspace.path("end2end");
    if is_installed(&directory) {
        return Ok(());
    }
    sh::say("Installing Playwright, axe and a mail server for the browser tests from npm; 70 MB");
    install(workspace, &directory)
}

fn has_wasm_opt(workspace: &Workspace) -> bool {
    sh::probe(workspace.command("wasm-opt").arg("--version")).is_some_and(|answer| {
        answer.strip_prefix(WASM_OPT).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
    })
}

/// The lock file that `node_modules` was made from, kept inside it: equal means nothing to do.
fn stamp(directory: &Path) -> std::path::PathBuf {
    directory.join("node_modules/.installed-from.json")
}

fn is_installed(directory: &Path) -> bool {
    match (fs::read(directory.join("package-lock.json")), fs::read(stamp(directory))) {
        (Ok(wanted), Ok(installed)) => wanted == installed,
        _ => false,
    }
}

fn install(workspace: &Workspace, directory: &Path) -> Result {
    require_node(workspace)?;
    // The browser is the distribution's, which gets security updates; Playwright's own isn't needed.
    sh::run(
        workspace
            .command("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(directory)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )
    .map_err(|failure| {
        Failure::new(format!("{failure}\nIt ran in {}; it needs a way to npm's registry.", directory.display()))
    })?;
    let stamp = stamp(directory);
    fs::copy(directory.join("package-lock.json"), &stamp).map(drop).map_err(|error| cannot_write(&stamp, &error))
}

fn require_node(workspace: &Workspace) -> Result {
    let found = sh::probe(workspace.command("node").arg("--version"));
    let major = found.as_deref().and_then(|answer| answer.strip_prefix('v')?.split('.').next()?.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE_MAJOR) {
        return Ok(());
    }
    let have = found.unwrap_or_else(|| "none".to_owned());
    Err(Failure::new(format!(
        "Node.js {NODE_MAJOR} or newer with npm is needed, found {have}; install it and try again"
    )))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} can't be written: {error}", path.display()))
}
