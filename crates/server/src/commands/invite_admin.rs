//! `regain invite-admin EMAIL` (S83).

use super::{runtime, say};
use crate::compose::{open_store, use_cases};
use crate::config::Config;
use crate::key_file;
use rand::TryRngCore;
use rand::rngs::OsRng;
use regain_domain::{EmailAddress, Language};
use regain_service::{OsRandomness, SystemClock};
use regain_storage::Role;
use std::sync::Arc;

pub(super) fn run(config: &Config, email: &str) -> Result<(), String> {
    let address = EmailAddress::parse(email).map_err(|error| format!("EMAIL: {error}, as in anna@example.org"))?;
    let key = key_file::open(&config.storage.key_file, config.mode, &mut OsRng.unwrap_err())
        .map_err(|error| error.to_string())?;
    runtime()?.block_on(async {
        let store = open_store(config).await.map_err(|error| error.to_string())?;
        let regain = use_cases(config, store, &key, Arc::new(SystemClock), Arc::new(OsRandomness));
        let invited = regain.invite(&address, Role::GlobalAdministrator, Language::English).await;
        match invited.map_err(|error| error.to_string())? {
            Some(_) => say("Invited. The mail is sent by the running server, or when one starts."),
            None => return Err("this address belongs to somebody who has an account; nothing was done".to_owned()),
        }
        Ok(())
    })
}
