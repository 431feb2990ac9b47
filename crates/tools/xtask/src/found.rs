//! Reports what the machine has, before anything is installed or built.

use std::fs;

use crate::sh::{self, Failure, Result};
use crate::workspace::Workspace;

/// The space that a first build takes in the target directory, in MB, and somewhat more.
const FIRST_BUILD: u64 = 5_000;
/// The space that every build needs.
const LATER_BUILD: u64 = 500;

/// Reports the free space, and fails if it can't be enough.
pub(crate) fn say(workspace: &Workspace) -> Result {
    let version = |program: &str| {
        let said = sh::probe(workspace.command(program).arg("--version"));
        let number = said
            .as_deref()
            .and_then(|said| said.split_whitespace().find(|word| is_version(word)));
        format!(
            "{program} {}",
            number.map_or("missing", |number| number.trim_start_matches('v'))
        )
    };
    let programs: Vec<String> = ["rustc", "node", "npm"].into_iter().map(version).collect();
    sh::say(format!("Found: {}", programs.join(", ")));
    disk(workspace)
}

fn is_version(word: &str) -> bool {
    word.trim_start_matches('v')
        .starts_with(|letter: char| letter.is_ascii_digit())
}

fn disk(workspace: &Workspace) -> Result {
    let target = workspace.target("");
    fs::create_dir_all(&target)
        .map_err(|error| Failure::new(format!("{} can't be made: {error}", target.display())))?;
    let needed = if workspace.target("debug/deps").is_dir() {
        LATER_BUILD
    } else {
        FIRST_BUILD
    };
    let free = sh::probe(workspace.command("df").arg("-Pk").arg(&target))
        .and_then(|table| free_megabytes(&table));
    match free {
        Some(free) if free < needed => Err(Failure::new(format!(
            "The disk of {} has {free} MB left, and building takes some {needed}: make room, or name another place with \
             CARGO_TARGET_DIR.",
            target.display()
        ))),
        _ => Ok(()),
    }
}

/// The fourth column of `df -Pk` is the free space, in kilobytes.
fn free_megabytes(table: &str) -> Option<u64> {
    table
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_disk_is_read() {
        let table = "Filesystem     1024-blocks    Used Available Capacity Mounted on\n\
                     /dev/vda         263174212 9000000  20480000       4% /\n";
        assert_eq!(free_megabytes(table), Some(20_000));
        assert_eq!(free_megabytes("df: no such file"), None);
    }

    #[test]
    fn a_version_is_a_word_that_begins_with_a_number() {
        assert!(is_version("1.95.0") && is_version("v20.20.2"));
        assert!(!is_version("rustc") && !is_version("(59807616e"));
    }
}
