//! Erasing a person: deletes everything of theirs, and the account for good (S103).
//!
//! No proof is required, because erasing opens nothing. The right to erase comes only from the history
//! ([`leaving`](regain_base::history::Historian::leaving)), which is checked again in the same unit of work.

use crate::{Permit, Vault, VaultWork};
use regain_base::history::Entry;
use regain_domain::{HistoryEvent, Timestamp};
use regain_storage::{Person, Result, StorageError, UserNameDigest};

impl Vault {
    /// Erases a person whose time has come; `false`, without any change, if it hasn't or their standing isn't
    /// genuine. `user_name` is the digest that keeps others from getting the user name.
    pub async fn erase(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        user_name: Option<&UserNameDigest>,
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
            // The unit of work holds the writer's lock, so nobody else can have been faster.
            Err(StorageError::Corrupt("a manifest"))
        }
    }
}
