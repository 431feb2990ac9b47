//! Reseals a person's data from an older master key by the newest, unchanged (S104). No proof of the owner is needed,
//! because nothing changes: the same unit of work has found everything genuine.

use crate::methods::bound_to;
use crate::{Condition, Permit, Vault, VaultWork};
use regain_base::history::Entry;
use regain_base::sealing;
use regain_domain::{HistoryEvent, Timestamp};
use regain_storage::{Person, Result};

impl Vault {
    /// Reseals a person's manifest, standing and secrets by the newest key, if an older one sealed them and they are
    /// genuine; returns whether it did. `person` is as stored. Password and saved codes are hashes, which can't be
    /// remade without their owner.
    pub async fn seal_anew(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        now: Timestamp,
    ) -> Result<bool> {
        if !self.is_by_older(work, person).await? {
            return Ok(false);
        }

        let Condition::Genuine(holdings) = self.check(work, person).await? else {
            return Ok(false);
        };

        let has_manifest = work.rows().manifest(person.id).await?.is_some();
        let mut entry = Entry::about(HistoryEvent::SealedAnew, person.id);
        if has_manifest {
            entry = entry.vouching_for_manifest(self.next_version(work, person.id).await?);
        }

        // The engine permits it on account of this entry (see its migrations), so the entry is written first.
        if self
            .historian
            .stand(work, person, |_| {}, entry, now)
            .await?
            .is_none()
        {
            return Ok(false);
        }

        let permit = Permit::new();
        for method in holdings.all_methods() {
            let place = bound_to(person.id, method.id);
            if sealing::open(&self.keys.secrets, &place, &method.secret).is_some() {
                continue;
            }

            let Some(secret) = self.secret_of(person.id, method) else {
                continue;
            };

            let secret = sealing::seal(
                &self.keys.secrets,
                self.randomness.as_ref(),
                &place,
                &secret,
            );
            work.rows()
                .reseal_method(&permit, person.id, method.id, &secret)
                .await?;
        }

        Ok(!has_manifest || self.vouch(work, &permit, person.id, None, now).await?)
    }

    /// Whether an older key vouches for the person's manifest or standing.
    async fn is_by_older(&self, work: &mut dyn VaultWork, person: &Person) -> Result<bool> {
        let newest = self.keys.newest_id();
        let manifest = work.history().last_manifest_of(person.id).await?;
        let standing = work.history().last_standing_of(person.id).await?;
        for row in manifest.iter().chain(&standing) {
            if self
                .historian
                .sealed_by(work, row)
                .await?
                .is_some_and(|id| id != newest)
            {
                return Ok(true);
            }
        }

        Ok(false)
    }
}
