//! The file of heads: lines, only ever added.

use super::Head;
use data_encoding::HEXLOWER;
use regain_domain::{PersonId, Timestamp};
use std::collections::HashMap;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

const TITLE: &str = "regain-heads 1";

/// Why the file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum HeadFileError {
    /// The operating system refused.
    #[error("heads_file: {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Its words.
        source: io::Error,
    },
    /// It isn't such a file.
    #[error("heads_file: {}: line {line} can't be read; it is written by Regain alone", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Where.
        line: usize,
    },
}

/// What was published so far, and where more goes.
#[derive(Debug)]
pub struct HeadFile {
    path: PathBuf,
    file: File,
    head: Option<Head>,
    manifests: HashMap<PersonId, u64>,
}

impl HeadFile {
    /// Opens the file, or makes it, readable by its owner alone; a last line that a crash cut off is left out.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn open(path: &Path) -> Result<Self, HeadFileError> {
        let io = |source| HeadFileError::Io { path: path.to_owned(), source };
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(io)?;
        }
        let file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path).map_err(io)?;
        let mut this = Self { path: path.to_owned(), file, head: None, manifests: HashMap::new() };
        let mut lines = 0;
        let mut whole = true;
        for line in BufReader::new(File::open(path).map_err(io)?).split(b'\n') {
            let line = line.map_err(io)?;
            lines += 1;
            let content = || HeadFileError::Content { path: path.to_owned(), line: lines };
            if !whole {
                return Err(content());
            }
            let text = std::str::from_utf8(&line).map_err(|_| content())?;
            // Only the last line can be half a line, and then a new one is begun behind it.
            whole = this.read(text, lines);
        }
        if lines == 0 {
            this.write(&format!("{TITLE}\n")).map_err(io)?;
        } else if !whole {
            return Err(HeadFileError::Content { path: path.to_owned(), line: lines });
        }
        Ok(this)
    }

    /// The last head in it.
    #[must_use]
    pub const fn head(&self) -> Option<Head> {
        self.head
    }

    /// The newest manifest of each person, since the last restore.
    #[must_use]
    pub const fn manifests(&self) -> &HashMap<PersonId, u64> {
        &self.manifests
    }

    /// Adds a head, and the manifests that are new with it; durable when this answers.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn publish(&mut self, head: Head, manifests: &[(PersonId, u64)], now: Timestamp) -> Result<(), HeadFileError> {
        let mut lines = String::new();
        for (person, version) in manifests {
            lines.push_str(&format!("manifest {} {version}\n", person.to_hex()));
        }
        lines.push_str(&format!("head {} {} {}\n", head.seq, HEXLOWER.encode(&head.mac), now.as_millis()));
        self.append(&lines)?;
        self.manifests.extend(manifests.iter().copied());
        self.head = Some(head);
        Ok(())
    }

    /// Notes that a backup was restored: what was published before no longer binds.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn restored(&mut self, seq: u64, now: Timestamp) -> Result<(), HeadFileError> {
        self.append(&format!("restored {seq} {}\n", now.as_millis()))?;
        self.manifests.clear();
        self.head = None;
        Ok(())
    }

    fn append(&mut self, lines: &str) -> Result<(), HeadFileError> {
        self.write(lines).map_err(|source| HeadFileError::Io { path: self.path.clone(), source })
    }

    fn write(&mut self, lines: &str) -> io::Result<()> {
        self.file.write_all(lines.as_bytes())?;
        self.file.sync_data()
    }

    fn read(&mut self, line: &str, number: usize) -> bool {
        let mut words = line.split(' ');
        let read = match (words.next(), words.next(), words.next(), words.next()) {
            _ if number == 1 => (line == TITLE).then_some(()),
            (Some("manifest"), Some(person), Some(version), None) => PersonId::from_hex(person)
                .zip(version.parse().ok())
                .map(|(person, version)| self.manifests.insert(person, version))
                .map(|_| ()),
            (Some("head"), Some(seq), Some(mac), Some(_)) => seq
                .parse()
                .ok()
                .zip(HEXLOWER.decode(mac.as_bytes()).ok().and_then(|mac| mac.try_into().ok()))
                .map(|(seq, mac)| self.head = Some(Head { seq, mac })),
            (Some("restored"), Some(_), Some(_), None) => {
                self.manifests.clear();
                self.head = None;
                Some(())
            }
            _ => None,
        };
        read.is_some()
    }
}
