//! `regain create-keys`.

use super::say;
use crate::config::Config;
use crate::key_file;
use rand::TryRngCore;
use rand::rngs::OsRng;

pub(super) fn run(config: &Config) -> Result<(), String> {
    let path = &config.storage.key_file;
    key_file::create(path, &mut OsRng.unwrap_err()).map_err(|error| error.to_string())?;
    say(&format!(
        "Made {}. Keep a copy where the database's backups are not: without it no password can be checked.",
        path.display()
    ));
    Ok(())
}
