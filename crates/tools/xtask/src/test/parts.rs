//! The commands of each part in a full check.
//!
//! Native code and the browser's never share a Cargo command: Cargo would give shared crates the
//! features of both. Rust tests and browser tests use the dev profile, so that most of the code is
//! compiled once for the two.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::cluster::{self, Cluster};
use super::{Engine, Part, Wish, dependencies};
use crate::counts::{self, Counts};
use crate::product::{self, contents};
use crate::report::Outcome;
use crate::sh::{self, Failure, Result};
use crate::steps::Steps;
use crate::tools;
use crate::versions::WASM_TARGET;
use crate::workspace::{Build, Workspace};

/// Everything except the WebAssembly entry.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "regain-frontend"];

/// Runs one part.
pub(crate) fn check(workspace: &Workspace, part: Part, wish: &Wish) -> Outcome {
    match part {
        Part::Fmt => Outcome::of_check(fmt(workspace)),
        Part::Lint => Outcome::of_check(lint(workspace)),
        Part::Deny => Outcome::of_check(dependencies::check(workspace)),
        Part::Arrows => tests(arrows(workspace)),
        Part::Rust => rust_tests(workspace, wish.engine),
        Part::Postgres => postgres(workspace),
        Part::Build => Outcome::of_check(build(workspace, wish.build)),
        Part::Browser => browser(workspace, wish),
        Part::Watch => watch(workspace),
    }
}

/// Compiles everything that the parts need, without running anything.
pub(crate) fn compile(workspace: &Workspace, parts: &[Part], build: Build) -> Result {
    let mut steps = Steps::new(workspace, "compile", 2 + product::STEPS)?;
    if parts.contains(&Part::Rust) {
        let mut rust = workspace.command("cargo");
        rust.args(["test", "--no-run"]).args(NATIVE);
        if workspace.which("cargo-nextest").is_some() {
            rust = workspace.command("cargo");
            rust.args(["nextest", "run", "--no-run"]).args(NATIVE);
        }
        steps.run(
            "Compiling the Rust tests",
            "some 5 minutes the first time",
            vec![rust],
        )?;
    }
    if parts.contains(&Part::Build) {
        product::build(workspace, build, &mut steps)?;
        steps.run(
            "Compiling the seeding of people",
            "some seconds",
            vec![seeder(workspace)],
        )?;
    }
    Ok(())
}

/// A runner's counts and result; or the reason why it didn't start.
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
    native
        .arg("clippy")
        .args(NATIVE)
        .args(["--all-targets", "--", "-D", "warnings"]);
    let native = sh::run(&mut native);

    tools::for_browser_lints(workspace)?;
    let mut browser = workspace.command("cargo");
    browser.args([
        "clippy",
        "--package",
        "regain-frontend",
        "--target",
        WASM_TARGET,
        "--",
        "-D",
        "warnings",
    ]);
    let browser = sh::run(&mut browser);
    native.and(browser)
}

fn arrows(workspace: &Workspace) -> Ran {
    let mut command = workspace.command("cargo");
    command.args(["test", "--package", "xtask", "--test", "arrows"]);
    let (output, result) = sh::run_and_read(&mut command)?;
    Ok((counts::cargo_test(&output), result))
}

/// Says why nothing ran on PostgreSQL.
const NO_POSTGRESQL: &str = "there is no PostgreSQL. Install it by your system's means (Debian: `apt-get install postgresql`; macOS: \
                             `brew install postgresql`), so that `initdb` is on the PATH";

fn rust_tests(workspace: &Workspace, engine: Engine) -> Outcome {
    if engine == Engine::Sqlite {
        return tests(rust(workspace, None));
    }
    match cluster::start(workspace) {
        Ok(Some(cluster)) => tests(rust(workspace, Some(&cluster))),
        Ok(None) => Outcome::NotRun(NO_POSTGRESQL),
        Err(failure) => Outcome::Failed(failure, None),
    }
}

