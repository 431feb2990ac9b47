//! Checks that the database's files are still those that were opened, and undamaged (S99).
//!
//! SQLite keeps writing into a file that was deleted or moved away without an error, and everything acknowledged is
//! then lost with the process. So every writing unit of work checks, at its beginning and before its commit.

use regain_storage::StorageError;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Device and inode.
type FileId = (u64, u64);

#[derive(Debug, thiserror::Error)]
enum Wrong {
    #[error("{0} was removed, moved or replaced while it was in use; put it back, or restart")]
    Gone(PathBuf),
    #[error(
        "it is damaged; stop the server, keep a copy, and restore a backup: regain restore FILE"
    )]
    Damaged,
}

/// State of a database's files since it was opened.
#[derive(Debug)]
pub(crate) struct Presence {
    /// The database and its write-ahead log, each with its id from the first check; empty in memory.
    files: Vec<(PathBuf, OnceLock<FileId>)>,
    is_damaged: AtomicBool,
}

impl Presence {
    /// For an open database; `None` for one in memory.
    pub(crate) fn of(path: Option<&Path>) -> Self {
        let files = path.into_iter().flat_map(|path| {
            let mut log = path.as_os_str().to_owned();
            log.push("-wal");
            [path.to_owned(), log.into()]
        });
        Self {
            files: files.map(|path| (path, OnceLock::new())).collect(),
            is_damaged: AtomicBool::new(false),
        }
    }

    /// Whether writing is permitted. Must be called while holding the lock, since the log exists from then on.
    pub(crate) fn check(&self) -> Result<(), StorageError> {
        if self.is_damaged.load(Ordering::Relaxed) {
            return Err(StorageError::Failed(Box::new(Wrong::Damaged)));
        }

        for (path, opened) in &self.files {
            // The kernel has both cached: this doesn't wait for the disk.
            let found = std::fs::metadata(path)
                .ok()
                .map(|file| (file.dev(), file.ino()));
            if found.is_none_or(|found| *opened.get_or_init(|| found) != found) {
                return Err(StorageError::Failed(Box::new(Wrong::Gone(path.clone()))));
            }
        }

        Ok(())
    }

    /// Notes what an error says about the files. After the first unreadable page, nothing is written any more, and
    /// the server isn't ready.
    pub(crate) fn learn(&self, error: &sqlx::Error) {
        /// The low bytes of SQLite's extended codes: a malformed page, and a file that isn't a database.
        const DAMAGED: [i32; 2] = [11, 26];

        let sqlx::Error::Database(error) = error else {
            return;
        };

        let code = error.code().and_then(|code| code.parse::<i32>().ok());
        if code.is_some_and(|code| DAMAGED.contains(&(code & 0xFF))) {
            self.damaged();
        }
    }

    /// Notes that the file is damaged.
    pub(crate) fn damaged(&self) {
        self.is_damaged.store(true, Ordering::Relaxed);
    }
}
