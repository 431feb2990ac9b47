//! What each part of a full check runs.
//!
//! Native code and the browser's never share a Cargo command: Cargo would give the crates that both use the features of
//! both. The Rust tests use the dev profile, the browser tests the released build, so neither throws away the other's
//! artefacts.

use std::fs;
use std::path::Path;

use super::Part;
use crate::bundle;
use crate::counts::{self, Counts};
use crate::report::Outcome;
use crate::sh::{self, Failure, Result};
use crate::site;
use crate::tools;
use crate::versions::WASM_TARGET;
use crate::workspace::{Build, Workspace};

/// Everything but the WebAssembly entry.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "regain-frontend"];

/// Runs one part.
pub(crate) fn check(workspace: &Workspace, part: Part, playwright: &[String]) -> Outcome {
    match part {
        Part::Fmt => Outcome::of_check(fmt(workspace)),
        Part::Lint => Outcome::of_check(lint(workspace)),
        Part::Deny => deny(workspace),
        Part::Arrows => tests(arrows(workspace)),
        Part::Rust => tests(rust(workspace)),
        Part::Build => Outcome::of_check(build(workspace)),
        Part::Browser => tests(browser(workspace, playwright)),
    }
}

/// What a runner counted and how it ended; or what kept it from starting.
type Ran = Result<(Counts, Result)>;

fn tests(ran: Ran) -> Outcome {
    match ran {
        Ok((counts, result)) => Outcome::of_tests(counts, result),
        Err(failure) => Outcome::Failed(failure, None),
    }
}

fn fmt(workspace: &Workspace) -> Result {
    sh::run(workspace.command("cargo").args(["fmt", "--all", "--check"]))
        .map_err(|failure| Failure::new(format!("{failure}; `cargo fmt --all` puts it right")))
}

fn lint(workspace: &Workspace) -> Result {
    let mut native = workspace.command("cargo");
    native.arg("clippy").args(NATIVE).args(["--all-targets", "--", "-D", "warnings"]);
    let native = sh::run(&mut native);

    tools::for_browser_lints(workspace)?;
    let mut browser = workspace.command("cargo");
    browser.args(["clippy", "--package", "regain-frontend", "--target", WASM_TARGET, "--", "-D", "warnings"]);
    let browser = sh::run(&mut browser);
    native.and(browser)
}

fn deny(workspace: &Workspace) -> Outcome {
    if workspace.which("cargo-deny").is_none() {
        return Outcome::Skipped("cargo-deny isn't installed; `cargo install cargo-deny --locked` does it");
    }
    Outcome::of_check(sh::run(workspace.command("cargo").args(["deny", "check"])))
}

fn arrows(workspace: &Workspace) -> Ran {
    let mut command = workspace.command("cargo");
    command.args(["test", "--package", "xtask", "--test", "arrows"]);
    let (output, result) = sh::run_and_read(&mut command)?;
    Ok((counts::cargo_test(&output), result))
}

fn rust(workspace: &Workspace) -> Ran {
    let mut command = workspace.command("cargo");
    let read = if workspace.which("cargo-nextest").is_some() {
        command.args(["nextest", "run"]).args(NATIVE);
        counts::nextest
    } else {
        command.arg("test").args(NATIVE).args(["--lib", "--bins", "--tests", "--no-fail-fast"]);
        counts::cargo_test
    };
    let (output, result) = sh::run_and_read(&mut command)?;
    let mut counts = read(&output);
    if result.is_err() {
        return Ok((counts, result));
    }
    // Neither runner takes the examples in the documentation with the rest.
    let documented = packages_with_examples(workspace)?;
    if documented.is_empty() {
        return Ok((counts, result));
    }
    let mut command = workspace.command("cargo");
    command.args(["test", "--doc"]);
    for package in documented {
        command.arg("--package").arg(package);
    }
    let (output, result) = sh::run_and_read(&mut command)?;
    counts += counts::cargo_test(&output);
    Ok((counts, result))
}

fn build(workspace: &Workspace) -> Result {
    site::build(workspace, Build::Release)?;
    bundle::check(workspace)
}

fn browser(workspace: &Workspace, arguments: &[String]) -> Ran {
    let chromium = tools::for_browser_tests(workspace)?;
    let end2end = workspace.path("end2end");
    let program = |name: &str| {
        let path = end2end.join("node_modules/.bin").join(name);
        let mut command = workspace.command(&path.to_string_lossy());
        command.current_dir(&end2end);
        command
    };
    // Playwright drops the types without looking at them.
    sh::run(program("tsc").arg("--noEmit"))?;

    let mut command = program("playwright");
    command.arg("test").args(arguments);
    command.env("CHROMIUM", chromium).env("REGAIN_BIN", workspace.server(Build::Release));
    site::describe(workspace, &mut command);
    let (output, result) = sh::run_and_read(&mut command)?;
    Ok((counts::playwright(&output), result))
}

/// The library crates with a fenced block in their documentation. Starting rustdoc on the others costs time and tests
/// nothing.
fn packages_with_examples(workspace: &Workspace) -> Result<Vec<String>> {
    let crates = workspace.path("crates");
    let mut found = Vec::new();
    for directory in entries(&crates)? {
        let name = directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_native_library = name != "frontend" && directory.join("src/lib.rs").is_file();
        if is_native_library && has_example(&directory.join("src"))? {
            found.push(format!("regain-{name}"));
        }
    }
    Ok(found)
}

fn has_example(path: &Path) -> Result<bool> {
    if path.is_dir() {
        for entry in entries(path)? {
            if has_example(&entry)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    Ok(is_rust && fs::read_to_string(path).map_err(|error| unreadable(path, &error))?.lines().any(opens_example))
}

fn opens_example(line: &str) -> bool {
    let line = line.trim_start();
    let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
    comment.is_some_and(|text| text.trim_start().starts_with("```"))
}

fn entries(directory: &Path) -> Result<Vec<std::path::PathBuf>> {
    let listing = fs::read_dir(directory).map_err(|error| unreadable(directory, &error))?;
    let mut paths = listing
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()
        .map_err(|error| unreadable(directory, &error))?;
    paths.sort();
    Ok(paths)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} can't be read: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_in_a_documentation_comment_is_an_example_and_one_in_code_is_not() {
        assert!(opens_example("    /// ```"));
        assert!(opens_example("//! ```rust"));
        assert!(!opens_example("// ```"));
        assert!(!opens_example("let fence = \"```\";"));
    }
}
