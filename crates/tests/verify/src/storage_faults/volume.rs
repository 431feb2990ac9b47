//! Disks that are full at a chosen moment.

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use tokio::signal::unix::{SignalKind, signal};

/// The size of a page in SQLite's write-ahead log; the first one follows the header.
const FRAME: u64 = 4_096 + 24;
const LOG_HEADER: u64 = 32;

/// The place of databases whose disk a test can fill.
pub(super) enum Volume {
    /// The system's limit (`RLIMIT_FSIZE`) keeps files of this process from growing: works
    /// everywhere, for every user.
    Limited {
        /// The earlier limit.
        before: Rlimit,
    },
    /// A file system of its own, in memory: only root can make one.
    Mounted(TempDir),
}

impl Volume {
    /// A place whose files a test can keep from growing.
    pub(super) fn limited() -> std::io::Result<Self> {
        // Keep its handler, so that a write beyond the limit is an error, and doesn't end the
        // process.
        drop(signal(SignalKind::from_raw(Signal::XFSZ.as_raw()))?);
        Ok(Self::Limited {
            before: getrlimit(Resource::Fsize),
        })
    }

    /// A file system of 50 MiB.
    pub(super) fn mounted() -> Result<Self, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=50m,mode=700", "tmpfs"])
            .arg(directory.path());
        match mount.output() {
            Ok(output) if output.status.success() => Ok(Self::Mounted(directory)),
            Ok(_) => Err("this user may not mount a file system".to_owned()),
            Err(error) => Err(format!("mount: {error}")),
        }
    }

    /// The directory for databases.
    pub(super) fn path(&self) -> PathBuf {
        let in_memory = Path::new("/dev/shm");
        match self {
            Self::Mounted(directory) => directory.path().to_owned(),
            Self::Limited { .. } if in_memory.is_dir() => in_memory.to_owned(),
            Self::Limited { .. } => std::env::temp_dir(),
        }
    }

    /// From now on, an empty write-ahead log has room for this many pages.
    pub(super) fn leave(&self, pages: u64) -> std::io::Result<()> {
        match self {
            Self::Limited { before } => {
                let current = match pages {
                    0 => 0,
                    pages => LOG_HEADER + pages * FRAME,
                };
                Ok(setrlimit(
                    Resource::Fsize,
                    Rlimit {
                        current: Some(current),
                        maximum: before.maximum,
                    },
                )?)
            }
            Self::Mounted(_) => {
                let mut ballast = std::fs::File::create(self.ballast())?;
                let block = [0_u8; 4_096];
                while ballast.write_all(&block).is_ok() {}
                let length = ballast.metadata()?.len();
                ballast.set_len((length / 4_096 * 4_096).saturating_sub(pages * 4_096))
            }
        }
    }

    /// Makes room again.
    pub(super) fn free(&self) -> std::io::Result<()> {
        match self {
            Self::Limited { before } => Ok(setrlimit(Resource::Fsize, *before)?),
            Self::Mounted(_) => std::fs::remove_file(self.ballast()),
        }
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        if let Self::Mounted(directory) = self {
            Command::new("umount")
                .arg("--lazy")
                .arg(directory.path())
                .status()
                .ok();
        } else {
            self.free().ok();
        }
    }
}
