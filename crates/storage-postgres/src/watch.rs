//! What errors say about the database's files (S99).

use regain_storage::StorageError;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Debug, thiserror::Error)]
#[error(
    "the database is damaged (PostgreSQL says so, XX001 or XX002); stop the server, and restore a backup"
)]
struct Damaged;

/// Whether PostgreSQL found a page or an index that is damaged. From then on nothing is written.
#[derive(Debug, Default)]
pub(crate) struct Damage(AtomicBool);

impl Damage {
    /// Whether writing is permitted.
    pub(crate) fn check(&self) -> Result<(), StorageError> {
        if self.0.load(Ordering::Relaxed) {
            return Err(StorageError::Failed(Box::new(Damaged)));
        }

        Ok(())
    }

    /// Notes what an error says.
    pub(crate) fn learn(&self, error: &sqlx::Error) {
        let sqlx::Error::Database(error) = error else {
            return;
        };

        if error
            .code()
            .is_some_and(|code| matches!(&*code, "XX001" | "XX002"))
        {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}
