//! Packages from npm, always by `npm ci`: exactly the versions in a committed lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh::{self, Failure, Result};
use crate::versions::NODE_MAJOR;
use crate::workspace::Workspace;

/// The site's tools: wasm-opt, esbuild and lightningcss. Returns the command that installs them,
/// unless they match the lock file.
pub(crate) fn site_tools(workspace: &Workspace) -> Result<Option<Command>> {
    let directory = workspace.npm_tools();
    let source = workspace.path("crates/tools/xtask/npm");
    fs::create_dir_all(&directory).map_err(|error| cannot_write(&directory, &error))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(source.join(file), directory.join(file))
            .map_err(|error| cannot_write(&directory, &error))?;
    }
    if is_installed(&directory) {
        return Ok(None);
    }
    sh::say(
        "Installing wasm-opt, esbuild and lightningcss from npm, which make the browser's site; 130 MB",
    );
    require_node(workspace)?;
    Ok(Some(ci(workspace, &directory)))
}

/// Notes that the tools are installed.
pub(crate) fn remember_site_tools(workspace: &Workspace) -> Result {
    remember(&workspace.npm_tools())
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

/// A copy, inside `node_modules`, of the lock file from which it was made: if equal, there is
/// nothing to do.
fn stamp(directory: &Path) -> PathBuf {
    directory.join("node_modules/.installed-from.json")
}

fn is_installed(directory: &Path) -> bool {
    match (
        fs::read(directory.join("package-lock.json")),
        fs::read(stamp(directory)),
    ) {
        (Ok(wanted), Ok(installed)) => wanted == installed,
        _ => false,
    }
}

/// Installs exactly the versions in the lock file, and runs no package's script: the programs are
/// in the packages. The browser is the distribution's, which gets security updates; Playwright's
/// own isn't needed.
fn ci(workspace: &Workspace, directory: &Path) -> Command {
    let mut command = workspace.command("npm");
    command
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(directory);
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

fn install(workspace: &Workspace, directory: &Path) -> Result {
    require_node(workspace)?;
    sh::run(&mut ci(workspace, directory)).map_err(|failure| {
        Failure::new(format!(
            "{failure}\nIt ran in {}; it needs a way to npm's registry.",
            directory.display()
        ))
    })?;
    remember(directory)
}

fn remember(directory: &Path) -> Result {
    let stamp = stamp(directory);
    fs::copy(directory.join("package-lock.json"), &stamp)
        .map(drop)
        .map_err(|error| cannot_write(&stamp, &error))
}

fn require_node(workspace: &Workspace) -> Result {
    let found = sh::probe(workspace.command("node").arg("--version"));
    let major = found.as_deref().and_then(|answer| {
        answer
            .strip_prefix('v')?
            .split('.')
            .next()?
            .parse::<u32>()
            .ok()
    });
    if major.is_some_and(|major| major >= NODE_MAJOR) && workspace.which("npm").is_some() {
        return Ok(());
    }
    let have = found.unwrap_or_else(|| "none".to_owned());
    Err(Failure::new(format!(
        "Node.js {NODE_MAJOR} or newer with npm is needed, and {have} is here: install it (nodejs.org, your system's packages, or \
         a version manager such as nvm) and run this again."
    )))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} can't be written: {error}", path.display()))
}
