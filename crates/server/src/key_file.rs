//! The key file: the master keys, from which every other key is derived (S104).
//!
//! Lines of text, readable by the owner alone:
//!
//! ```text
//! regain-keys 1
//! key 2 <32 bytes in base64>
//! key 3 <32 bytes in base64>
//! retired 1 <192 bytes in base64>
//! ```
//!
//! The first number is the format version, the others are the keys' ids. The key with the highest id writes, the
//! others read what they wrote before, and the rest of a [retired](regain_service::RetiredKey) key reads the history.
//! Whoever has the file can forge sessions and codes; without it no password can be checked, so back it up, apart
//! from the database.

mod replace;
mod text;

pub use replace::{retire, rotate};

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rand::CryptoRng;
use regain_service::{MasterKey, MasterKeys};
use text::HEADER;
use zeroize::Zeroizing;

use crate::config::Mode;

/// Longer than any key file.
const MAX_LENGTH: u64 = 32 * 1024;

/// Why there is no usable key. Each of these stops the start.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file doesn't exist.
    #[error("key_file: there is no key file at {}", .0.display())]
    Missing(PathBuf),
    /// The file exists already; it is never overwritten.
    #[error("key_file: {} exists already and is not overwritten", .0.display())]
    Exists(PathBuf),
    /// A symbolic link, a directory or a device.
    #[error("key_file: {} is not a regular file (symbolic links are refused)", .0.display())]
    NotAFile(PathBuf),
    /// Users other than the owner can read or write it.
    #[error("key_file: {} has mode {mode:04o}, so others than its owner can reach it; allowed: 0600 or 0400. Mend it with: chmod 600 {}", path.display(), path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The content isn't a usable key.
    #[error("key_file: {}: {problem}; allowed: the line `{HEADER}`, then lines `key ID BASE64` with 32 random bytes each", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// The problem, without the content.
        problem: String,
    },
    /// A key can't be added or retired.
    #[error("key_file: {}: {problem}", path.display())]
    Unchanged {
        /// The file.
        path: PathBuf,
        /// The reason.
        problem: String,
    },
    /// The operating system refused.
    #[error("key_file: {}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Its error.
        source: io::Error,
    },
}

/// Loads the keys for a mode: production requires a key file, development creates it on the first start.
///
/// # Errors
/// See [`KeyFileError`].
pub fn open(
    path: &Path,
    mode: Mode,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<MasterKeys, KeyFileError> {
    if mode.is_production() {
        load(path)
    } else {
        load_or_create(path, rng)
    }
}

/// Reads the keys, or creates one if there is no file.
///
/// # Errors
/// See [`KeyFileError`].
pub fn load_or_create(
    path: &Path,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<MasterKeys, KeyFileError> {
    match load(path) {
        Err(KeyFileError::Missing(_)) => match create(path, rng) {
            // Another process was faster; use its key.
            Err(KeyFileError::Exists(_)) => load(path),
            created => created,
        },
        loaded => loaded,
    }
}

/// Reads the keys.
///
/// # Errors
/// See [`KeyFileError`].
pub fn load(path: &Path) -> Result<MasterKeys, KeyFileError> {
    let named = path
        .symlink_metadata()
        .map_err(|error| io_error(path, error))?;
    if !named.is_file() {
        return Err(KeyFileError::NotAFile(path.to_owned()));
    }

    let file = File::open(path).map_err(|error| io_error(path, error))?;
    read(path, &file, &named)
}

/// Reads the opened file, if it is still the one under that name.
fn read(path: &Path, file: &File, named: &Metadata) -> Result<MasterKeys, KeyFileError> {
    let opened = file.metadata().map_err(|error| io_error(path, error))?;

    // The name may have become a link between the two calls.
    if (named.dev(), named.ino()) != (opened.dev(), opened.ino()) {
        return Err(KeyFileError::NotAFile(path.to_owned()));
    }

    check_permissions(path, &opened)?;
    let mut content = Zeroizing::new(String::new());
    file.take(MAX_LENGTH)
        .read_to_string(&mut content)
        .map_err(|error| io_error(path, error))?;

    text::parse(&content).map_err(|problem| KeyFileError::Content {
        path: path.to_owned(),
        problem,
    })
}

/// Creates a new key and its file: completely or not at all, never over an existing file, and durably before the
/// key is used.
///
/// # Errors
/// See [`KeyFileError`].
pub fn create(
    path: &Path,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<MasterKeys, KeyFileError> {
    let directory = directory_of(path);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(|error| io_error(directory, error))?;
    let keys = MasterKeys::one(fresh(1, rng));
    let draft = draft_path(path, rng.next_u64());
    let made = write_draft(&draft, &keys).and_then(|()| publish(&draft, path));
    let removed = std::fs::remove_file(&draft);

    made?;
    removed
        .and_then(|()| File::open(directory)?.sync_all())
        .map_err(|error| io_error(directory, error))?;

    Ok(keys)
}

fn directory_of(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn fresh(id: u32, rng: &mut (impl CryptoRng + ?Sized)) -> MasterKey {
    let mut key = MasterKey {
        id,
        secret: Zeroizing::new([0; 32]),
    };
    rng.fill_bytes(key.secret.as_mut());
    key
}

fn draft_path(path: &Path, random: u64) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{random:016x}.new"));
    path.with_file_name(name)
}

fn write_draft(draft: &Path, keys: &MasterKeys) -> Result<(), KeyFileError> {
    let text = text::write(keys);
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| io_error(draft, error))
}

/// Gives the finished draft its name. Unlike a rename, a link never replaces an existing file.
fn publish(draft: &Path, path: &Path) -> Result<(), KeyFileError> {
    std::fs::hard_link(draft, path).map_err(|error| io_error(path, error))
}

fn check_permissions(path: &Path, metadata: &Metadata) -> Result<(), KeyFileError> {
    let mode = metadata.mode() & 0o7777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeyFileError::Exposed {
            path: path.to_owned(),
            mode,
        })
    }
}

fn io_error(path: &Path, source: io::Error) -> KeyFileError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound => KeyFileError::Missing(path),
        io::ErrorKind::AlreadyExists => KeyFileError::Exists(path),
        io::ErrorKind::InvalidData => KeyFileError::Content {
            path,
            problem: "it is not text".to_owned(),
        },
        _ => KeyFileError::Io { path, source },
    }
}

#[cfg(test)]
mod tests;
