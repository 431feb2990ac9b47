//! The key file, the keys in it, and what the older ones are needed for (S104).

use super::Finding;
use crate::commands::all_keys::are_all_there;
use crate::commands::create_keys::told;
use crate::config::Config;
use crate::key_file;
use regain_service::{MasterKeys, Regain};

/// Checks the file.
pub(super) fn file(config: &Config) -> Finding {
    match key_file::load(&config.storage.key_file) {
        Ok(keys) => {
            let path = config.storage.key_file.display();
            Finding::Fine(format!("{path}, {}, readable by its owner alone", inventory(&keys)))
        }
        Err(key_file::KeyFileError::Missing(path)) if !config.mode.is_production() && config.storage.database.file().is_some_and(|file| !file.exists()) => {
            Finding::Note(format!("{} isn't there yet; the first start makes it", path.display()))
        }
        Err(key_file::KeyFileError::Missing(path)) => Finding::Wrong(
            format!("there is no key file at {}", path.display()),
            "bring it back from its backup; only where nobody has ever enrolled: regain create-keys".to_owned(),
        ),
        Err(key_file::KeyFileError::Exposed { path, mode }) => Finding::Wrong(
            format!("{} has mode {mode:04o}, so others than its owner can reach it", path.display()),
            format!("chmod 600 {}, and think about who may have read it", path.display()),
        ),
        Err(error) => Finding::Wrong(error.to_string(), "bring it back from its backup".to_owned()),
    }
}

/// Lists the keys.
fn inventory(keys: &MasterKeys) -> String {
    let newest = format!("key {}", keys.keys().newest_id());
    let named = |ids: Vec<u32>| {
        ids.iter()
            .map(u32::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let older: Vec<u32> = keys.keys().older().map(|(id, _)| id).collect();
    let retired: Vec<u32> = keys.retired().iter().map(|key| key.id).collect();
    let older = (!older.is_empty()).then(|| format!("older: {}", named(older)));
    let retired = (!retired.is_empty()).then(|| format!("retired: {}", named(retired)));

    std::iter::once(newest)
        .chain(older)
        .chain(retired)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Reports what each older key is needed for, and whether it can be retired.
pub(super) async fn older(config: &Config, regain: &Regain) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    if let Err(line) = are_all_there(config, regain).await {
        findings.push(Finding::Wrong(
            line,
            "bring the key file back from its copy; it was changed by hand".to_owned(),
        ));
    }

    for (id, _) in regain.keys().older() {
        let hanging = regain
            .older_keys
            .hanging_on(id)
            .await
            .map_err(|error| error.to_string())?;
        findings.push(Finding::Note(match hanging {
            None => {
                format!("key {id} is the newest that the history knows: start the server, so that the newer one writes")
            }
            Some(hanging) if hanging.is_nothing() => {
                format!("nothing needs key {id} any more: regain create-keys --retire {id}")
            }
            Some(hanging) => format!("key {id} is needed still: {}", told(&hanging)),
        }));
    }

    Ok(findings)
}
