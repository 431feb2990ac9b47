//! Tools written in Rust.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::sh::{self, Failure, Result};
use crate::versions::{CARGO_FUZZ, CARGO_LEPTOS, WASM_BINDGEN, WASM_TARGET};
use crate::workspace::Workspace;

/// The command that adds the browser's standard library, if it is missing. Looks in the toolchain
/// itself, so a toolchain from elsewhere than rustup works, too.
pub(crate) fn wasm_target(workspace: &Workspace) -> Result<Option<Command>> {
    let sysroot =
        sh::probe(workspace.command("rustc").args(["--print", "sysroot"])).ok_or_else(|| {
            Failure::new(
                "`rustc` can't be started: install Rust with rustup (rustup.rs) and try again.",
            )
        })?;
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(WASM_TARGET)
        .is_dir()
    {
        return Ok(None);
    }
    if workspace.which("rustup").is_none() {
        return Err(Failure::new(format!(
            "The Rust target {WASM_TARGET} is missing, and rustup isn't here to add it: add it to your toolchain by your \
             system's means, or install Rust with rustup (rustup.rs), and try again."
        )));
    }
    sh::say(format!(
        "Adding the Rust target {WASM_TARGET}, the browser's half of the product; 20 MB"
    ));
    let mut command = workspace.command("rustup");
    command.args(["target", "add", WASM_TARGET]);
    Ok(Some(command))
}

/// wasm-bindgen's command, at the version of the crate in `Cargo.lock`: any other refuses its input
/// or, worse, doesn't.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result {
    let lock = fs::read_to_string(workspace.path("Cargo.lock"))
        .map_err(|error| Failure::new(format!("Cargo.lock can't be read: {error}")))?;
    let locked = locked_version(&lock, "wasm-bindgen").unwrap_or("no version");
    if locked != WASM_BINDGEN {
        return Err(Failure::new(format!(
            "Cargo.lock has {locked} of wasm-bindgen, but its command is pinned to {WASM_BINDGEN}; the two must be equal: \
             change WASM_BINDGEN in crates/tools/xtask/src/versions.rs, or the dependency in Cargo.toml"
        )));
    }
    let tool = Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: WASM_BINDGEN,
        // Its own lock file names a yanked version.
        lock_file: false,
        optimisation: "1",
    };
    tool.install(
        workspace,
        "what cargo-leptos calls; about two minutes on two cores",
    )
}

pub(crate) fn cargo_leptos(workspace: &Workspace) -> Result {
    let tool = Tool {
        package: "cargo-leptos",
        program: "cargo-leptos",
        version: CARGO_LEPTOS,
        lock_file: true,
        // It waits for others nearly all the time, and optimising its 660 packages takes longer
        // than it will ever run.
        optimisation: "0",
    };
    tool.install(
        workspace,
        "the developers' loop, `cargo leptos watch`; about eleven minutes on two cores",
    )
}

pub(crate) fn cargo_fuzz(workspace: &Workspace) -> Result {
    let tool = Tool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        version: CARGO_FUZZ,
        lock_file: true,
        optimisation: "1",
    };
    tool.install(
        workspace,
        "builds the fuzz targets; about a minute on two cores",
    )
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| **line != *name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

/// A program from crates.io at one version.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    /// Whether to use the tool's own lock file, with the versions that its authors tested.
    lock_file: bool,
    /// The compiler's optimisation level.
    optimisation: &'static str,
}

impl Tool {
    /// The version that the program on the PATH reports.
    fn found(&self, workspace: &Workspace) -> Option<String> {
        let answer = sh::probe(workspace.command(self.program).arg("--version"))?;
        Some(
            answer
                .split_whitespace()
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
        )
    }

    /// Installs the program unless it is there. If the person has none, it goes to Cargo's own
    /// place, so that `cargo leptos watch` finds it, too; if they have another version, that one
    /// stays and ours goes to `target/tools`.
    fn install(&self, workspace: &Workspace, purpose: &str) -> Result {
        let found = self.found(workspace);
        if found.as_deref() == Some(self.version) {
            return Ok(());
        }
        let instead = found
            .as_ref()
            .map(|other| format!(" (yours is {other} and stays)"))
            .unwrap_or_default();
        sh::say(format!(
            "Installing {} {}{instead}: {purpose}",
            self.package, self.version
        ));
        let only_here = found.is_some();
        if !self.prebuilt(workspace, only_here) {
            self.compile(workspace, only_here).map_err(|failure| {
                let Self { package, version, .. } = self;
                Failure::new(format!(
                    "{failure}\nRun it again and it goes on where it stopped. If it fails again, install {package} \
                     {version} by another way and put it on the PATH."
                ))
            })?;
        }
        match self.found(workspace) {
            Some(version) if version == self.version => Ok(()),
            other => Err(Failure::new(format!(
                "{} was installed, but `{} --version` says {other:?} instead of {}; is another one before it on the PATH?",
                self.package, self.program, self.version
            ))),
        }
    }

    /// Fetches a prebuilt program, if cargo-binstall is installed and somebody has built one.
    fn prebuilt(&self, workspace: &Workspace, only_here: bool) -> bool {
        if workspace.which("cargo-binstall").is_none() {
            return false;
        }
        let mut command = workspace.command("cargo");
        command.args([
            "binstall",
            "--no-confirm",
            "--disable-strategies",
            "compile",
        ]);
        self.destination(workspace, only_here, &mut command);
        command.arg(format!("{}@{}", self.package, self.version));
        sh::run(&mut command).is_ok()
    }

    /// Compiles the program. A tool that runs for seconds isn't worth an hour of optimising, and
    /// its target directory stays, so that an interrupted installation continues.
    fn compile(&self, workspace: &Workspace, only_here: bool) -> Result {
        let mut command = workspace.command("cargo");
        command
            .args([
                "install",
                self.package,
                "--version",
                self.version,
                "--force",
            ])
            .args(self.lock_file.then_some("--locked"))
            .env("CARGO_TARGET_DIR", workspace.tools().join("build"))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.optimisation)
            .env("CARGO_PROFILE_RELEASE_INCREMENTAL", "false");
        self.destination(workspace, only_here, &mut command);
        sh::run(&mut command)
    }

    fn destination(&self, workspace: &Workspace, only_here: bool, command: &mut Command) {
        if only_here {
            command.arg("--root").arg(workspace.tools());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_wasm_bindgen_is_the_one_in_cargo_lock() {
        let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../Cargo.lock"))
            .unwrap();
        assert_eq!(locked_version(&lock, "wasm-bindgen"), Some(WASM_BINDGEN));
    }

    #[test]
    fn a_package_whose_name_only_begins_alike_is_not_taken_for_it() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.0\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), None);
    }
}
