//! One key per purpose, derived from the master keys in the key file; never from the database (S33, S104).

mod codes;
mod counting;
mod devices;
mod heads;
mod master;
mod seals;

pub use codes::CodeOf;
pub use devices::DeviceKey;
pub use heads::HeadsKey;
pub use master::{MasterKey, MasterKeys, RETIRED_LENGTH, RetiredKey};
pub use seals::BegunWith;

use crate::digest::{Key, digest};
use crate::ring::KeyRing;
use regain_domain::{DeviceId, PersonId, SessionId, UserName};
use regain_storage::{
    BrowserDigest, DeviceDigest, QuestionDigest, SessionDigest, UserNameDigest, VerificationDigest,
};
use zeroize::Zeroizing;

/// Seals cookies: 64 bytes, as the cookie library requires.
pub struct CookieKey(Zeroizing<[u8; 64]>);

impl CookieKey {
    /// The bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8; 64] {
        &self.0
    }
}

/// One key per purpose, except credentials: the vault has its own keys.
pub struct Keys {
    code: Key,
    lookup: Key,
    cookie: CookieKey,
    surroundings: Key,
    seeds: Key,
    policy: Key,
    effort: Key,
    device: DeviceKey,
    heads: HeadsKey,
    names: KeyRing<Key>,
}

fn first<const N: usize>(digest: &[u8; 32]) -> [u8; N] {
    std::array::from_fn(|index| digest[index])
}

impl Keys {
    /// Derives all keys.
    #[must_use]
    pub fn derive(master: &MasterKey) -> Self {
        Self {
            code: master.derive("code"),
            lookup: master.derive("lookup"),
            cookie: CookieKey(master.derive("cookie")),
            surroundings: master.derive("surroundings"),
            seeds: master.derive("seeds"),
            policy: master.derive(master::POLICY),
            effort: master.derive("effort"),
            device: DeviceKey(master.derive("device-token")),
            heads: HeadsKey::one(master.id, master.derive(master::HEADS)),
            names: KeyRing::one(master.id, master.derive(master::NAMES)),
        }
    }

    /// Derives the keys of every master key. Seals outside the database and user names of erased people are
    /// recognised under any of them by the newest (S80, S103).
    #[must_use]
    pub fn ring(masters: &MasterKeys) -> KeyRing<Self> {
        let mut ring = masters.keys().map(Self::derive);
        ring.newest_mut().heads = HeadsKey::of(masters.heads());
        ring.newest_mut().names = masters.names();
        ring
    }

    /// The stored digest of an erased person's user name, which keeps others from getting it (S103).
    #[must_use]
    pub fn retired_user_name(&self, user_name: &UserName) -> UserNameDigest {
        Self::name_by(&self.names, user_name)
    }

    /// The same under every master key.
    pub fn retired_user_names(&self, user_name: &UserName) -> impl Iterator<Item = UserNameDigest> {
        self.names
            .all()
            .map(move |(_, key)| Self::name_by(key, user_name))
    }

    fn name_by(key: &Key, user_name: &UserName) -> UserNameDigest {
        digest(
            key,
            "retired-user-name",
            &[user_name.canonical().as_bytes()],
        )
    }

    /// The key that seals cookies.
    #[must_use]
    pub const fn cookie(&self) -> &CookieKey {
        &self.cookie
    }

    /// The key that seals places and devices of sessions (S103).
    #[must_use]
    pub const fn surroundings(&self) -> &Key {
        &self.surroundings
    }

    /// The key that seals requests for the policy (S82).
    #[must_use]
    pub const fn policy(&self) -> &Key {
        &self.policy
    }

    /// The secret of an authenticator app during setup: derived from person and occasion, so that nothing is stored
    /// before a code confirms it (S18, S41).
    #[must_use]
    pub fn seed(&self, occasion: &str, of: &[&[u8]]) -> Zeroizing<[u8; 20]> {
        Zeroizing::new(first(&digest(&self.seeds, occasion, of)))
    }

    /// The id of a session. It binds the token to the person, so that a row moved to somebody else is useless (S79).
    #[must_use]
    pub fn session_id(&self, token: &[u8; 32], person: PersonId) -> SessionId {
        SessionId::from_bytes(first(&digest(
            &self.lookup,
            "session-of",
            &[token, person.as_bytes()],
        )))
    }

    /// The look-up digest of a session's token.
    #[must_use]
    pub fn session_digest(&self, token: &[u8; 32]) -> SessionDigest {
        digest(&self.lookup, "session", &[token])
    }

    /// The look-up digest of a pending second factor, by its browser's token.
    #[must_use]
    pub fn verification_digest(&self, token: &[u8; 32]) -> VerificationDigest {
        digest(&self.lookup, "verification", &[token])
    }

    /// The id of a known device. It binds the token to the person, as a session's does (S79).
    #[must_use]
    pub fn device_id(&self, token: &[u8; 32], person: PersonId) -> DeviceId {
        DeviceId::from_bytes(first(&digest(
            &self.lookup,
            "device-of",
            &[token, person.as_bytes()],
        )))
    }

    /// The digest of a passkey question, which makes sure it is answered once.
    #[must_use]
    pub fn passkey_question_digest(&self, question: &[u8]) -> QuestionDigest {
        digest(&self.lookup, "passkey-question", &[question])
    }

    /// The look-up digest of a known device's token.
    #[must_use]
    pub fn device_digest(&self, token: &[u8; 32]) -> DeviceDigest {
        digest(&self.lookup, "device", &[token])
    }

    /// A short public digest of what a page was made for. The page's forms carry it; it reveals nothing about its
    /// input.
    #[must_use]
    pub fn shown(&self, kind: &str, of: &[u8]) -> [u8; 8] {
        first(&digest(&self.lookup, "shown", &[kind.as_bytes(), of]))
    }

    /// The look-up digest of a recovery, by its browser's token.
    #[must_use]
    pub fn browser_digest(&self, token: &[u8; 32]) -> BrowserDigest {
        digest(&self.lookup, "recovery-browser", &[token])
    }
}

#[cfg(test)]
mod tests;
