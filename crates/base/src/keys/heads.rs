//! What seals the lines of the file of heads, which lies where others may write (S80).

use super::Keys;
use regain_history::{Key, KeyRing, digest as mac, same};
use regain_storage::Mac;

/// Seals the lines of the file of heads: whoever can write the file, and has no key, adds none and changes none. Lines stay as
/// they are when a newer master key comes, so each of the key file's recognises its own (S104): those behind a newer one's don't
/// count.
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

    /// The seal of a line, over its words as they stand there.
    #[must_use]
    pub fn seal(&self, words: &str) -> Mac {
        mac(&self.0, "line", &[words.as_bytes()])
    }

    /// The id of the master key by which these words have this seal, if it is one of ours.
    #[must_use]
    pub fn sealed_by(&self, words: &str, seal: &Mac) -> Option<u32> {
        let mut keys = self.0.all();
        keys.find(|(_, key)| same(&mac(key, "line", &[words.as_bytes()]), seal))
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
