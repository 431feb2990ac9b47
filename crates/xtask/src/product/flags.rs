//! Compiler flags that keep the builder's paths out of what is handed out.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::workspace::Workspace;

/// What `.cargo/config.toml` says: flags in a variable take the place of those in the file.
const FIXED: &str = "--cfg=erase_components";

/// Between flags in `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\u{1f}";

/// Has panics and C code name files by where they are in the project, or in Cargo's home.
pub(crate) fn without_paths(workspace: &Workspace, command: &mut Command) {
    let mut rust = OsString::from(FIXED);
    let mut c = env::var_os("CFLAGS").unwrap_or_default();
    for (path, instead) in replaced(workspace) {
        rust.push(format!(
            "{SEPARATOR}--remap-path-prefix={}={instead}",
            path.display()
        ));
        c.push(format!(" -ffile-prefix-map={}={instead}", path.display()));
    }
    command
        .env("CARGO_ENCODED_RUSTFLAGS", rust)
        .env("CFLAGS", c);
}

/// Where the builder keeps things, and what is said instead. The later one counts where two fit.
fn replaced(workspace: &Workspace) -> Vec<(PathBuf, &'static str)> {
    let home = env::home_dir();
    let cargo = workspace.cargo_home();
    let registry = cargo.as_ref().map(|cargo| cargo.join("registry/src"));
    [
        (home, "/home"),
        (cargo, "/cargo"),
        (registry, "/cargo"),
        (Some(workspace.path("")), "/regain"),
    ]
    .into_iter()
    .filter_map(|(path, instead)| Some((path?, instead)))
    // A root that is the home of nobody, as in containers, would take every path for one of its own.
    .filter(|(path, _)| path.parent().is_some())
    .collect()
}
