//! What has to be on the machine. Each piece is installed only where it is missing or of another version, and says so
//! first.

mod cargo;
pub(crate) mod debian;
pub(crate) mod npm;

use std::path::PathBuf;
use std::process::Command;

use crate::sh::Result;
use crate::workspace::Workspace;

/// The commands that install what building takes and isn't there.
pub(crate) fn missing_for_building(workspace: &Workspace) -> Result<Vec<Command>> {
    let missing = [cargo::wasm_target(workspace)?, npm::site_tools(workspace)?];
    Ok(missing.into_iter().flatten().collect())
}

/// What compiling for the browser takes, without a site.
pub(crate) fn for_browser_lints(workspace: &Workspace) -> Result {
    cargo::wasm_target(workspace)?.map_or(Ok(()), |mut command| crate::sh::run(&mut command))
}

/// What `cargo leptos watch` takes.
pub(crate) fn for_watching(workspace: &Workspace) -> Result {
    for_browser_lints(workspace)?;
    cargo::wasm_bindgen(workspace)?;
    cargo::cargo_leptos(workspace)
}

/// What fuzzing takes, beside a C++ compiler for libFuzzer.
pub(crate) fn for_fuzzing(workspace: &Workspace) -> Result {
    cargo::cargo_fuzz(workspace)
}

/// What the browser tests take besides a build. Returns the browser; none where there is none and none can be installed.
pub(crate) fn for_browser_tests(workspace: &Workspace) -> Result<Option<PathBuf>> {
    npm::end2end(workspace)?;
    debian::chinese_fonts(workspace);
    debian::oathtool(workspace);
    debian::chromium(workspace)
}
