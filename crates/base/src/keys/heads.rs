//! What seals the lines of the file of heads, which lies where others may write (S80).

use super::Keys;
use regain_history::{Key, digest as mac};
use regain_storage::Mac;

/// Seals the lines of the file of heads: whoever can write the file, and has no key, adds none and changes none.
#[derive(Clone)]
pub struct HeadsKey(pub(super) Key);

impl std::fmt::Debug for HeadsKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HeadsKey(…)")
    }
}

impl HeadsKey {
    /// The seal of a line, over its words as they stand there.
    #[must_use]
    pub fn seal(&self, words: &str) -> Mac {
        mac(&self.0, "line", &[words.as_bytes()])
    }
}

impl Keys {
    /// The key that seals the lines of the file of heads.
    #[must_use]
    pub const fn heads(&self) -> &HeadsKey {
        &self.heads
    }
}
