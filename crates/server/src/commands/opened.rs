//! Everything that commands other than `serve` work with.

use super::all_keys::are_all_there;
use super::runtime;
use crate::compose::{Outside, Stores, use_cases};
use crate::config::Config;
use crate::key_file;
use rand::TryRngCore;
use rand::rngs::OsRng;
use regain_admin::Admin;
use regain_service::Regain;
use std::sync::Arc;

/// The use cases over the configured database.
pub(super) struct Opened {
    pub(super) regain: Arc<Regain>,
    pub(super) admin: Admin,
    stores: Stores,
}

impl Opened {
    /// Opens keys and database.
    pub(super) async fn open(config: &Config) -> Result<Self, String> {
        let keys = key_file::open(
            &config.storage.key_file,
            config.mode,
            &mut OsRng.unwrap_err(),
        )
        .map_err(|error| error.to_string())?;
        let stores = Stores::open(config)
            .await
            .map_err(|error| error.to_string())?;
        let (regain, admin) = use_cases(config, &stores, &keys, Outside::default())
            .map_err(|error| error.to_string())?;

        Ok(Self {
            regain: Arc::new(regain),
            admin,
            stores,
        })
    }

    /// Closes the database, so that all of it is in one file.
    pub(super) async fn close(self) {
        self.stores.close().await;
    }

    /// Runs some work, if the key file has every key that the database needs.
    pub(super) fn run(
        config: &Config,
        act: impl AsyncFnOnce(Self) -> Result<(), String>,
    ) -> Result<(), String> {
        runtime()?.block_on(async {
            let opened = Self::open(config).await?;
            are_all_there(config, &opened.regain).await?;
            act(opened).await
        })
    }
}
