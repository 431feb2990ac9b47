//! `regain create-keys`: creates the key file, adds a key to it, or retires one (S104).

use super::{Opened, say};
use crate::config::Config;
use crate::key_file;
use rand::TryRngCore;
use rand::rngs::OsRng;
use regain_service::{Hanging, Regain};

/// The change to make to the key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyFileChange {
    /// Create it.
    Made,
    /// Add a key, which writes from now on.
    Rotated,
    /// Retire the key with this id.
    Retired(u32),
}

pub(super) fn run(config: &Config, what: KeyFileChange) -> Result<(), String> {
    match what {
        KeyFileChange::Made => make(config),
        KeyFileChange::Rotated => rotate(config),
        KeyFileChange::Retired(id) => retire(config, id),
    }
}

fn make(config: &Config) -> Result<(), String> {
    let path = &config.storage.key_file;
    key_file::create(path, &mut OsRng.unwrap_err()).map_err(|error| error.to_string())?;
    say(&format!(
        "Made {}. Keep a copy where the database's backups are not: without it no password can be checked.",
        path.display()
    ));
    Ok(())
}

fn rotate(config: &Config) -> Result<(), String> {
    let path = &config.storage.key_file;
    let id = key_file::rotate(path, &mut OsRng.unwrap_err()).map_err(|error| error.to_string())?;
    say(&format!(
        "Added key {id} to {}. Keep a copy of the file as it is now, and start the server anew.",
        path.display()
    ));
    say(
        "From then on that key writes. The others read what they wrote: take none out of the file, but see `regain doctor`.",
    );

    Ok(())
}

/// Retires a key that nothing needs any more.
fn retire(config: &Config, id: u32) -> Result<(), String> {
    let path = &config.storage.key_file;
    let keys = key_file::load(path).map_err(|error| error.to_string())?;
    if keys.keys().get(id).is_none() || keys.keys().newest_id() == id {
        // Refused, with the same error as when the file is changed.
        return key_file::retire(path, id, &mut OsRng.unwrap_err())
            .map_err(|error| error.to_string());
    }

    Opened::run(config, async |opened| {
        let hanging = hanging(&opened.regain, id).await?;
        opened.close().await;
        match hanging {
            Some(hanging) if hanging.is_nothing() => Ok(()),
            Some(hanging) => Err(format!(
                "key {id} is needed still: {}; nothing was done",
                told(&hanging)
            )),
            None => Err(format!(
                "no newer key than {id} seals yet: start the server with it first; nothing was done"
            )),
        }
    })?;
    key_file::retire(path, id, &mut OsRng.unwrap_err()).map_err(|error| error.to_string())?;
    say(&format!(
        "Took key {id} out of {}, and left what reads its part of the history and saved codes.",
        path.display()
    ));
    say(
        "Keep a copy of the file as it is now, and start the server anew. Backups from before need the file as it was.",
    );

    Ok(())
}

async fn hanging(regain: &Regain, id: u32) -> Result<Option<Hanging>, String> {
    regain
        .older_keys
        .hanging_on(id)
        .await
        .map_err(|error| error.to_string())
}

/// Describes in words what still depends on a key.
pub(super) fn told(hanging: &Hanging) -> String {
    let own = [
        ("accounts to be sealed anew", hanging.people),
        ("passwords", hanging.passwords),
    ];
    let all = own
        .into_iter()
        .chain(hanging.begun.kinds())
        .filter(|(_, count)| *count > 0);
    all.map(|(what, count)| format!("{count} {what}"))
        .collect::<Vec<_>>()
        .join(", ")
}
