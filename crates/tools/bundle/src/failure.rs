//! Why no site was made, in a line that says what to look at.

use std::io;
use std::path::{Path, PathBuf};

/// Why no site was made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A file or folder can't be read or written.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// wasm-bindgen refuses the WebAssembly: most often its version isn't the one of the crate in `Cargo.lock`.
    #[error("wasm-bindgen can't read {}: {reason}", path.display())]
    Bindgen { path: PathBuf, reason: String },
    /// A tool isn't where npm puts it.
    #[error("{name} isn't in {}; `npm ci` in crates/tools/xtask/npm brings it", folder.display())]
    NoTool { name: &'static str, folder: PathBuf },
    /// A tool says no.
    #[error("{name} failed: {said}")]
    Tool { name: &'static str, said: String },
}

/// Says which file an error is about.
pub(crate) trait OnPath<T> {
    fn on(self, path: &Path) -> Result<T, Failure>;
}

impl<T> OnPath<T> for io::Result<T> {
    fn on(self, path: &Path) -> Result<T, Failure> {
        self.map_err(|source| Failure::File {
            path: path.to_owned(),
            source,
        })
    }
}
