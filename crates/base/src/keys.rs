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
mod tests {
    use super::*;
    use crate::digest::same;
    use regain_domain::{
        ChallengeId, ContactId, ContactInvitationId, ContactRequestId, FlowId, FreezeLinkId,
        Identifier,
    };

    fn keys(byte: u8) -> Keys {
        Keys::derive(&MasterKey {
            id: 1,
            secret: Zeroizing::new([byte; 32]),
        })
    }

    #[test]
    fn s57_however_somebody_is_written_it_counts_as_one() {
        let keys = keys(7);
        let digests = |text: &str| {
            let identifier = Identifier::parse(text).expect(text);
            (
                keys.sign_in_key(None, &identifier),
                keys.identifier_digest(&identifier),
            )
        };
        for (one, others) in [
            (
                "anna@example.org",
                [
                    "ANNA@Example.ORG",
                    "\u{200B}an\u{AD}na@example\u{2060}.org",
                    "ａｎｎａ＠example。org",
                    "Anna Smith <mailto:anna@example.org>",
                ],
            ),
            (
                "li@xn--fsqu00a.tw",
                [
                    "li@例子.tw",
                    "LI＠例子。TW",
                    "「li@例子.tw」",
                    "li@例\u{200D}子.tw,",
                ],
            ),
            (
                "anna.s",
                ["Anna.S", "ａｎｎａ．ｓ", "anna。s\u{FEFF}", "“anna.s”"],
            ),
        ] {
            for other in others {
                assert_eq!(digests(one), digests(other), "{one} {other}");
            }
        }

        assert_ne!(digests("anna@example.org"), digests("anna@example.net"));
    }

    #[test]
    fn s104_every_purpose_has_a_key_of_its_own() {
        let keys = keys(7);
        assert_ne!(*keys.code, *keys.lookup);
        assert_ne!(keys.cookie.expose()[..32], keys.code[..]);
    }

    #[test]
    fn s18_codes_are_derived_and_differ_by_challenge_nonce_and_key() {
        let id = ChallengeId::from_bytes([1; 16]);
        let code = keys(7).one_time_code(id, &[2; 16]);
        assert!(code == keys(7).one_time_code(id, &[2; 16]));
        assert!(code != keys(7).one_time_code(id, &[3; 16]));
        assert!(code != keys(7).one_time_code(ChallengeId::from_bytes([9; 16]), &[2; 16]));
        assert!(code != keys(8).one_time_code(id, &[2; 16]));
    }

    #[test]
    fn s19_a_digest_for_one_purpose_is_useless_for_another() {
        let keys = keys(7);
        assert!(!same(
            keys.session_digest(&[5; 32]).as_bytes(),
            keys.browser_digest(&[5; 32]).as_bytes()
        ));

        // Codes of the same ids and nonce differ too.
        let nonce = [6; 16];
        let contact = keys.contact_code(
            ContactInvitationId::from_bytes(nonce),
            ContactId::from_bytes(nonce),
            &nonce,
        );
        let request = (
            ContactRequestId::from_bytes(nonce),
            ChallengeId::from_bytes(nonce),
        );
        let pass_on = keys.pass_on_token(request.0, request.1, &nonce);
        let freeze = keys.freeze_code(FreezeLinkId::from_bytes(nonce), &nonce);

        assert!(contact != pass_on && contact != freeze && pass_on != freeze);
        assert!(!same(
            keys.contact_digest(&contact).as_bytes(),
            keys.pass_on_digest(&contact).as_bytes()
        ));
        assert!(!same(
            keys.contact_digest(&contact).as_bytes(),
            keys.freeze_digest(&contact).as_bytes()
        ));
        let code = keys.passed_code(request.0, request.1, &nonce);
        assert!(code != keys.one_time_code(request.1, &nonce));
        let of = CodeOf {
            challenge: request.1,
            flow: FlowId::from_bytes(nonce),
            person: None,
        };
        let by = |contact: u8| {
            keys.passed_digest(
                &of,
                (request.0, ContactId::from_bytes([contact; 16])),
                &code,
            )
        };
        assert!(!same(&by(1), &by(2)));
        assert!(!same(
            by(1).as_bytes(),
            keys.code_digest(&of, &code).as_bytes()
        ));
        assert_ne!(
            keys.shown("recovery", &[5; 32]),
            keys.shown("person", &[5; 32])
        );
        assert_ne!(
            keys.shown("recovery", &[5; 32])[..],
            keys.browser_digest(&[5; 32]).as_bytes()[..8]
        );
        let identifier = Identifier::parse("anna@example.org").expect("an identifier");
        assert!(!same(
            keys.identifier_digest(&identifier).as_bytes(),
            keys.sign_in_key(None, &identifier).as_bytes()
        ));
        assert_ne!(
            digest::<[u8; 32]>(&keys.lookup, "a", &[b"bc"]),
            digest::<[u8; 32]>(&keys.lookup, "ab", &[b"c"])
        );
    }

    #[test]
    fn s5_one_identifier_has_one_key_however_it_is_written() {
        let key =
            |text| keys(7).identifier_digest(&Identifier::parse(text).expect("an identifier"));
        assert_eq!(key("anna@example.org"), key(" Anna@Example.org "));
        assert_ne!(key("anna@example.org"), key("anna"));
    }

    #[test]
    fn s14_a_million_codes_spread_evenly_and_a_hundred_thousand_hold_no_duplicate() {
        let keys = keys(7);
        let mut seen = std::collections::HashSet::new();
        let mut counts = [0u32; 32];
        for index in 0..1_000_000u32 {
            let mut id = [0; 16];
            id[..4].copy_from_slice(&index.to_be_bytes());
            let code = keys.one_time_code(ChallengeId::from_bytes(id), &[0; 16]);
            for symbol in code.expose().bytes() {
                let value = regain_domain::crockford::ALPHABET
                    .iter()
                    .position(|s| *s == symbol);
                counts[value.expect("a symbol of the alphabet")] += 1;
            }

            if index < 100_000 {
                assert!(
                    seen.insert(code.expose().to_owned()),
                    "duplicate at {index}"
                );
            }
        }

        let expected = 8_000_000.0 / 32.0;
        let chi_squared: f64 = counts
            .iter()
            .map(|count| (f64::from(*count) - expected).powi(2) / expected)
            .sum();
        assert!(
            chi_squared < 61.1,
            "χ² = {chi_squared} with 31 degrees of freedom (p = 0.001)"
        );
    }
}
