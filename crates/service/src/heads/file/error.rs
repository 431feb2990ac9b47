//! Says why the file can't be used.

use std::io::{self};
use std::path::PathBuf;

/// Why the file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum HeadFileError {
    /// The operating system refused.
    #[error("heads_file: {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Its error.
        source: io::Error,
    },
    /// The content isn't ours.
    #[error(
        "heads_file: {}: line {line} isn't one that Regain wrote with this key file; bring the file back as it was, or see \
         `regain heads accept`",
        path.display()
    )]
    Content {
        /// The file.
        path: PathBuf,
        /// Number of the line.
        line: usize,
    },
    /// The file is from an earlier version, whose lines had no seals.
    #[error(
        "heads_file: {}: its lines have no seals, as earlier versions wrote them; see `regain heads accept`",
        path.display()
    )]
    Unsealed {
        /// The file.
        path: PathBuf,
    },
}
