//! The operating system's randomness.

use rand::TryRngCore;
use regain_domain::Randomness;

/// The operating system's generator.
#[derive(Debug, Clone, Copy)]
pub struct OsRandomness;

impl Randomness for OsRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rngs::OsRng
            .try_fill_bytes(bytes)
            .expect("without the system's randomness nothing here is safe to do");
    }
}
