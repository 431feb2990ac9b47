//! Passwords and saved codes, in their stored form only.

use crate::Result;
use async_trait::async_trait;
use regain_domain::{PersonId, SavedCodeId, Timestamp};

/// A secret in its stored form: an Argon2id PHC string made with the pepper (S32, S33). No plain secret is of this type.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// From a PHC string.
    #[must_use]
    pub const fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    #[must_use]
    pub fn phc(&self) -> &str {
        &self.0
    }
}

/// Redacted: hashes are on the never-log list (S31, S102).
impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// A saved code to keep.
#[derive(Debug, Clone)]
pub struct NewSavedCode {
    /// Random.
    pub id: SavedCodeId,
    /// Finds it among the person's codes.
    pub selector: String,
    /// Of its verifier.
    pub hash: PasswordHash,
}

/// A saved code as kept.
#[derive(Debug, Clone)]
pub struct SavedCodeRow {
    /// Random.
    pub id: SavedCodeId,
    /// Of its verifier.
    pub hash: PasswordHash,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// What people prove themselves with.
#[async_trait]
pub trait Credentials: Send {
    /// The stored password.
    async fn password(&mut self, person: PersonId) -> Result<Option<PasswordHash>>;

    /// Stores a password, replacing the earlier one.
    async fn set_password(&mut self, person: PersonId, hash: &PasswordHash, at: Timestamp) -> Result<()>;

    /// Stores the same password under current parameters; `false` if it has changed since it was read (S32).
    async fn rehash_password(&mut self, person: PersonId, old: &PasswordHash, new: &PasswordHash) -> Result<bool>;

    /// Replaces the whole set of saved codes.
    async fn replace_saved_codes(&mut self, person: PersonId, codes: &[NewSavedCode], at: Timestamp) -> Result<()>;

    /// The saved code with this selector, used or not.
    async fn saved_code(&mut self, person: PersonId, selector: &str) -> Result<Option<SavedCodeRow>>;

    /// Uses up a code; `true` for the one call that did it (S17).
    async fn use_saved_code(&mut self, id: SavedCodeId, at: Timestamp) -> Result<bool>;

    /// How many codes of a person are left.
    async fn saved_codes_left(&mut self, person: PersonId) -> Result<u32>;
}
