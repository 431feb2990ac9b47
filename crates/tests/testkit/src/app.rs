//! An authenticator app.

use data_encoding::BASE32_NOPAD;
use regain_domain::Timestamp;
use totp_rs::Builder;

/// An authenticator app that took the key from a page, using only RFC 6238.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    seed: Vec<u8>,
}

impl App {
    /// Types in the key that a page shows.
    ///
    /// # Panics
    /// If it isn't one.
    #[must_use]
    pub fn with_key(shown: &str) -> Self {
        let key: String = shown.split_whitespace().collect();
        Self {
            seed: BASE32_NOPAD
                .decode(key.as_bytes())
                .expect("a key in base 32"),
        }
    }

    /// Takes in a seed.
    #[must_use]
    pub const fn with_seed(seed: Vec<u8>) -> Self {
        Self { seed }
    }

    /// The seed of its key.
    #[must_use]
    pub fn seed(&self) -> &[u8] {
        &self.seed
    }

    /// The code that it shows at a moment.
    ///
    /// # Panics
    /// Before 1970.
    #[must_use]
    pub fn code_at(&self, at: Timestamp) -> String {
        let seconds = u64::try_from(at.as_millis()).expect("after 1970") / 1000;
        let app = Builder::new()
            .with_secret(self.seed.clone())
            .build()
            .expect("a long enough key");
        app.generate(seconds).to_string()
    }
}
