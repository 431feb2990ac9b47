//! The key for lines of the file of heads, which is kept where others may write (S80).

use super::Keys;
use crate::digest::{Key, digest, same};
use crate::ring::KeyRing;
use regain_storage::LineSeal;

/// Seals lines of the file of heads: somebody who can write the file but lacks the key can neither add nor change
/// lines. Older lines keep their seals after a rotation, so each key recognises its own (S104); they don't count
/// after a line of a newer key.
#[derive(Clone)]
pub struct HeadsKey(KeyRing<Key>);

impl std::fmt::Debug for HeadsKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HeadsKey(…)")
    }
}

impl HeadsKey {
    pub(super) const fn one(id: u32, key: Key) -> Self {
        Self(KeyRing::one(id, key))
    }

    pub(super) const fn of(keys: KeyRing<Key>) -> Self {
        Self(keys)
    }

    /// The seal of a line, over its exact words.
    #[must_use]
    pub fn seal(&self, words: &str) -> LineSeal {
        digest(&self.0, "line", &[words.as_bytes()])
    }

    /// The id of the master key that sealed these words, if it is one of ours.
    #[must_use]
    pub fn sealed_by(&self, words: &str, seal: &LineSeal) -> Option<u32> {
        let mut keys = self.0.all();
        keys.find(|(_, key)| same(&digest(key, "line", &[words.as_bytes()]), seal))
            .map(|(id, _)| id)
    }
}

impl Keys {
    /// The key that seals the lines of the file of heads.
    #[must_use]
    pub const fn heads(&self) -> &HeadsKey {
        &self.heads
    }
}
