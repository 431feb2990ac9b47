//! The head of the history, kept outside of the database too: so a database that was rolled back is noticed (S80, S84).
//!
//! A file (and, if wanted, the system's log) gets a line for each new head, and one for each new manifest:
//!
//! ```text
//! regain-heads 2
//! head 0 0 <zeros> 1799999999999 <seal>
//! manifest 0 00112233445566778899aabbccddeeff 3 <seal>
//! head 0 512 <digest in hexadecimal> 1800000000000 <seal>
//! restored 1 498 <digest in hexadecimal> 1800000100000 <seal>
//! ```
//!
//! The first number is the *epoch*: how many times an operator put another database in place. Each line is sealed by a key that
//! isn't where the file is. A line that was torn in the writing says nothing: it has no newline yet, or ends in ` cut`. Whoever
//! can write the file can still cut lines off its end: where files can be such that they are only added to, make it one.

mod file;
mod keeper;
mod lines;

pub use file::{Adopted, HeadFile, HeadFileError};
pub use keeper::{Keeper, RolledBack};

use regain_storage::{Mac, Result, Work};
use std::sync::{PoisonError, RwLock};

/// A place in the chain, and the digest there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The place; 0 before the first entry.
    pub seq: u64,
    /// The digest.
    pub mac: Mac,
}

/// The newest head that has left the database, as far as this process knows, and whether the database still has it.
#[derive(Debug, Default)]
pub struct Heads {
    published: RwLock<Option<Head>>,
}

impl Heads {
    /// Whether the database still has what was published: without it nobody is let in.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn hold(&self, work: &mut (impl Work + ?Sized)) -> Result<bool> {
        let Some(head) = self.published().filter(|head| head.seq > 0) else { return Ok(true) };
        let row = work.history().by_seq(head.seq).await?;
        Ok(row.is_some_and(|row| row.mac == head.mac))
    }

    /// The newest head that has left the database.
    #[must_use]
    pub fn published(&self) -> Option<Head> {
        *self.published.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set(&self, head: Head) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Some(head);
    }
}
