//! The keys of one purpose, one per master key (S104).

use std::ops::Deref;

/// The newest key writes; older ones read what they once wrote. Dereferences to the newest.
#[derive(Debug, Clone)]
pub struct KeyRing<T> {
    newest: (u32, T),
    /// Newest first.
    older: Vec<(u32, T)>,
}

impl<T> KeyRing<T> {
    /// A single key.
    #[must_use]
    pub const fn one(id: u32, key: T) -> Self {
        Self {
            newest: (id, key),
            older: Vec::new(),
        }
    }

    /// Several keys in any order; the highest id is the newest. `None` if empty.
    #[must_use]
    pub fn of(mut keys: Vec<(u32, T)>) -> Option<Self> {
        keys.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
        let older = keys.split_off(keys.len().min(1));
        keys.pop().map(|newest| Self { newest, older })
    }

    /// Derives something from each key, under the same ids.
    pub fn map<U>(&self, derive: impl Fn(&T) -> U) -> KeyRing<U> {
        let derived = |(id, key): &(u32, T)| (*id, derive(key));
        KeyRing {
            newest: derived(&self.newest),
            older: self.older.iter().map(derived).collect(),
        }
    }

    /// The id of the newest.
    #[must_use]
    pub const fn newest_id(&self) -> u32 {
        self.newest.0
    }

    /// Mutable access to the newest.
    pub const fn newest_mut(&mut self) -> &mut T {
        &mut self.newest.1
    }

    /// All keys with their ids, newest first.
    pub fn all(&self) -> impl Iterator<Item = (u32, &T)> {
        std::iter::once(&self.newest)
            .chain(&self.older)
            .map(|(id, key)| (*id, key))
    }

    /// All but the newest, in the same order.
    pub fn older(&self) -> impl Iterator<Item = (u32, &T)> {
        self.older.iter().map(|(id, key)| (*id, key))
    }

    /// The key with this id.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&T> {
        self.all()
            .find_map(|(other, key)| (other == id).then_some(key))
    }
}

impl<T> Deref for KeyRing<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.newest.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s104_the_highest_id_writes_in_whatever_order_keys_come() {
        let ring = KeyRing::of(vec![(2, "b"), (7, "c"), (1, "a")]).expect("three keys");
        assert_eq!((ring.newest_id(), *ring), (7, "c"));
        assert_eq!(ring.all().map(|(id, _)| id).collect::<Vec<_>>(), [7, 2, 1]);
        assert_eq!(
            ring.older().map(|(_, key)| *key).collect::<Vec<_>>(),
            ["b", "a"]
        );
        assert_eq!((ring.get(1), ring.get(3)), (Some(&"a"), None));
        assert_eq!(ring.map(|key| key.len()).get(2), Some(&1));
        assert!(KeyRing::<u8>::of(Vec::new()).is_none());
    }
}
