//! Files that nobody else may read: the database, the keys, the published heads (S105).

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A file that users other than its owner can access.
#[derive(Debug, thiserror::Error)]
#[error(
    "{key}: {} has mode {mode:04o}, so others than its owner can reach it; production refuses that. Mend it with: chmod 600 {}",
    path.display(),
    path.display()
)]
pub struct Exposed {
    /// The configuration key that names the file.
    pub key: &'static str,
    /// The file.
    pub path: PathBuf,
    /// Its permission bits.
    pub mode: u32,
}

/// Returns the permission bits of a file that users other than its owner can access; `None` if only its owner
/// can.
///
/// # Errors
/// If the file's metadata can't be read.
pub fn exposure(path: &Path) -> io::Result<Option<u32>> {
    let mode = path.metadata()?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

/// Refuses a database's file, if it is one, or heads file that users other than its owner can access; one that doesn't exist yet is
/// made private. The key file is checked where it is [read](crate::key_file::load).
///
/// # Errors
/// The first such file.
pub fn refuse_exposed(database: Option<&Path>, heads: &Path) -> Result<(), Exposed> {
    // The latest writes may be in files beside the database.
    let of_database = database
        .into_iter()
        .flat_map(|database| ["", "-wal", "-shm"].map(|suffix| with_suffix(database, suffix)));
    let files = of_database
        .map(|path| ("database_url", path))
        .chain([("heads_file", heads.to_owned())]);
    for (key, path) in files {
        // If a file's metadata can't be read, the code that opens the file reports that.
        if let Ok(Some(mode)) = exposure(&path) {
            return Err(Exposed { key, path, mode });
        }
    }

    Ok(())
}

/// Restricts a file to its owner.
///
/// # Errors
/// If the file belongs to somebody else.
pub fn make_private(path: &Path) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(0o600))
}

/// Appends a suffix to the last component of a path.
#[must_use]
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
