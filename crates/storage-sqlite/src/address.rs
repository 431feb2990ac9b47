//! The address of the database: `sqlite://path` or `sqlite::memory:`.

use regain_storage::{Result, StorageError};
use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The location of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A file, with its companions `-wal` and `-shm`.
    File(PathBuf),
    /// In memory: lost when the store is closed.
    Memory,
}

#[derive(Debug, thiserror::Error)]
#[error("the database address must be sqlite://PATH, without parameters")]
struct NotAnAddress;

impl Address {
    /// Parses an address. Parameters are refused: they could switch off what the engine relies on.
    pub(crate) fn parse(url: &str) -> Result<Self> {
        let path = url
            .strip_prefix("sqlite:")
            .map(|rest| rest.strip_prefix("//").unwrap_or(rest));
        match path {
            Some(":memory:") => Ok(Self::Memory),
            Some(path)
                if !path.is_empty()
                    && !path.starts_with("file:")
                    && !path.contains(['?', '#', '\0']) =>
            {
                Ok(Self::File(PathBuf::from(path)))
            }
            _ => Err(StorageError::Failed(Box::new(NotAnAddress))),
        }
    }

    /// Path of the file; `None` in memory.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Memory => None,
        }
    }

    /// Length of the file in bytes; 0 if there is none.
    pub(crate) fn length(&self) -> u64 {
        self.path()
            .and_then(|path| path.metadata().ok())
            .map_or(0, |file| file.len())
    }
}

/// Makes sure that the file exists; creates what is missing, readable by its owner alone. SQLite gives the companions
/// the same mode.
pub(crate) fn create_if_missing(path: &Path) -> Result<()> {
    let create = || -> io::Result<()> {
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(parent)?;
        }

        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        Ok(())
    };
    create().map_err(|error| StorageError::Failed(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_and_relative_paths_and_memory_are_addresses() {
        for (url, path) in [
            ("sqlite:///var/lib/regain.db", "/var/lib/regain.db"),
            ("sqlite://data/regain.db", "data/regain.db"),
            ("sqlite:regain 100%.db", "regain 100%.db"),
        ] {
            assert_eq!(
                Address::parse(url).expect("an address"),
                Address::File(PathBuf::from(path))
            );
        }

        assert_eq!(
            Address::parse("sqlite::memory:").expect("an address"),
            Address::Memory
        );
    }

    #[test]
    fn parameters_and_other_schemes_are_refused() {
        for url in [
            "",
            "sqlite:",
            "sqlite://",
            "postgres://x",
            "/var/lib/regain.db",
            "sqlite://a?immutable=1",
            "sqlite://file:a",
        ] {
            assert!(Address::parse(url).is_err(), "{url}");
        }
    }
}
