//! `regain backup FILE` and `regain restore FILE` (S84).

use super::all_keys::are_all_there;
use super::in_use::refuse_in_use;
use super::{Opened, runtime, say};
use crate::config::{Config, DatabaseAddress};
use crate::private::{make_private, with_suffix};
use regain_service::heads::HeadFile;
use regain_storage_sqlite::SqliteStore;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Copies the database as of one moment; a server may keep running.
pub(super) fn backup(config: &Config, file: &Path) -> Result<(), String> {
    let database = file_of(config)?;
    runtime()?.block_on(async {
        let store = SqliteStore::open(&format!("sqlite://{}", database.display()))
            .await
            .map_err(|error| error.to_string())?;
        store
            .backup_to(file)
            .await
            .map_err(|error| format!("{}: {error}", file.display()))
    })?;
    say(&format!(
        "Backed up to {}, readable by its owner alone.",
        file.display()
    ));
    say(&format!(
        "The keys aren't in it: without {} it is of no use, to you as to a thief.",
        config.storage.key_file.display()
    ));

    Ok(())
}

/// The database's file; PostgreSQL has backups of its own.
fn file_of(config: &Config) -> Result<&Path, String> {
    config.storage.database.file().ok_or_else(|| {
        "PostgreSQL is backed up and restored by its own tools, such as pg_basebackup and its archive of the log; after \
         such a restore, regain heads accept closes what an older database must not open"
            .to_owned()
    })
}

/// Replaces the database with a backup. The previous database stays beside it.
pub(super) fn restore(config: &Config, file: &Path) -> Result<(), String> {
    let database = file_of(config)?;
    if !file.is_file() {
        return Err(format!("{}: there is no such file", file.display()));
    }

    // The backup is checked before anything is moved; a running server would keep writing to the old file.
    let aside = runtime()?.block_on(async {
        let copy = beside(database, "restoring");
        copy_privately(file, &copy).map_err(|error| format!("{}: {error}", copy.display()))?;
        let checked = check(config, &copy).await;
        if let Err(wrong) = checked {
            remove(&copy);
            return Err(format!("{}: {wrong}; nothing was restored", file.display()));
        }

        exchange(database, &copy).await
    })?;

    Opened::run(config, async |opened| {
        let mut heads = HeadFile::open(&config.storage.heads_file, opened.regain.heads_key())
            .map_err(|error| error.to_string())?;
        let restored = opened
            .regain
            .upkeep
            .after_restore(&mut heads)
            .await
            .map_err(|error| error.to_string())?;
        say(&format!("Restored {}.", file.display()));
        say(&format!(
            "{} entries of the history are newer than it and are gone with it.",
            restored.lost
        ));
        say(&format!(
            "{} accounts stay closed until their owners recover them, because a newer password of theirs is gone.",
            restored.frozen
        ));

        if restored.invitations > 0 {
            say(&format!(
                "{} invitations are over, because those who were invited had begun to set up their accounts since: invite \
                 them again.",
                restored.invitations
            ));
        }

        say(
            "Every session and every recovery under way is over, and no earlier mail freezes an account any more. The \
             administrators are told, and the history says so.",
        );

        if let Some(aside) = &aside {
            say(&format!(
                "The database that was there is now {}.",
                aside.display()
            ));
        }

        Ok(())
    })
}

/// Whether a file is a Regain database whose history was written with these keys.
async fn check(config: &Config, copy: &Path) -> Result<(), String> {
    let mut trial = config.clone();
    trial.storage.database = DatabaseAddress::File(copy.to_owned());
    let opened = Opened::open(&trial).await?;
    let base = opened.regain.base();
    let walked = base
        .historian
        .verify(base.store.as_ref(), None)
        .await
        .map_err(|error| error.to_string())?;
    let keys = are_all_there(config, &opened.regain).await;
    let heads = HeadFile::read(&config.storage.heads_file, opened.regain.heads_key());

    opened.close().await;
    keys?;
    heads.map_err(|error| error.to_string())?;

    match walked.fault {
        None => Ok(()),
        Some(fault) => Err(format!(
            "entry {} of its history {}: it was changed, or belongs to other keys",
            fault.seq, fault.kind
        )),
    }
}

