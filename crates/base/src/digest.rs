//! Keyed digests.

use hmac::{Hmac, KeyInit, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A key for one purpose.
pub type Key = Zeroizing<[u8; 32]>;

/// HMAC-SHA-256 over a purpose and length-prefixed parts, so that no two inputs share a message (S19). Its caller says
/// by the type what the digest is of; bare bytes are for what is cut from one.
#[must_use]
pub fn digest<D: From<[u8; 32]>>(key: &Key, purpose: &str, parts: &[&[u8]]) -> D {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_ref()).expect("HMAC takes a key of any length");
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }

    D::from(mac.finalize().into_bytes().into())
}

/// Whether two digests of one type are equal, in constant time (S40).
#[must_use]
pub fn same<D: AsRef<[u8]>>(a: &D, b: &D) -> bool {
    a.as_ref().ct_eq(b.as_ref()).into()
}
