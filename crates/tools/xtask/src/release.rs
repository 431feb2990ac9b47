//! `cargo xtask release`.

use crate::found;
use crate::product::{self, contents};
use crate::sh::{self, Result};
use crate::steps::Steps;
use crate::workspace::{Build, Workspace};

/// Builds the release, checks its contents, and says where it is.
pub(crate) fn run(workspace: &Workspace) -> Result {
    found::say(workspace)?;
    let mut steps = Steps::new(workspace, "release", product::STEPS)?;
    product::build(workspace, Build::Release, &mut steps)?;
    contents::check(workspace, Build::Release)?;
    sh::say(format!(
        "Regain is in {}: ship the program, site/ and hash.txt",
        workspace.product(Build::Release).display()
    ));
    Ok(())
}
