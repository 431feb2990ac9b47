//! Compiler flags that keep the builder's paths out of the product.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::workspace::Workspace;

/// The flag in `.cargo/config.toml`, since flags in a variable replace those in the file.
const FIXED: &str = "--cfg=erase_components";

/// The separator in `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\u{1f}";

/// Makes panics and C code name files relative to the project or to Cargo's home.
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

/// The builder's directories, and their replacements. If two match, the later one counts.
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
    // A root that is nobody's home, as in containers, would claim every path.
    .filter(|(path, _)| path.parent().is_some())
    .collect()
}
