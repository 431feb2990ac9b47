//! Why a configuration stops the start: one line that names the key, the value's place and what is allowed.

use std::path::PathBuf;

/// What is wrong with the configuration. Secrets are never part of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// A value can't be used.
    #[error("{key} ({place}): {problem}; allowed: {allowed}")]
    Value {
        /// The key, as it stands in the file.
        key: &'static str,
        /// The file or environment variable the value comes from, or that it stands nowhere.
        place: String,
        /// What is wrong with it.
        problem: String,
        /// What would be right.
        allowed: &'static str,
    },
    /// A key that doesn't exist.
    #[error("{key} ({place}): there is no such key; allowed: {allowed}")]
    UnknownKey {
        /// What was written.
        key: String,
        /// Where.
        place: String,
        /// Every key there is.
        allowed: String,
    },
    /// The file that `REGAIN_CONFIG` names, or a `regain.toml` that exists, can't be read.
    #[error("can't read the configuration file {}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The operating system's words.
        reason: String,
    },
    /// The file isn't TOML. The parser's own message is left out, because it quotes the line, which may hold a secret.
    #[error("{}: not valid TOML{at}; every line is `key = \"value\"`", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// ` at line 3, column 7`, if known.
        at: String,
    },
    /// An environment variable of ours isn't text.
    #[error("{variable}: the value is not UTF-8 text")]
    NotText {
        /// Its name.
        variable: String,
    },
}
