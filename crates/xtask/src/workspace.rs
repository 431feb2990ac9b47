//! Where things are, and commands that find the project's own tools.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh::{Failure, Result};

/// Which build of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Compiles fast, runs slowly, and the browser loads some ten times as much.
    Dev,
    /// What people get.
    Release,
}

impl Build {
    fn directory(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// The workspace on this machine.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the root (this crate stands two levels below it) and Cargo's target directory (this program stands two
    /// levels below that, wherever the person's configuration puts it).
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        let program =
            env::current_exe().map_err(|error| Failure::new(format!("can't tell where xtask is: {error}")))?;
        let target = program.ancestors().nth(2);
        match (root, target) {
            (Some(root), Some(target)) => Ok(Self { root: root.to_owned(), target: target.to_owned() }),
            _ => Err(Failure::new("can't tell where the workspace is; start it as `cargo xtask`")),
        }
    }

    /// A path inside the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where tools go that belong to this project alone.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Where fuzzing builds, learns and keeps what it finds.
    pub(crate) fn fuzz(&self, what: &str) -> PathBuf {
        self.target.join("fuzz").join(what)
    }

    /// The `regain` program. cargo-leptos writes `hash.txt` beside it, where the server looks for it.
    pub(crate) fn server(&self, build: Build) -> PathBuf {
        self.target.join(build.directory()).join("regain")
    }

    /// The directories that come before the person's own PATH: this project's tools, then Cargo's.
    fn path_variable(&self) -> OsString {
        let mut directories = vec![self.tools().join("bin"), self.tools().join("npm/node_modules/.bin")];
        let cargo_home =
            env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| env::home_dir().map(|home| home.join(".cargo")));
        directories.extend(cargo_home.map(|home| home.join("bin")));
        let inherited = env::var_os("PATH").unwrap_or_default();
        directories.extend(env::split_paths(&inherited));
        // A directory with a colon in its name can't be in a PATH at all: then the person's own has to do.
        env::join_paths(directories).unwrap_or(inherited)
    }

    /// A command in the root of the workspace, on a PATH with the project's tools.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path_variable());
        // `cargo run` describes this crate to its child. Passed on, it would look like the description of another
        // crate to build scripts, which would run again each time somebody changes between `cargo` and `cargo xtask`.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|own| text.starts_with(own)) {
                command.env_remove(&name);
            }
        }
        command
    }

    /// The program of this name that [`Self::command`] would start.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.path_variable()).map(|directory| directory.join(program)).find(|path| path.is_file())
    }
}
