//! The programs that npm brings, prebuilt.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, OnPath as _};

/// A `node_modules` folder.
pub(crate) struct Tools<'a> {
    folder: &'a Path,
}

impl<'a> Tools<'a> {
    pub(crate) const fn in_folder(folder: &'a Path) -> Self {
        Self { folder }
    }

    /// Shrinks WebAssembly.
    pub(crate) fn wasm_opt(&self) -> Result<Tool, Failure> {
        self.bin("wasm-opt")
    }

    /// Shrinks script, and makes one module of several.
    pub(crate) fn esbuild(&self) -> Result<Tool, Failure> {
        self.bin("esbuild")
    }

    /// Makes one style sheet of several. Its package has the program for this machine in a package of its own, and a script
    /// that would copy it at installation; no such script runs here.
    pub(crate) fn lightningcss(&self) -> Result<Tool, Failure> {
        let name = "lightningcss";
        let entries = fs::read_dir(self.folder).on(self.folder)?;
        let packages = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let programs = packages.filter(|path| {
            path.file_name()
                .and_then(OsStr::to_str)
                .is_some_and(|folder| folder.starts_with("lightningcss-cli-"))
        });
        let program = programs
            .map(|package| package.join(name))
            .find(|program| program.is_file());
        program
            .map(|program| Tool { name, program })
            .ok_or_else(|| self.missing(name))
    }

    fn bin(&self, name: &'static str) -> Result<Tool, Failure> {
        let program = self.folder.join(".bin").join(name);
        if program.exists() {
            Ok(Tool { name, program })
        } else {
            Err(self.missing(name))
        }
    }

    fn missing(&self, name: &'static str) -> Failure {
        Failure::NoTool {
            name,
            folder: self.folder.to_owned(),
        }
    }
}

/// One program.
pub(crate) struct Tool {
    name: &'static str,
    program: PathBuf,
}

impl Tool {
    /// Runs it to its end, silently unless it fails.
    pub(crate) fn run(
        &self,
        arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Result<(), Failure> {
        let output = Command::new(&self.program)
            .args(arguments)
            .output()
            .on(&self.program)?;
        if output.status.success() {
            return Ok(());
        }
        let said = [output.stderr, output.stdout].concat();
        Err(Failure::Tool {
            name: self.name,
            said: String::from_utf8_lossy(&said).trim().to_owned(),
        })
    }
}