/// Moves the old database aside and the new one into its place, unless a server has it open.
async fn exchange(database: &Path, copy: &Path) -> Result<Option<PathBuf>, String> {
    if !database.exists() {
        std::fs::rename(copy, database)
            .map_err(|error| format!("{}: {error}", database.display()))?;
        return Ok(None);
    }

    if let Err(used) = refuse_in_use(&DatabaseAddress::File(database.to_owned())).await {
        remove(copy);
        return Err(used);
    }

    let aside = (1..)
        .map(|number| beside(database, &format!("before-restore-{number}")))
        .find(|path| !path.exists())
        .expect("numbers don't end");
    std::fs::rename(database, &aside).map_err(|error| format!("{}: {error}", aside.display()))?;
    for suffix in ["-wal", "-shm"] {
        remove(&with_suffix(database, suffix));
    }

    if let Err(error) = std::fs::rename(copy, database) {
        let told = format!("{}: {error}", database.display());
        return Err(put_back(&aside, database, &told));
    }

    Ok(Some(aside))
}

/// Puts the old database back after the new one couldn't take its place. Returns what went wrong, and where the old one
/// is now.
fn put_back(aside: &Path, database: &Path, wrong: &str) -> String {
    match std::fs::rename(aside, database) {
        Ok(()) => {
            format!("{wrong}; nothing was restored, and the old database is back in its place")
        }
        Err(error) => format!(
            "{wrong}; the old database is now {} and couldn't be put back ({error}): move it to {}",
            aside.display(),
            database.display()
        ),
    }
}

fn beside(path: &Path, what: &str) -> PathBuf {
    with_suffix(path, &format!(".{what}"))
}

/// Copies a file so that only its owner can read the copy, from its first byte on, whoever may read the backup
/// (S105).
fn copy_privately(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut copy = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(to)?;

    // A copy left by an earlier attempt keeps its mode.
    make_private(to)?;
    std::io::copy(&mut File::open(from)?, &mut copy)?;

    copy.sync_all()
}

/// Deletes a database file and the files SQLite keeps beside it, as far as they exist.
fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(with_suffix(path, suffix));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_storage::Store as _;

    #[tokio::test]
    async fn s84_the_old_database_is_put_back_if_the_new_one_cannot_take_its_place() {
        let directory = tempfile::tempdir().expect("a directory");
        let database = directory.path().join("regain.sqlite3");
        SqliteStore::open(&format!("sqlite://{}", database.display()))
            .await
            .expect("a database")
            .close()
            .await;
        assert!(SqliteStore::is_alone(&database).await.expect("a database"));
        let before = std::fs::read(&database).expect("a database");

        // There is no copy to move.
        let wrong = exchange(&database, &directory.path().join("missing"))
            .await
            .expect_err("it can't be moved");
        assert!(wrong.contains("back in its place"), "{wrong}");
        assert!(
            std::fs::read(&database).expect("the old one") == before,
            "unchanged"
        );
        let files = directory.path().read_dir().expect("a directory").count();
        assert_eq!(files, 1, "nothing stays aside");
    }

    #[test]
    fn s84_where_the_old_database_is_can_be_read_if_it_cannot_be_put_back() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = |name: &str| directory.path().join(name);
        let aside = path("regain.sqlite3.before-restore-1");
        let wrong = put_back(&aside, &path("regain.sqlite3"), "no room");
        assert!(wrong.starts_with("no room; "), "{wrong}");
        assert!(
            wrong.contains(&format!("is now {} ", aside.display())),
            "{wrong}"
        );
    }
}
