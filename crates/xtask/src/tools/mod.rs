//! What has to be on the machine. Each piece is installed only where it is missing or of another version, and says so
//! first.

mod cargo;
mod debian;
mod npm;

use std::path::PathBuf;

use crate::sh::Result;
use crate::workspace::Workspace;

/// What building server and browser bundle takes.
pub(crate) fn for_building(workspace: &Workspace) -> Result {
    cargo::wasm_target(workspace)?;
    cargo::wasm_bindgen(workspace)?;
    cargo::cargo_leptos(workspace)?;
    npm::wasm_opt(workspace)
}

/// What compiling for the browser takes, without linking a bundle.
pub(crate) fn for_browser_lints(workspace: &Workspace) -> Result {
    cargo::wasm_target(workspace)
}

/// What fuzzing takes, beside a C++ compiler for libFuzzer.
pub(crate) fn for_fuzzing(workspace: &Workspace) -> Result {
    cargo::cargo_fuzz(workspace)
}

/// What the browser tests take besides a build. Returns the browser.
pub(crate) fn for_browser_tests(workspace: &Workspace) -> Result<PathBuf> {
    npm::end2end(workspace)?;
    debian::chinese_fonts(workspace)?;
    debian::oathtool(workspace)?;
    debian::chromium(workspace)
}
