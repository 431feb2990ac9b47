//! `regain audit verify` (S80).

use super::{Opened, say};
use crate::config::Config;
use regain_service::heads::HeadFile;

/// Walks the chain from its beginning, and compares it with the published heads.
pub(super) fn verify(config: &Config) -> Result<(), String> {
    Opened::run(config, async |opened| {
        let file = HeadFile::read(&config.storage.heads_file, opened.regain.heads_key())
            .map_err(|error| error.to_string())?;
        let published = file.head();
        let keeper = opened.regain.keeper(file, false);

        match keeper.check().await.map_err(|error| error.to_string())? {
            Ok(entries) => {
                say(&format!(
                    "The history is whole: {entries} entries, each as it was written."
                ));
                say(&match published.filter(|head| head.seq > 0) {
                    Some(head) => {
                        format!(
                            "It agrees with {}, up to entry {}.",
                            config.storage.heads_file.display(),
                            head.seq
                        )
                    }
                    None => format!(
                        "{} has no head yet: a database that was rolled back could not be told.",
                        config.storage.heads_file.display()
                    ),
                });
                Ok(())
            }
            Err(wrong) => Err(wrong.to_string()),
        }
    })
}
