//! One key per purpose, out of the master key in the key file; never from the database (S33, S104).

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac as _};
use regain_domain::{ChallengeId, Identifier, InvitationCode, InvitationId, LinkToken, OneTimeCode, PersonId};
use regain_storage::Mac;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The master key of the key file.
#[derive(Clone)]
pub struct MasterKey {
    /// Tells keys apart after a rotation.
    pub id: u32,
    /// 256 random bits.
    pub secret: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKey {{ id: {}, secret: … }}", self.id)
    }
}

type Key = Zeroizing<[u8; 32]>;

/// Seals cookies: 64 bytes, as the cookie library asks.
pub struct CookieKey(Zeroizing<[u8; 64]>);

impl CookieKey {
    /// The bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8; 64] {
        &self.0
    }
}

/// One key per purpose.
pub struct Keys {
    id: u32,
    pepper: Key,
    code: Key,
    lookup: Key,
    cookie: CookieKey,
}

fn expand<const N: usize>(master: &MasterKey, label: &str) -> Zeroizing<[u8; N]> {
    let mut key = Zeroizing::new([0; N]);
    Hkdf::<Sha256>::new(Some(b"regain/1"), master.secret.as_ref())
        .expand(label.as_bytes(), key.as_mut())
        .expect("HKDF gives up to 8160 bytes");
    key
}

/// HMAC over a purpose and length-prefixed parts, so that no two inputs share a message (S19).
fn mac(key: &Key, purpose: &str, parts: &[&[u8]]) -> Mac {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_ref()).expect("HMAC takes a key of any length");
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn first<const N: usize>(mac: &Mac) -> [u8; N] {
    std::array::from_fn(|index| mac[index])
}

/// Whether two digests are equal, in constant time (S40).
pub(crate) fn same(a: &Mac, b: &Mac) -> bool {
    a.ct_eq(b).into()
}

impl Keys {
    /// Derives every key (HKDF-SHA-256, RFC 5869, one label each).
    #[must_use]
    pub fn derive(master: &MasterKey) -> Self {
        Self {
            id: master.id,
            pepper: expand(master, "pepper"),
            code: expand(master, "code"),
            lookup: expand(master, "lookup"),
            cookie: CookieKey(expand(master, "cookie")),
        }
    }

    pub(crate) const fn id(&self) -> u32 {
        self.id
    }

    pub(crate) const fn pepper(&self) -> &Zeroizing<[u8; 32]> {
        &self.pepper
    }

    pub(crate) const fn cookie(&self) -> &CookieKey {
        &self.cookie
    }

    /// The code of a mail, derived anew whenever it is needed (S18).
    pub(crate) fn one_time_code(&self, challenge: ChallengeId, nonce: &[u8; 16]) -> OneTimeCode {
        OneTimeCode::from_bytes(&first(&mac(&self.code, "mailed-code", &[challenge.as_bytes(), nonce])))
    }

    /// The link token of the same mail.
    pub(crate) fn link_token(&self, challenge: ChallengeId, nonce: &[u8; 16]) -> LinkToken {
        LinkToken::from_bytes(&first(&mac(&self.code, "mailed-link", &[challenge.as_bytes(), nonce])))
    }

    /// The code of an invitation.
    pub(crate) fn invitation_code(&self, invitation: InvitationId, nonce: &[u8; 16]) -> InvitationCode {
        InvitationCode::from_bytes(&first(&mac(&self.code, "invitation", &[invitation.as_bytes(), nonce])))
    }

    pub(crate) fn code_mac(&self, challenge: ChallengeId, code: &OneTimeCode) -> Mac {
        mac(&self.lookup, "mailed-code", &[challenge.as_bytes(), code.expose().as_bytes()])
    }

    pub(crate) fn link_mac(&self, challenge: ChallengeId, token: &LinkToken) -> Mac {
        mac(&self.lookup, "mailed-link", &[challenge.as_bytes(), token.expose().as_bytes()])
    }

    pub(crate) fn invitation_mac(&self, code: &InvitationCode) -> Mac {
        mac(&self.lookup, "invitation", &[code.expose().as_bytes()])
    }

    pub(crate) fn session_mac(&self, token: &[u8; 32]) -> Mac {
        mac(&self.lookup, "session", &[token])
    }

    pub(crate) fn browser_mac(&self, token: &[u8; 32]) -> Mac {
        mac(&self.lookup, "recovery-browser", &[token])
    }

    /// The key of the sign-in counter, for known and unknown identifiers alike (S5).
    pub(crate) fn sign_in_key(&self, identifier: &Identifier) -> Mac {
        mac(&self.lookup, "sign-in", &[identifier.canonical().as_bytes()])
    }

    /// The key of the recoveries of an identifier, known or not (S5).
    pub(crate) fn recovery_key(&self, identifier: &Identifier) -> Mac {
        mac(&self.lookup, "recovery", &[identifier.canonical().as_bytes()])
    }

    /// The key of the counter for re-entering one's own password.
    pub(crate) fn reentry_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "re-entry", &[person.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(byte: u8) -> Keys {
        Keys::derive(&MasterKey { id: 1, secret: Zeroizing::new([byte; 32]) })
    }

    #[test]
    fn s104_every_purpose_has_a_key_of_its_own() {
        let keys = keys(7);
        assert_ne!(*keys.pepper, *keys.code);
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
        assert!(!same(&keys.session_mac(&[5; 32]), &keys.browser_mac(&[5; 32])));
        let identifier = Identifier::parse("anna@example.org").expect("an identifier");
        assert!(!same(&keys.recovery_key(&identifier), &keys.sign_in_key(&identifier)));
        assert_ne!(mac(&keys.lookup, "a", &[b"bc"]), mac(&keys.lookup, "ab", &[b"c"]));
    }

    #[test]
    fn s5_one_identifier_has_one_key_however_it_is_written() {
        let key = |text| keys(7).recovery_key(&Identifier::parse(text).expect("an identifier"));
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
                let value = regain_domain::crockford::ALPHABET.iter().position(|s| *s == symbol);
                counts[value.expect("a symbol of the alphabet")] += 1;
            }
            if index < 100_000 {
                assert!(seen.insert(code.expose().to_owned()), "duplicate at {index}");
            }
        }
        let expected = 8_000_000.0 / 32.0;
        let chi_squared: f64 = counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
        assert!(chi_squared < 61.1, "χ² = {chi_squared} with 31 degrees of freedom (p = 0.001)");
    }
}
