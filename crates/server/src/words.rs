//! One file with the organisation's banned terms and the common passwords, by which pages check a new password.
//!
//! Its name contains a hash of its content, so it never changes and is cached for a year. It is fetched when
//! somebody puts the cursor into a new-password field, never by the sign-in page.

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use data_encoding::BASE64URL_NOPAD;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use regain_domain::passwords::Common;
use sha2::{Digest as _, Sha256};

/// Number of hash bytes in the name.
const HASH_BYTES: usize = 16;

/// The file and its path.
#[derive(Debug, Clone)]
pub struct WordsFile {
    /// The path at which it is served.
    pub path: String,
    content: Bytes,
}

impl WordsFile {
    /// Builds the file: one line of banned terms, then the set of common passwords.
    #[must_use]
    pub fn new(banned_terms: &[String]) -> Self {
        let line = banned_terms.join(" ") + "\n";
        let content = Bytes::from([line.as_bytes(), Common::embedded_bytes()].concat());
        let hash = BASE64URL_NOPAD.encode(&Sha256::digest(&content)[..HASH_BYTES]);
        Self {
            path: format!("{}{hash}", regain_app::paths::WORDS),
            content,
        }
    }

    /// Returns the route that serves it.
    pub fn routes(self) -> Router {
        let content = self.content;
        let headers = [
            (CONTENT_TYPE, "application/octet-stream"),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        Router::new().route(&self.path, get(async move || (headers, content)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_follows_the_content() {
        let none = WordsFile::new(&[]);
        let some = WordsFile::new(&["contoso".to_owned()]);
        assert_ne!(none.path, some.path);
        assert_eq!(none.path, WordsFile::new(&[]).path);
        assert_eq!(none.path.len(), regain_app::paths::WORDS.len() + 22);
        assert!(some.content.starts_with(b"contoso\n"));
        assert!(
            some.content.len() < 50 * 1024,
            "what a phone loads beside the page"
        );
    }
}
