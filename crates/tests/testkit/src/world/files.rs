//! The files of a world: directory, database, key, configuration and site.

use crate::Database;
use crate::origin::ORIGIN;
use regain_server::config::Config;
use regain_service::{MasterKey, MasterKeys};
use std::path::Path;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// In memory if the system has a file system there: no world outlives its test, so waiting for a
/// disk gains nothing.
pub(super) fn directory() -> TempDir {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory
        .or_else(|_| tempfile::tempdir())
        .expect("there is a place for temporary files")
}

pub(crate) fn database_in(directory: &Path) -> Database {
    Database::at(directory.join("regain.sqlite3"))
}

/// The master key with an id.
pub(super) fn key(id: u32) -> MasterKey {
    // Each byte differs: a server refuses keys that weren't drawn at random.
    let first = u8::try_from(id - 1).expect("a small id");
    let byte = |at: usize| {
        u8::try_from(7 * at)
            .expect("thirty-two")
            .wrapping_add(first)
    };
    MasterKey {
        id,
        secret: Zeroizing::new(std::array::from_fn(byte)),
    }
}

/// The key file of a world before any rotation.
pub(super) fn keys() -> MasterKeys {
    MasterKeys::one(key(1))
}

pub(crate) fn config(database: &Database, more: &[(&str, &str)]) -> Config {
    let fixed = [
        ("REGAIN_PUBLIC_URL", ORIGIN.to_owned()),
        ("REGAIN_DATABASE_URL", database.url()),
        ("REGAIN_ORGANISATION", "Example".to_owned()),
    ];
    let fixed = fixed
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    let more = more
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_sources(None, fixed.chain(more)).expect("a configuration without mistakes")
}

/// Files at `/pkg` and beside it, as a build leaves them.
pub(super) fn write_site(directory: &Path) {
    let site = directory.join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("the disk takes it");
    for name in [
        "pkg/regain.css",
        "favicon.svg",
        "apple-touch-icon.png",
        "robots.txt",
    ] {
        std::fs::write(site.join(name), "main {}").expect("the disk takes it");
    }
}

/// Copies a database's files.
pub(super) fn copy(from: &Path, to: &Path) {
    for suffix in ["", "-wal"] {
        let of = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            std::path::PathBuf::from(name)
        };
        if of(from).exists() {
            std::fs::copy(of(from), of(to)).expect("the disk takes it");
        }
    }
}
