//! The product in a folder, as it is shipped: the program `regain`, and beside it `site/` and
//! `hash.txt`.

pub(crate) mod contents;
mod flags;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::sh::{Failure, Result};
use crate::steps::Steps;
use crate::tools;
use crate::versions::WASM_TARGET;
use crate::workspace::{Build, Workspace};

/// How many steps [`build`] takes.
pub(crate) const STEPS: usize = 3;

/// The profile of the WebAssembly, in `Cargo.toml`: small in every build, since people's browsers
/// load it.
const WASM_PROFILE: &str = "wasm-release";

/// The style sheet that imports the others, its target browsers and the files to serve unchanged;
/// cargo-leptos reads the same from `Cargo.toml`.
const STYLE: &str = "style/main.css";
const BROWSERS: &str = "last 3 years";
const PUBLIC: &str = "public";

/// Installs missing tools, compiles changes, and puts program and site into the product's folder.
pub(crate) fn build(workspace: &Workspace, build: Build, steps: &mut Steps) -> Result {
    let missing = tools::missing_for_building(workspace)?;
    if missing.is_empty() {
        steps.skip("Installing build tools");
    } else {
        steps.run("Installing build tools", "some seconds", missing)?;
        tools::npm::remember_site_tools(workspace)?;
    }
    let about = "the first time some 5 minutes on two idle cores, then only what changed";
    steps.run(
        "Compiling server and WebAssembly side by side",
        about,
        compilers(workspace, build),
    )?;
    steps.run(
        "Making the site",
        "some 20 seconds where it changed",
        vec![bundler(workspace, build)],
    )?;
    place_program(workspace, build)
}

/// Compiles native code and the browser's by separate Cargo commands: in one, Cargo would give
/// shared crates the features of both.
fn compilers(workspace: &Workspace, build: Build) -> Vec<Command> {
    let mut server = workspace.command("cargo");
    server.args(["build", "--locked", "--package", "regain-server"]);
    let mut wasm = workspace.command("cargo");
    wasm.args([
        "build",
        "--locked",
        "--package",
        "regain-frontend",
        "--target",
        WASM_TARGET,
        "--profile",
        WASM_PROFILE,
    ]);
    flags::without_paths(workspace, &mut wasm);
    if build == Build::Dev {
        server.args(["--package", "regain-bundle"]);
        return vec![server, wasm];
    }
    server.arg("--release");
    flags::without_paths(workspace, &mut server);
    let mut bundler = workspace.command("cargo");
    bundler.args(["build", "--locked", "--package", "regain-bundle"]);
    vec![server, wasm, bundler]
}

fn bundler(workspace: &Workspace, build: Build) -> Command {
    let wasm = workspace.target(&format!(
        "{WASM_TARGET}/{WASM_PROFILE}/regain_frontend.wasm"
    ));
    let mut command = workspace.command(&workspace.target("debug/bundle").to_string_lossy());
    command.arg("--wasm").arg(wasm);
    command.args(["--style", STYLE, "--browsers", BROWSERS, "--public", PUBLIC]);
    command
        .arg("--tools")
        .arg(workspace.npm_tools().join("node_modules"));
    command.arg("--into").arg(workspace.product(build));
    command
}

/// Puts the program beside its site. A running server keeps the file from which it started.
fn place_program(workspace: &Workspace, build: Build) -> Result {
    let from = workspace.compiled(build);
    let to = workspace.server(build);
    let placed = replace_with_link_or_copy(&from, &to);
    placed.map_err(|error| Failure::new(format!("{} can't be written: {error}", to.display())))
}

fn replace_with_link_or_copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.exists() {
        fs::remove_file(to)?;
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_leptos_is_told_the_same() {
        let manifest =
            fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../Cargo.toml"))
                .unwrap();
        for line in [
            format!("style-file = \"{STYLE}\""),
            format!("browserquery = \"{BROWSERS}\""),
            format!("assets-dir = \"{PUBLIC}\""),
            format!("lib-profile-release = \"{WASM_PROFILE}\""),
        ] {
            assert!(manifest.lines().any(|other| other == line), "{line}");
        }
    }
}
