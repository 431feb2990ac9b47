//! The machine's tools. This installs a piece only if it is missing or of another version, and says
//! so first.

mod cargo;
pub(crate) mod debian;
pub(crate) mod npm;

use std::path::PathBuf;
use std::process::Command;

use crate::sh::Result;
use crate::workspace::Workspace;

/// The commands that install the missing tools for building.
pub(crate) fn missing_for_building(workspace: &Workspace) -> Result<Vec<Command>> {
    let missing = [cargo::wasm_target(workspace)?, npm::site_tools(workspace)?];
    Ok(missing.into_iter().flatten().collect())
}

/// Installs the tools for compiling for the browser, without a site.
pub(crate) fn for_browser_lints(workspace: &Workspace) -> Result {
    cargo::wasm_target(workspace)?.map_or(Ok(()), |mut command| crate::sh::run(&mut command))
}

/// Installs the tools for `cargo leptos watch`.
pub(crate) fn for_watching(workspace: &Workspace) -> Result {
    for_browser_lints(workspace)?;
    cargo::wasm_bindgen(workspace)?;
    cargo::cargo_leptos(workspace)
}

/// Installs the tools for fuzzing, except a C++ compiler for libFuzzer.
pub(crate) fn for_fuzzing(workspace: &Workspace) -> Result {
    cargo::cargo_fuzz(workspace)
}

/// Installs the browser tests' tools, except a build. Returns the browser; `None` if there is none
/// and none can be installed.
pub(crate) fn for_browser_tests(workspace: &Workspace) -> Result<Option<PathBuf>> {
    npm::end2end(workspace)?;
    debian::chinese_fonts(workspace);
    debian::oathtool(workspace);
    debian::chromium(workspace)
}
