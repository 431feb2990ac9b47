//! Checks that the key file fits the database.

use crate::config::Config;
use regain_service::Regain;

/// Checks that the key file has every key that the database needs: a missing one would look like tampering.
///
/// # Errors
/// A line that lists the missing keys.
pub(super) async fn are_all_there(config: &Config, regain: &Regain) -> Result<(), String> {
    let path = config.storage.key_file.display();
    if let Some(key) = regain
        .older_keys
        .missing_key()
        .await
        .map_err(|error| error.to_string())?
    {
        return Err(format!(
            "key_file: the history is sealed with key {key}, which {path} doesn't have: bring it back"
        ));
    }

    match regain
        .older_keys
        .needs_retired_key()
        .await
        .map_err(|error| error.to_string())?
    {
        Some(key) => Err(format!(
            "key_file: accounts in the database are sealed with key {key}, which is retired in {path}: use the file from before"
        )),
        None => Ok(()),
    }
}
