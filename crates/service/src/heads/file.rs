//! The file of heads: lines are only ever appended.
//!
//! A full disk or a power loss can tear the last line. That line was never reported as published, so it is cut off:
//! after a failed append, when the file is opened, and before the next append. If the file is append-only
//! (`chattr +a`), the torn line gets a marker at its end instead. Whole lines are never removed, and an unreadable line
//! anywhere else is an error: what was published must not be lost in silence (S80).

mod disk;
mod error;
mod opening;

pub use error::HeadFileError;

use super::lines::{
    DOUBTED, Lines, MANIFEST, RESEALED, STANDING, WALKED, head_line, version_line, walk_line,
};
use super::{Head, Vouched};
use disk::{Disk, add};
use regain_base::HeadsKey;
use regain_domain::{PersonId, Timestamp};
use std::fs::File;
use std::io::{self};
use std::path::{Path, PathBuf};

/// What was published so far, and the file to append to.
#[derive(Debug)]
pub struct HeadFile {
    path: PathBuf,
    /// `None` if opened read-only.
    file: Option<File>,
    disk: Disk,
    key: HeadsKey,
    lines: Lines,
}

/// Why another database is the right one from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopted {
    /// A backup was restored.
    Restored,
    /// An operator accepted it.
    Accepted,
}

impl HeadFile {
    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The newest head.
    #[must_use]
    pub const fn head(&self) -> Option<Head> {
        self.lines.head
    }

    /// How many times another database was put in place.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.lines.epoch
    }

    /// The newest manifest and standing of each person in the current epoch.
    #[must_use]
    pub fn vouched(&self) -> Vouched {
        let epoch = self.lines.epoch;
        let manifests = self.lines.manifests_of(epoch);
        let standings = self.lines.standings_of(epoch);
        Vouched {
            manifests,
            standings,
            ..Vouched::default()
        }
    }

    /// Whether a walk over the whole history of this epoch succeeded, and nothing was found wrong since. Then entries
    /// up to the last head may be walked again while the server works.
    #[must_use]
    pub fn is_walked(&self) -> bool {
        self.lines.is_walked()
    }

    /// Everybody who ever had a manifest.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.lines.people()
    }

    /// Whether a person ever had a newer manifest than this one from that epoch; no restore makes this forgotten
    /// (S84).
    #[must_use]
    pub fn had_newer(&self, person: PersonId, epoch: u64, version: u64) -> bool {
        self.lines.had_newer(person, epoch, version)
    }

    /// Appends a head with its new manifests and standings; durable on return.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn publish(
        &mut self,
        head: Head,
        vouched: &Vouched,
        now: Timestamp,
    ) -> Result<(), HeadFileError> {
        let epoch = self.lines.epoch;
        let lines =
            self.versions(epoch, vouched) + &head_line(&self.key, "head", epoch, (head, now));
        self.add(&lines)
    }

    /// Records that another database is the right one, in an epoch of its own: heads published earlier no longer
    /// bind. Known manifests stay; the newest ones of that database, from epoch `of`, are added.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn adopt(
        &mut self,
        how: Adopted,
        epoch: u64,
        at: (Head, Timestamp),
        (of, vouched): (u64, &Vouched),
    ) -> Result<(), HeadFileError> {
        let what = match how {
            Adopted::Restored => "restored",
            Adopted::Accepted => "accepted",
        };

        let lines = self.versions(of, vouched) + &head_line(&self.key, what, epoch, at);
        self.add(&lines)
    }

    /// Records that the whole history up to this entry was walked, and its newest standings.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn walked(
        &mut self,
        seq: u64,
        vouched: &Vouched,
        now: Timestamp,
    ) -> Result<(), HeadFileError> {
        let epoch = self.lines.epoch;
        let number = self.lines.walk() + 1;
        let lines = self.versions(epoch, vouched)
            + &walk_line(&self.key, WALKED, (epoch, number), (seq, now));
        self.add(&lines)
    }

    /// Records that this entry isn't what was written, so that the next start walks the whole history before letting
    /// anybody in.
    ///
    /// # Errors
    /// See [`HeadFileError`].
    pub fn doubt(&mut self, seq: u64, now: Timestamp) -> Result<(), HeadFileError> {
        let newest = (self.lines.epoch, self.lines.walk());
        let line = walk_line(&self.key, DOUBTED, newest, (seq, now));
        self.add(&line)
    }

    fn versions(&self, epoch: u64, vouched: &Vouched) -> String {
        let line = |what, of: (PersonId, u64)| version_line(&self.key, what, epoch, of);
        let manifests = vouched
            .manifests
            .iter()
            .map(|(id, version)| line(MANIFEST, (*id, *version)));
        let standings = vouched
            .standings
            .iter()
            .map(|(id, version)| line(STANDING, (*id, *version)));

        manifests
            .chain(standings)
            .chain(vouched.resealed.iter().map(|of| line(RESEALED, *of)))
            .collect()
    }

    /// Appends whole lines, and applies them.
    fn add(&mut self, lines: &str) -> Result<(), HeadFileError> {
        self.append(lines)?;
        for line in lines.split_inclusive('\n') {
            self.lines
                .take(&self.key, line.as_bytes())
                .expect("what was written can be read");
        }

        Ok(())
    }

    /// Appends whole lines or nothing; first repairs a torn line at the end.
    fn append(&mut self, lines: &str) -> Result<(), HeadFileError> {
        let disk = self.disk;
        let added = match &mut self.file {
            Some(file) => {
                // Another process on the same database may be in the middle of a line, which isn't torn. Without
                // locks, a single process is just as safe.
                let lock = file.lock();
                let added = add(disk, file, lines);
                if lock.is_ok() {
                    file.unlock().ok();
                }

                added
            }
            None => Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it was opened to be read",
            )),
        };

        added.map_err(|source| HeadFileError::Io {
            path: self.path.clone(),
            source,
        })
    }
}

#[cfg(test)]
mod tests;
