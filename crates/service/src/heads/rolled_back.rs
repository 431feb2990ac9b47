//! What an older or altered database is called when it is found.

use std::path::PathBuf;

/// Why the history isn't what it was.
#[derive(Debug, thiserror::Error)]
pub enum RolledBack {
    /// An entry isn't what was written.
    #[error("entry {seq} of the history {kind}")]
    Broken {
        /// Position of the entry.
        seq: u64,
        /// What is wrong.
        kind: regain_base::history::FaultKind,
    },
    /// The database lacks what was published.
    #[error(
        "the history was published up to entry {published}, but the database has it only up to entry {found}, or another \
         one there: an older database was put in its place. If that was you, put the newer one back, or use `regain \
         restore FILE`, which says so to everybody concerned"
    )]
    Older {
        /// The newest published entry.
        published: u64,
        /// The newest entry in the database.
        found: u64,
    },
    /// The history has entries, but nothing outside the database vouches for them.
    #[error(
        "the history has {entries} entries, but heads_file {} tells of none: it is missing, or was emptied, so an older \
         database can't be told from the newest one. Put that file back; only where it is lost for good, and this is the \
         newest database, see `regain heads accept`",
        path.display()
    )]
    Unwitnessed {
        /// Entries in the history.
        entries: u64,
        /// Where the file should be.
        path: PathBuf,
    },
    /// A person's manifest is older than the published one.
    #[error(
        "the credentials of {person} are older than what was published (version {found}, not {published})"
    )]
    Manifest {
        /// The person, in hexadecimal.
        person: String,
        /// The published version.
        published: u64,
        /// The stored version.
        found: u64,
    },
}
