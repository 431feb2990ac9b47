//! Reads what the history vouches for.

use super::{RolledBack, Vouched};
use crate::Outcome;
use crate::heads::Heads;
use regain_base::Base;
use regain_storage::Work;
use regain_vault::{VaultStore, VaultWork};
use std::sync::Arc;

/// The history in the database, beside the head that was published outside it.
pub struct Chain {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) heads: Arc<Heads>,
}

impl Chain {
    /// What the entries after `after`, up to `until`, vouch for.
    pub(crate) async fn vouched(&self, after: u64, until: u64) -> Outcome<Vouched> {
        let mut vouched = Vouched::default();
        let mut seq = after;
        while seq < until {
            let mut op = self.store.reading(&self.base).await?;
            let rows = op.history().from(seq + 1, 1000).await?;
            let Some(last) = rows.last() else { break };
            seq = last.seq;

            for row in rows.iter().filter(|row| row.seq <= until) {
                // The row may have changed since it was walked: publish nothing that nobody wrote.
                if self.base.historian.is_genuine(&mut op, row).await? {
                    vouched.note(row);
                }
            }
        }

        Ok(vouched)
    }

    /// The first manifest that is older than the published one, if any.
    pub(crate) async fn older_manifest(&self, published: &Vouched) -> Outcome<Option<RolledBack>> {
        let published: Vec<_> = published.manifests.iter().collect();
        for step in published.chunks(1000) {
            let mut op = self.store.reading(&self.base).await?;
            for (person, version) in step {
                let found = op
                    .rows()
                    .manifest(**person)
                    .await?
                    .map_or(0, |manifest| manifest.version);
                if found < **version {
                    return Ok(Some(RolledBack::Manifest {
                        person: person.to_hex(),
                        published: **version,
                        found,
                    }));
                }
            }
        }

        Ok(None)
    }
}
