//! The master keys of the key file, and what is kept of retired ones (S104).

use crate::digest::Key;
use crate::history::HistoryKeys;
use crate::ring::KeyRing;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// A master key of the key file.
#[derive(Clone)]
pub struct MasterKey {
    /// Distinguishes keys after a rotation; the highest is the newest.
    pub id: u32,
    /// 256 random bits.
    pub secret: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKey {{ id: {}, secret: … }}", self.id)
    }
}

impl MasterKey {
    /// Derives the key for a purpose (HKDF-SHA-256, RFC 5869).
    #[must_use]
    pub fn derive<const N: usize>(&self, purpose: &str) -> Zeroizing<[u8; N]> {
        let mut key = Zeroizing::new([0; N]);
        Hkdf::<Sha256>::new(Some(b"regain/1"), self.secret.as_ref())
            .expand(purpose.as_bytes(), key.as_mut())
            .expect("HKDF gives up to 8160 bytes");
        key
    }

    /// The part that can still read after the key itself is removed from the file.
    #[must_use]
    pub fn retire(&self) -> RetiredKey {
        RetiredKey {
            id: self.id,
            chain: self.derive(CHAIN),
            details: self.derive(DETAILS),
            pepper: self.derive(PEPPER),
            policy: self.derive(POLICY),
            heads: self.derive(HEADS),
            names: self.derive(NAMES),
        }
    }
}

const CHAIN: &str = "history";
const DETAILS: &str = "history-details";
const STANDING: &str = "standing";
const PEPPER: &str = "pepper";
pub(super) const POLICY: &str = "policy";
pub(super) const HEADS: &str = "heads";
pub(super) const NAMES: &str = "retired-user-names";

/// The part kept of a retired master key. It reads what can't be made anew: its range of the history, saved codes,
/// which are stored only as hashes, the policy, whose seal the history names, lines of the append-only file of heads,
/// and digests of the user names of erased people. It lets nobody in: it verifies no session, manifest or standing,
/// and a password only together with a manifest of a newer key.
#[derive(Clone)]
pub struct RetiredKey {
    /// The id of the master key.
    pub id: u32,
    pub(super) chain: Key,
    pub(super) details: Key,
    pub(super) pepper: Key,
    pub(super) policy: Key,
    pub(super) heads: Key,
    pub(super) names: Key,
}

/// Length of an encoded [`RetiredKey`] in bytes.
pub const RETIRED_LENGTH: usize = 192;

impl RetiredKey {
    /// Encodes it for the key file.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; RETIRED_LENGTH]> {
        let mut bytes = Zeroizing::new([0; RETIRED_LENGTH]);
        let keys = [
            &self.chain,
            &self.details,
            &self.pepper,
            &self.policy,
            &self.heads,
            &self.names,
        ];
        for (place, key) in bytes.chunks_exact_mut(32).zip(keys) {
            place.copy_from_slice(key.as_ref());
        }

        bytes
    }

    /// Decodes it.
    #[must_use]
    pub fn from_bytes(id: u32, bytes: &[u8; RETIRED_LENGTH]) -> Self {
        let key = |nth: usize| Zeroizing::new(std::array::from_fn(|at| bytes[32 * nth + at]));
        Self {
            id,
            chain: key(0),
            details: key(1),
            pepper: key(2),
            policy: key(3),
            heads: key(4),
            names: key(5),
        }
    }
}

impl std::fmt::Debug for RetiredKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RetiredKey {{ id: {}, … }}", self.id)
    }
}

/// The master keys: the one with the highest id writes, the others read what they once wrote (S104).
#[derive(Debug, Clone)]
pub struct MasterKeys {
    keys: KeyRing<MasterKey>,
    retired: Vec<RetiredKey>,
}

impl MasterKeys {
    /// A single key.
    #[must_use]
    pub const fn one(key: MasterKey) -> Self {
        Self {
            keys: KeyRing::one(key.id, key),
            retired: Vec::new(),
        }
    }

    /// Several keys in any order, and the retired ones; `None` if the newest is missing.
    #[must_use]
    pub fn of(keys: Vec<MasterKey>, retired: Vec<RetiredKey>) -> Option<Self> {
        let keys = KeyRing::of(keys.into_iter().map(|key| (key.id, key)).collect())?;
        let newest = keys.newest_id();
        retired
            .iter()
            .all(|key| key.id < newest)
            .then_some(Self { keys, retired })
    }

