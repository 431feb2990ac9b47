//! `cargo xtask fuzz`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh::{self, Failure, Result};
use crate::tools;
use crate::workspace::Workspace;

/// The only tested platform; cargo-fuzz requires its name.
const TRIPLE: &str = "x86_64-unknown-linux-gnu";

/// A case's limits: libFuzzer reports slower ones, and ones that take much memory.
const LIMITS: [&str; 4] = [
    "-timeout=20",
    "-rss_limit_mb=3072",
    "-max_len=4096",
    "-print_final_stats=1",
];

/// Builds the targets and runs each for this many seconds, on its corpus and on what earlier runs
/// found in `target/fuzz`.
pub(crate) fn run(workspace: &Workspace, named: &[String], seconds: u32, address: bool) -> Result {
    let all = targets(workspace)?;
    if let Some(unknown) = named.iter().find(|name| !all.contains(name)) {
        return Err(Failure::new(format!(
            "there is no target `{unknown}`; there are {}",
            all.join(", ")
        )));
    }
    tools::for_fuzzing(workspace)?;
    let chosen = if named.is_empty() { &all } else { named };
    let folder = workspace.fuzz(if address { "address" } else { "plain" });
    sh::say(
        "Building the fuzz targets: some twenty minutes the first time on two cores, then only what changed",
    );
    match named {
        [] => sh::run(&mut build(workspace, None, &folder, address))?,
        named => {
            named.iter().try_for_each(|target| {
                sh::run(&mut build(workspace, Some(target), &folder, address))
            })?;
        }
    }
    let mut found = Vec::new();
    for target in chosen {
        sh::print("");
        sh::say(format!("fuzz {target}, {seconds} s"));
        if sh::run(&mut fuzzer(workspace, target, &folder, seconds)?).is_err() {
            found.push(target.as_str());
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "cases were found for {}; they are in {}, and belong into crates/tests/fuzz/corpus once they are understood",
            found.join(", "),
            workspace.fuzz("found").display()
        )))
    }
}

/// The names of the programs.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.path("crates/tests/fuzz/libfuzzer/fuzz_targets");
    let entries = fs::read_dir(&folder)
        .map_err(|error| Failure::new(format!("{} can't be read: {error}", folder.display())))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            Some(
                entry
                    .ok()?
                    .file_name()
                    .to_str()?
                    .strip_suffix(".rs")?
                    .to_owned(),
            )
        })
        .collect();
    names.sort();
    Ok(names)
}

/// Builds one target, or all of them.
fn build(workspace: &Workspace, target: Option<&String>, folder: &Path, address: bool) -> Command {
    let mut command = workspace.command("cargo");
    command.args([
        "fuzz",
        "build",
        "--fuzz-dir",
        "crates/tests/fuzz/libfuzzer",
        "--target",
        TRIPLE,
        "--target-dir",
    ]);
    command
        .arg(folder)
        .args(["--sanitizer", if address { "address" } else { "none" }])
        .args(target);
    // The pinned stable compiler has both, but without this it only gives them to nightly ones.
    command.env("RUSTC_BOOTSTRAP", "1");
    // cargo-fuzz's flags replace those in .cargo/config.toml; it adds its own to these.
    command.env("RUSTFLAGS", "--cfg=erase_components");
    command
}

/// Runs one target. Keeps new cases beside the committed ones, and its findings, too.
fn fuzzer(workspace: &Workspace, target: &str, folder: &Path, seconds: u32) -> Result<Command> {
    let learnt = workspace.fuzz("corpus").join(target);
    let found = workspace.fuzz("found");
    for directory in [&learnt, &found] {
        fs::create_dir_all(directory).map_err(|error| {
            Failure::new(format!("{} can't be made: {error}", directory.display()))
        })?;
    }
    let program: PathBuf = folder.join(TRIPLE).join("release").join(target);
    let mut command = workspace.command(&program.to_string_lossy());
    command
        .arg(&learnt)
        .arg(workspace.path("crates/tests/fuzz/corpus").join(target))
        .args(LIMITS);
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-artifact_prefix={}/{target}-", found.display()));
    Ok(command)
}
