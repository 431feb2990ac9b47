//! Licences, bans, sources and advisories of the dependencies.

use crate::sh::{self, Result};
use crate::workspace::Workspace;

/// A test of this crate covers everything that needs no network; cargo-deny, if installed, checks
/// advisories.
pub(super) fn check(workspace: &Workspace) -> Result {
    sh::run(workspace.command("cargo").args([
        "test",
        "--quiet",
        "--package",
        "xtask",
        "--test",
        "dependencies",
    ]))?;
    if workspace.which("cargo-deny").is_none() {
        sh::say(
            "Advisories weren't asked for: that takes cargo-deny (`cargo install cargo-deny --locked`) and a network",
        );
        return Ok(());
    }
    sh::run(workspace.command("cargo").args(["deny", "check"]))
}
