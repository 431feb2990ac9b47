//! Erasing somebody: everything of theirs goes, and their account with it, for ever (S103).
//!
//! No proof is asked for here, because nothing is opened by it; and nobody can ask for it here: the right to do it is what the
//! history says, [`leaving`](regain_history::Historian::leaving), looked at again in the same unit of work.

use crate::{Permit, Vault, VaultWork};
use regain_domain::{HistoryEvent, Timestamp};
use regain_history::Entry;
use regain_storage::{Mac, Person, Result, StorageError};

impl Vault {
    /// Erases somebody whose time has come; `false`, and nothing is changed, if it hasn't, or if their standing isn't genuine.
    /// `user_name` is the digest by which nobody else gets theirs.
    pub async fn erase(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        user_name: Option<&Mac>,
        now: Timestamp,
    ) -> Result<bool> {
        if !self
            .historian
            .leaving(work, person, now)
            .await?
            .is_some_and(|leaving| leaving.is_due(now))
        {
            return Ok(false);
        }
        let permit = Permit::new();
        let version = self.next_version(work, person.id).await?;
        let entry = Entry::about(HistoryEvent::Erased, person.id).vouching_for_manifest(version);
        if self
            .historian
            .leave(work, person, entry, now)
            .await?
            .is_none()
        {
            return Ok(false);
        }
        if let Some(digest) = user_name {
            work.people().retire_user_name(digest).await?;
        }
        if self.vouch(work, &permit, person.id, None, now).await? {
            Ok(true)
        } else {
            Err(StorageError::Corrupt("a manifest"))
        }
    }
}
