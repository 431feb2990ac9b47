//! What is kept of erased people, and those they were a recovery contact of (S103).

use super::binds::Binds as _;
use super::contacts::contact_id;
use super::unit::Unit;
use crate::Db;
use regain_domain::{ContactId, EmailAddress};
use regain_storage::{Result, UserNameDigest};
use sqlx::{query, query_scalar};

impl Unit<'_> {
    pub(crate) async fn insert_retired(&mut self, digest: &UserNameDigest) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO retired_user_names (digest) VALUES ($1) ON CONFLICT (digest) DO NOTHING",
        );
        self.execute(insert.bytes(&digest)).await.map(drop)
    }

    pub(crate) async fn has_retired(&mut self, digest: &UserNameDigest) -> Result<bool> {
        let select = query_scalar::<Db, bool>(
            "SELECT EXISTS (SELECT 1 FROM retired_user_names WHERE digest = $1)",
        );
        Ok(self.value(select.bytes(&digest)).await?.unwrap_or(false))
    }

    pub(crate) async fn contacts_at(&mut self, address: &EmailAddress) -> Result<Vec<ContactId>> {
        let select = query_scalar::<Db, Vec<u8>>(
            "SELECT id FROM contacts
             WHERE canonical = $1 AND accepted_at IS NOT NULL AND declined_at IS NULL AND ended_at IS NULL",
        )
        .bind(address.canonical());
        self.values(select)
            .await?
            .iter()
            .map(|id| contact_id(id))
            .collect()
    }
}
