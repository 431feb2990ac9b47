//! Randomness that repeats itself.

use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};
use regain_service::Randomness;
use std::sync::{Mutex, PoisonError};

/// Random bytes that depend only on the seed.
#[derive(Debug)]
pub struct SeededRandomness(Mutex<StdRng>);

impl SeededRandomness {
    /// The bytes of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }
}
