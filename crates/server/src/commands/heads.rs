//! `regain heads accept` (S80).

use super::in_use::refuse_in_use;
use super::{Opened, runtime, say};
use crate::config::{Config, DatabaseAddress};
use regain_service::heads::HeadFile;

/// Accepts the database as it is, if its newest entry is named.
pub(super) fn accept(config: &Config, entry: Option<u64>) -> Result<(), String> {
    let database = &config.storage.database;
    if let DatabaseAddress::File(file) = database
        && !file.is_file()
    {
        return Err(format!("{database}: there is no such database"));
    }

    runtime()?.block_on(refuse_in_use(database))?;

    Opened::run(config, async |opened| {
        let entries = walked(&opened).await?;
        say(&format!(
            "The history of {} is whole: {entries} entries.",
            database
        ));
        let agrees = look(config, &opened).await?;
        if agrees {
            say("Nothing is to be accepted.");
            return Ok(());
        }

        if entry != Some(entries) {
            return Err(format!(
                "nothing was accepted. Only if you know that this is the newest database: regain heads accept {entries}"
            ));
        }

        carry_out(config, &opened).await
    })
}

/// Verifies the whole history and returns its number of entries.
async fn walked(opened: &Opened) -> Result<u64, String> {
    let base = opened.regain.base();
    let walked = base
        .historian
        .verify(base.store.as_ref(), None)
        .await
        .map_err(|error| error.to_string())?;
    match (walked.fault, walked.entries) {
        (Some(fault), _) => Err(format!(
            "entry {} of the history {}: such a database can't be accepted; restore a backup",
            fault.seq, fault.kind
        )),
        (None, 0) => Err(
            "there is no history yet, so nothing to accept: regain serve begins by itself"
                .to_owned(),
        ),
        (None, entries) => Ok(entries),
    }
}

/// Reports what the published heads say, and returns whether the database agrees.
async fn look(config: &Config, opened: &Opened) -> Result<bool, String> {
    let path = &config.storage.heads_file;
    let file = match HeadFile::read(path, opened.regain.heads_key()) {
        Ok(file) => file,
        Err(error) => {
            say(&format!("{error}."));
            return Ok(false);
        }
    };

    match file.head() {
        Some(head) => say(&format!("{} tells of {}.", path.display(), head.seq)),
        None => say(&format!("{} tells of none.", path.display())),
    }

    let keeper = opened.regain.keeper(file, false);
    Ok(keeper
        .check()
        .await
        .map_err(|error| error.to_string())?
        .is_ok())
}

async fn carry_out(config: &Config, opened: &Opened) -> Result<(), String> {
    let path = &config.storage.heads_file;
    let regain = &opened.regain;
    let opened = HeadFile::open_or_begin_anew(path, regain.heads_key(), regain.now());
    let (mut file, aside) = opened.map_err(|error| error.to_string())?;
    let accepted = regain
        .upkeep
        .accept(&mut file)
        .await
        .map_err(|error| error.to_string())?;

    say("Accepted.");
    say(&format!(
        "{} entries of the history that were published are gone; {} accounts stay closed until their owners recover them.",
        accepted.lost, accepted.frozen
    ));
    say(
        "Every session and every recovery under way is over. The administrators are told, and the history says so.",
    );

    if let Some(aside) = aside {
        say(&format!(
            "The file that couldn't be read is now {}.",
            aside.display()
        ));
    }

    Ok(())
}
