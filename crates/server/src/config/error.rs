//! Configuration errors that stop the start: one line that names the key, the value's place and the allowed
//! values.

use std::path::PathBuf;

/// A configuration error. It never contains a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value can't be used.
    #[error("{key} ({place}): {problem}; allowed: {allowed}")]
    Value {
        /// The key, as in the file.
        key: &'static str,
        /// The file or environment variable that the value comes from, or that it isn't set anywhere.
        place: String,
        /// The problem with it.
        problem: String,
        /// The allowed values.
        allowed: &'static str,
    },
    /// A key that doesn't exist.
    #[error("{key} ({place}): there is no such key; allowed: {allowed}")]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The place of the key.
        place: String,
        /// All known keys.
        allowed: String,
    },
    /// The file named by `REGAIN_CONFIG`, or an existing `regain.toml`, can't be read.
    #[error("can't read the configuration file {}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The operating system's message.
        reason: String,
    },
    /// The file isn't TOML. The parser's own message is omitted, because it quotes the line, which may hold a
    /// secret.
    #[error("{}: not valid TOML{at}; every line is `key = \"value\"`", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// ` at line 3, column 7`, if known.
        at: String,
    },
    /// One of our environment variables isn't valid text.
    #[error("{variable}: the value is not UTF-8 text")]
    NotText {
        /// Its name.
        variable: String,
    },
}
