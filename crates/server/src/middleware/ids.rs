//! Generates request ids.

use std::sync::{Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{CryptoRng, Rng as _, SeedableRng as _};
use uuid::Uuid;

/// Generator of request ids.
pub struct RequestIds(Mutex<StdRng>);

impl RequestIds {
    /// Creates a generator seeded from `rng`.
    pub fn new(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self(Mutex::new(StdRng::from_seed(seed)))
    }

    pub(super) fn next(&self) -> Uuid {
        let bytes = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .random();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

impl std::fmt::Debug for RequestIds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RequestIds")
    }
}
