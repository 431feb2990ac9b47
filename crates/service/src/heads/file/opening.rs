//! Opens and reads the file.

use super::HeadFile;
use super::disk::{DISK, Disk};
use super::error::HeadFileError;
use crate::heads::lines::{Lines, Refused, TITLE};
use regain_base::HeadsKey;
use regain_domain::Timestamp;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

impl HeadFile {
    /// Opens the file, or creates it readable by its owner alone; cuts off a torn last line.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn open(path: &Path, key: &HeadsKey) -> Result<Self, HeadFileError> {
        Self::open_on(DISK, path, key)
    }

    pub(super) fn open_on(disk: Disk, path: &Path, key: &HeadsKey) -> Result<Self, HeadFileError> {
        let io = |source| HeadFileError::Io {
            path: path.to_owned(),
            source,
        };
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(parent)
                .map_err(io)?;
        }

        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)
            .map_err(io)?;
        let lines = read(&file, path, key)?;
        let titled = lines.titled;
        let path = path.to_owned();
        let mut this = Self {
            path,
            file: Some(file),
            disk,
            key: key.clone(),
            lines,
        };

        // Everything is read before anything is cut: now the file is known to be ours.
        this.append(&if titled {
            String::new()
        } else {
            format!("{TITLE}\n")
        })?;
        this.lines.titled = true;

        Ok(this)
    }

    /// Reads the file, if it exists, without changing it; skips a last line that is torn or being written.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn read(path: &Path, key: &HeadsKey) -> Result<Self, HeadFileError> {
        let lines = match File::open(path) {
            Ok(file) => read(&file, path, key)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Lines::default(),
            Err(source) => {
                return Err(HeadFileError::Io {
                    path: path.to_owned(),
                    source,
                });
            }
        };

        Ok(Self {
            path: path.to_owned(),
            file: None,
            disk: DISK,
            key: key.clone(),
            lines,
        })
    }

    /// Opens the file in any state: an unreadable one is moved aside, and its genuine lines are copied to a new one.
    /// Returns the path of the old file, if it was moved.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn open_or_begin_anew(
        path: &Path,
        key: &HeadsKey,
        now: Timestamp,
    ) -> Result<(Self, Option<PathBuf>), HeadFileError> {
        match Self::open(path, key) {
            Ok(file) => return Ok((file, None)),
            Err(HeadFileError::Io { path, source }) => {
                return Err(HeadFileError::Io { path, source });
            }
            Err(HeadFileError::Content { .. } | HeadFileError::Unsealed { .. }) => {}
        }

        let io = |source| HeadFileError::Io {
            path: path.to_owned(),
            source,
        };
        let known = genuine(&File::open(path).map_err(io)?, key).map_err(io)?;
        let beside = |number: u32| {
            let mut name = path.as_os_str().to_owned();
            name.push(format!(".before-accept-{number}"));
            PathBuf::from(name)
        };
        let aside = (1..)
            .map(beside)
            .find(|path| !path.exists())
            .expect("numbers don't end");

        std::fs::rename(path, &aside).map_err(io)?;
        let mut file = Self::open(path, key)?;
        file.append(&known.written(key, now))?;
        file.lines = known;

        Ok((file, Some(aside)))
    }
}

pub(super) fn read(file: &File, path: &Path, key: &HeadsKey) -> Result<Lines, HeadFileError> {
    let mut reader = BufReader::new(file);
    let mut lines = Lines::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.read_until(b'\n', &mut line);
        if read.map_err(|source| HeadFileError::Io {
            path: path.to_owned(),
            source,
        })? == 0
        {
            break;
        }

        lines.take(key, &line).map_err(|refused| match refused {
            Refused::Unreadable => HeadFileError::Content {
                path: path.to_owned(),
                line: number,
            },
            Refused::Unsealed => HeadFileError::Unsealed {
                path: path.to_owned(),
            },
        })?;
    }

    Ok(lines)
}

/// The content of all lines sealed by us, whatever stands between them.
fn genuine(file: &File, key: &HeadsKey) -> io::Result<Lines> {
    let mut lines = Lines::begun();
    let mut line = Vec::new();
    let mut reader = BufReader::new(file);
    while reader.read_until(b'\n', &mut line)? > 0 {
        let _ = lines.take(key, &line);
        line.clear();
    }

    Ok(lines)
}
