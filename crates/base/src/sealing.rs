//! Sealing with AES-256-GCM. The nonce comes first, and the place is bound as associated data.

use crate::digest::Key;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use regain_domain::Randomness;
use zeroize::Zeroizing;

/// Length of a nonce in bytes.
const NONCE: usize = 12;

/// Seals a text; it opens only with the same `key` and `place`.
///
/// # Panics
/// If the text is longer than 64 GiB.
#[must_use]
pub fn seal(key: &Key, randomness: &dyn Randomness, place: &[u8], text: &[u8]) -> Vec<u8> {
    let nonce = randomness.bytes::<NONCE>();
    let sealed = cipher(key).encrypt(
        Nonce::from_slice(&nonce),
        Payload {
            msg: text,
            aad: place,
        },
    );
    [
        nonce.as_slice(),
        &sealed.expect("a short text can be sealed"),
    ]
    .concat()
}

/// Opens what was sealed with this key for this place; `None` for anything else.
#[must_use]
pub fn open(key: &Key, place: &[u8], bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let payload = Payload {
        msg: sealed,
        aad: place,
    };
    cipher(key)
        .decrypt(Nonce::from_slice(nonce), payload)
        .ok()
        .map(Zeroizing::new)
}

fn cipher(key: &Key) -> Aes256Gcm {
    Aes256Gcm::new(key.as_ref().into())
}