/// The storage's tests, which need a server.
fn postgres(workspace: &Workspace) -> Outcome {
    let cluster = match cluster::start(workspace) {
        Ok(Some(cluster)) => cluster,
        Ok(None) => return Outcome::NotRun(NO_POSTGRESQL),
        Err(failure) => return Outcome::Failed(failure, None),
    };
    let mut command = workspace.command("cargo");
    cluster.tell(&mut command);
    let read = if workspace.which("cargo-nextest").is_some() {
        // The same packages as before, or Cargo would compile them anew with fewer features.
        command
            .args(["nextest", "run"])
            .args(NATIVE)
            .args(["--features", "regain-postgres-tests/server"])
            .args(["-E", "package(regain-postgres-tests)"]);
        counts::nextest
    } else {
        command.args(["test", "--no-fail-fast", "--package"]);
        command.args(["regain-postgres-tests", "--features", "server"]);
        counts::cargo_test
    };
    let ran = sh::run_and_read(&mut command);
    tests(ran.map(|(output, result)| (read(&output), result)))
}

fn rust(workspace: &Workspace, cluster: Option<&Cluster>) -> Ran {
    let mut command = workspace.command("cargo");
    if let Some(cluster) = cluster {
        cluster.tell(&mut command);
        command.env("REGAIN_TEST_ENGINE", "postgres");
    }
    let read = if workspace.which("cargo-nextest").is_some() {
        command.args(["nextest", "run"]).args(NATIVE);
        counts::nextest
    } else {
        command
            .arg("test")
            .args(NATIVE)
            .args(["--lib", "--bins", "--tests", "--no-fail-fast"]);
        counts::cargo_test
    };
    let (output, result) = sh::run_and_read(&mut command)?;
    let mut counts = read(&output);
    if result.is_err() {
        return Ok((counts, result));
    }
    // Neither runner includes the examples in the documentation.
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

fn build(workspace: &Workspace, build: Build) -> Result {
    let mut steps = Steps::new(workspace, "build", product::STEPS)?;
    product::build(workspace, build, &mut steps)?;
    contents::check(workspace, build)
}

fn browser(workspace: &Workspace, wish: &Wish) -> Outcome {
    match tools::for_browser_tests(workspace) {
        Ok(Some(chromium)) => tests(playwright(workspace, wish, &chromium)),
        Ok(None) => Outcome::NotRun(
            "there is no Chromium. Three ways to one: install it by your system's means (Debian: `apt-get install chromium`; \
             macOS: `brew install --cask chromium`); name one that is elsewhere with CHROMIUM=/its/path; or, without root, \
             `npx playwright install chromium` in end2end",
        ),
        Err(failure) => Outcome::Failed(failure, None),
    }
}

fn playwright(workspace: &Workspace, wish: &Wish, chromium: &Path) -> Ran {
    sh::run(&mut seeder(workspace))?;
    let end2end = workspace.path("end2end");
    let program = |name: &str| {
        let path = end2end.join("node_modules/.bin").join(name);
        let mut command = workspace.command(&path.to_string_lossy());
        command.current_dir(&end2end);
        command
    };
    // Playwright drops the types without checking them.
    sh::run(program("tsc").arg("--noEmit"))?;

    let mut command = program("playwright");
    command.arg("test").args(&wish.playwright);
    command
        .env("CHROMIUM", chromium)
        .env("REGAIN_BIN", workspace.server(wish.build));
    command.env("REGAIN_SEED_BIN", workspace.target("debug/regain-seed"));
    let (output, result) = sh::run_and_read(&mut command)?;
    Ok((counts::playwright(&output), result))
}

/// Makes the people of the browser tests.
fn seeder(workspace: &Workspace) -> Command {
    let mut command = workspace.command("cargo");
    command.args(["build", "--locked", "--package", "regain-testkit", "--bins"]);
    command
}

fn watch(workspace: &Workspace) -> Outcome {
    if let Err(failure) = tools::for_watching(workspace) {
        return Outcome::Failed(failure, None);
    }
    let playwright = ["--config", "watch.config.ts"].map(str::to_owned).to_vec();
    browser(
        workspace,
        &Wish {
            parts: Vec::new(),
            build: Build::Dev,
            engine: Engine::Sqlite,
            slow_machine: false,
            playwright,
        },
    )
}

/// The library crates with a fenced block in their documentation. Starting rustdoc on the others
/// costs time and tests nothing.
fn packages_with_examples(workspace: &Workspace) -> Result<Vec<String>> {
    let crates = workspace.path("crates");
    let mut found = Vec::new();
    for directory in entries(&crates)? {
        let name = directory
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
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
    Ok(is_rust
        && fs::read_to_string(path)
            .map_err(|error| unreadable(path, &error))?
            .lines()
            .any(opens_example))
}

fn opens_example(line: &str) -> bool {
    let line = line.trim_start();
    let comment = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"));
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
