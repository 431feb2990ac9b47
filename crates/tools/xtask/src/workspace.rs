//! Paths, and commands that find the project's own tools.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh::{Failure, Result};

/// The kind of build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// Cargo's `dev` profile, compiled quickly and shared with the tests; hashing and the site are
    /// as in a release.
    Dev,
    /// The build that people get.
    Release,
}

impl Build {
    /// The build that an option selects.
    pub(crate) const fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    const fn directory(self) -> &'static str {
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
    /// Finds the root (three levels above this crate) and Cargo's target directory (two levels above
    /// this program, wherever the person's configuration puts it).
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3);
        let program = env::current_exe()
            .map_err(|error| Failure::new(format!("can't tell where xtask is: {error}")))?;
        let target = program.ancestors().nth(2);
        match (root, target) {
            (Some(root), Some(target)) => Ok(Self {
                root: root.to_owned(),
                target: target.to_owned(),
            }),
            _ => Err(Failure::new(
                "can't tell where the workspace is; start it as `cargo xtask`",
            )),
        }
    }

    /// A path inside the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The directory of tools for this project alone.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The directory in which fuzzing builds, learns and keeps its findings.
    pub(crate) fn fuzz(&self, what: &str) -> PathBuf {
        self.target.join("fuzz").join(what)
    }

    /// A path in Cargo's target directory.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        self.target.join(relative)
    }

    /// The program `regain` as Cargo compiles it.
    pub(crate) fn compiled(&self, build: Build) -> PathBuf {
        self.target.join(build.directory()).join("regain")
    }

    /// The folder of the product: program, `site/` and `hash.txt`, as a release has them.
    pub(crate) fn product(&self, build: Build) -> PathBuf {
        self.target.join("regain").join(build.directory())
    }

    /// The program in the product's folder.
    pub(crate) fn server(&self, build: Build) -> PathBuf {
        self.product(build).join("regain")
    }

    /// The directory of the tools' logs.
    pub(crate) fn logs(&self) -> PathBuf {
        self.target.join("logs")
    }

    /// The directory of the build tools from npm.
    pub(crate) fn npm_tools(&self) -> PathBuf {
        self.tools().join("npm")
    }

    /// Cargo's home, if there is one.
    #[expect(
        clippy::unused_self,
        reason = "it is a place on this machine, like the others"
    )]
    pub(crate) fn cargo_home(&self) -> Option<PathBuf> {
        env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
    }

    /// Paths that nothing we hand out may reveal.
    pub(crate) fn builders_paths(&self) -> Vec<String> {
        let paths = [Some(self.root.clone()), self.cargo_home()];
        paths
            .into_iter()
            .flatten()
            .map(|path| path.to_string_lossy().into_owned())
            .collect()
    }

    /// The directories before the person's own PATH: this project's tools, then Cargo's.
    fn path_variable(&self) -> OsString {
        let mut directories = vec![
            self.tools().join("bin"),
            self.npm_tools().join("node_modules/.bin"),
        ];
        directories.extend(self.cargo_home().map(|home| home.join("bin")));
        let inherited = env::var_os("PATH").unwrap_or_default();
        directories.extend(env::split_paths(&inherited));
        // A PATH can't contain a directory with a colon in its name: then only the person's own is
        // left.
        env::join_paths(directories).unwrap_or(inherited)
    }

    /// A command in the root of the workspace, on a PATH with the project's tools.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("PATH", self.path_variable());
        // `cargo run` describes this crate to its child. Passed on, build scripts would take it for
        // the description of another crate, and run again each time somebody changes between
        // `cargo` and `cargo xtask`.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_BIN_",
                "CARGO_CRATE_",
            ]
            .iter()
            .any(|own| text.starts_with(own))
            {
                command.env_remove(&name);
            }
        }
        command
    }

    /// The program of this name that [`Self::command`] would start.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.path_variable())
            .map(|directory| directory.join(program))
            .find(|path| path.is_file())
    }
}
