//! Tokens of known browsers, and the counters of each (S58).

use super::{Keys, first};
use crate::digest::{Key, digest, same};
use regain_domain::{DeviceId, PersonId};
use regain_storage::CountedKey;
use zeroize::Zeroizing;

/// Makes the tokens by which browsers are recognised, and detects forged ones.
pub struct DeviceKey(pub(super) Key);

impl DeviceKey {
    /// Makes a token: these random bits and our seal on them.
    #[must_use]
    pub fn token(&self, random: &[u8; 16]) -> Zeroizing<[u8; 32]> {
        let seal = digest(&self.0, "device-token", &[random]);
        let mut token = Zeroizing::new([0; 32]);
        token[..16].copy_from_slice(random);
        token[16..].copy_from_slice(&first::<16>(&seal));
        token
    }

    /// Whether a token is ours. Doesn't use the database, so that a flood of forged ones doesn't load it.
    #[must_use]
    pub fn has_made(&self, token: &[u8; 32]) -> bool {
        same(&*self.token(&first(token)), token)
    }
}

impl Keys {
    /// The key for device tokens.
    #[must_use]
    pub const fn device(&self) -> &DeviceKey {
        &self.device
    }

    /// All counters of a person's known device: wrong passwords, wrong app codes and its reserve of mail. A counter
    /// missing here would restart whenever the device gets another token.
    #[must_use]
    pub fn counted_of(&self, device: DeviceId, person: PersonId) -> [CountedKey; 4] {
        let mails = self.mails_key(person);
        [
            self.familiar_key(device).into(),
            self.familiar_authenticator_key(device).into(),
            self.reserved_mails_key(&mails, device).into(),
            self.reserved_mails_key(&self.contact_mails_key(&mails), device)
                .into(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MasterKey;

    fn keys(byte: u8) -> Keys {
        Keys::derive(&MasterKey {
            id: 1,
            secret: Zeroizing::new([byte; 32]),
        })
    }

    #[test]
    fn s58_a_token_is_ours_unchanged_only_and_nobody_elses() {
        let others = keys(8);
        let keys = keys(7);
        let token = keys.device().token(&[5; 16]);
        assert!(keys.device().has_made(&token));
        assert!(!others.device().has_made(&token), "another server's");
        for bit in 0..256 {
            let mut changed = *token;
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!keys.device().has_made(&changed), "{bit}");
        }

        for made_up in [[0; 32], [5; 32], [255; 32]] {
            assert!(!keys.device().has_made(&made_up));
        }
    }

    #[test]
    fn s104_no_other_digest_of_the_same_bits_is_a_token() {
        let ours = keys(7);
        let random = [5; 16];
        let others = [
            &ours.lookup,
            &ours.code,
            &ours.effort,
            &ours.surroundings,
            &ours.seeds,
            &ours.policy,
        ];

        for key in others {
            let mut token = [5; 32];
            token[16..].copy_from_slice(&first::<16>(&digest(key, "device-token", &[&random])));
            assert!(!ours.device().has_made(&token));
        }
    }
}