    /// The keys, without retired ones.
    #[must_use]
    pub const fn keys(&self) -> &KeyRing<MasterKey> {
        &self.keys
    }

    /// The parts kept of retired keys.
    #[must_use]
    pub fn retired(&self) -> &[RetiredKey] {
        &self.retired
    }

    /// Derives the key for a purpose from each master key.
    #[must_use]
    pub fn derive<const N: usize>(&self, purpose: &str) -> KeyRing<Zeroizing<[u8; N]>> {
        self.keys.map(|key| key.derive(purpose))
    }

    /// The peppers of passwords and saved codes, retired ones included (S33).
    #[must_use]
    pub fn peppers(&self) -> KeyRing<Key> {
        self.with_retired(|key| key.derive(PEPPER), |key| key.pepper.clone())
    }

    /// The keys of the history, retired ones included.
    #[must_use]
    pub fn history(&self) -> KeyRing<HistoryKeys> {
        let read = |chain: &Key, details: &Key, standing| HistoryKeys {
            chain: chain.clone(),
            details: details.clone(),
            standing,
        };
        self.with_retired(
            |key| {
                read(
                    &key.derive(CHAIN),
                    &key.derive(DETAILS),
                    Some(key.derive(STANDING)),
                )
            },
            |key| read(&key.chain, &key.details, None),
        )
    }

    /// The keys that seal the policy, retired ones included (S82).
    #[must_use]
    pub fn policy(&self) -> KeyRing<Key> {
        self.with_retired(|key| key.derive(POLICY), |key| key.policy.clone())
    }

    /// The keys that seal lines of the file of heads, retired ones included (S80).
    #[must_use]
    pub fn heads(&self) -> KeyRing<Key> {
        self.with_retired(|key| key.derive(HEADS), |key| key.heads.clone())
    }

    /// The keys for user names of erased people, retired ones included (S103).
    #[must_use]
    pub fn names(&self) -> KeyRing<Key> {
        self.with_retired(|key| key.derive(NAMES), |key| key.names.clone())
    }

    fn with_retired<T>(
        &self,
        of: impl Fn(&MasterKey) -> T,
        of_retired: impl Fn(&RetiredKey) -> T,
    ) -> KeyRing<T> {
        let all = self.keys.all().map(|(id, key)| (id, of(key)));
        let all = all
            .chain(self.retired.iter().map(|key| (key.id, of_retired(key))))
            .collect();
        KeyRing::of(all).expect("there is one at least")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: u32) -> MasterKey {
        let byte = u8::try_from(id).expect("a small id");
        MasterKey {
            id,
            secret: Zeroizing::new([byte; 32]),
        }
    }

    #[test]
    fn s104_what_is_left_of_a_key_reads_and_writes_nothing() {
        let keys = MasterKeys::of(vec![key(2), key(3)], vec![key(1).retire()]).expect("several");
        let all = MasterKeys::of(vec![key(3), key(1), key(2)], Vec::new()).expect("several");
        assert_eq!(
            (keys.keys().newest_id(), keys.keys().get(1).is_none()),
            (3, true)
        );
        let bytes = key(1).retire().to_bytes();
        assert_eq!(*RetiredKey::from_bytes(1, &bytes).to_bytes(), *bytes);
        assert_eq!(keys.peppers().get(1), all.peppers().get(1));
        assert_eq!(keys.policy().get(1), all.policy().get(1));
        assert_eq!(keys.heads().get(1), all.heads().get(1));
        assert_eq!(keys.names().get(1), all.names().get(1));
        let left = keys.history();
        let whole = all.history();
        let left = left.get(1).expect("a part");
        let whole = whole.get(1).expect("a key");

        assert_eq!((&left.chain, &left.details), (&whole.chain, &whole.details));
        assert!(left.standing.is_none() && whole.standing.is_some());

        // No part equals the key of another purpose.
        let others: Vec<Key> = ["lookup", "manifest", "standing", "methods", "code"]
            .map(|what| key(1).derive(what))
            .into();
        assert!(
            bytes
                .chunks(32)
                .all(|left| others.iter().all(|other| other.as_slice() != left))
        );
        assert!(
            MasterKeys::of(vec![key(2)], vec![key(3).retire()]).is_none(),
            "nothing would write"
        );
        assert!(MasterKeys::of(Vec::new(), vec![key(3).retire()]).is_none());
    }
}
