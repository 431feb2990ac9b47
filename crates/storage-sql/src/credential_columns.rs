//! Columns of manifests, of people's own data, and of passwords, as read.

use super::stored::{change_id, count, digest, moment};
use regain_domain::Timestamp;
use regain_storage::{Result, StorageError};
use regain_vault::{Manifest, PasswordHash, PasswordRow};
use sqlx::FromRow;

#[derive(FromRow)]
pub(crate) struct PersonalRow {
    activated_at: Option<i64>,
    user_name: Option<String>,
}

pub(crate) struct Personal {
    pub(crate) activated_at: Option<Timestamp>,
    pub(crate) user_name: Option<String>,
}

impl TryFrom<PersonalRow> for Personal {
    type Error = StorageError;

    fn try_from(row: PersonalRow) -> Result<Self> {
        Ok(Self {
            activated_at: moment(row.activated_at),
            user_name: row.user_name,
        })
    }
}

#[derive(FromRow)]
pub(crate) struct PasswordColumns {
    phc: String,
    set_at: i64,
    change_id: Vec<u8>,
}

impl TryFrom<PasswordColumns> for PasswordRow {
    type Error = StorageError;

    fn try_from(row: PasswordColumns) -> Result<Self> {
        Ok(Self {
            hash: PasswordHash::from_phc(row.phc),
            set_at: Timestamp::from_millis(row.set_at),
            change: change_id(&row.change_id)?,
        })
    }
}

#[derive(FromRow)]
pub(crate) struct ManifestColumns {
    version: i64,
    mac: Vec<u8>,
}

impl TryFrom<ManifestColumns> for Manifest {
    type Error = StorageError;

    fn try_from(row: ManifestColumns) -> Result<Self> {
        Ok(Self {
            version: count(row.version)?,
            seal: digest(&row.mac, "a manifest's digest")?,
        })
    }
}
