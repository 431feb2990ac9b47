//! Files that hold what nobody else may read: the database, the keys, the heads (S105).

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A file that others than its owner can reach.
#[derive(Debug, thiserror::Error)]
#[error(
    "{key}: {} has mode {mode:04o}, so others than its owner can reach it; production refuses that. Mend it with: chmod 600 {}",
    path.display(),
    path.display()
)]
pub struct Exposed {
    /// The key of the configuration that names it.
    pub key: &'static str,
    /// The file.
    pub path: PathBuf,
    /// Its permission bits.
    pub mode: u32,
}

/// The permission bits of a file that others than its owner can reach; none of one that is its owner's alone.
///
/// # Errors
/// If it can't be looked at.
pub fn exposure(path: &Path) -> io::Result<Option<u32>> {
    let mode = path.metadata()?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

/// Refuses a database or a file of heads that others than its owner can reach; what isn't there yet is made private. The key
/// file is looked at where it is [read](crate::key_file::load).
///
/// # Errors
/// The first of them.
pub fn refuse_exposed(database: &Path, heads: &Path) -> Result<(), Exposed> {
    // What was written last may stand beside the database.
    let beside = |suffix: &str| with_suffix(database, suffix);
    let files = [
        ("database_url", database.to_owned()),
        ("database_url", beside("-wal")),
        ("database_url", beside("-shm")),
        ("heads_file", heads.to_owned()),
    ];
    for (key, path) in files {
        // A file that can't be looked at is told of by whoever opens it.
        if let Ok(Some(mode)) = exposure(&path) {
            return Err(Exposed { key, path, mode });
        }
    }
    Ok(())
}

/// Leaves a file to its owner alone.
///
/// # Errors
/// If it isn't ours.
pub fn make_private(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(0o600))
}

/// A path with something added to its last name.
#[must_use]
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
