//! Adds or retires a key. The file is replaced as a whole: at no moment is it missing, or without a key that is
//! needed (S104).

use super::text::MOST;
use super::{KeyFileError, directory_of, draft_path, fresh, io_error, read, write_draft};
use rand::CryptoRng;
use regain_service::MasterKeys;
use std::fs::File;
use std::path::Path;

/// Adds a key that writes from the next start on, and returns its id.
///
/// # Errors
/// See [`KeyFileError`].
pub fn rotate(path: &Path, rng: &mut (impl CryptoRng + ?Sized)) -> Result<u32, KeyFileError> {
    let nth = rng.next_u64();
    replace(path, nth, |keys| {
        let newest = keys.keys().newest_id();
        let id = newest.checked_add(1).ok_or("no id is higher than that of its newest key")?;
        let mut all: Vec<_> = keys.keys().all().map(|(_, key)| key.clone()).collect();
        if all.len() >= MOST {
            return Err(format!(
                "it has {MOST} keys already; retire one that nothing needs: regain create-keys --retire ID"
            ));
        }

        all.push(fresh(id, rng));
        MasterKeys::of(all, keys.retired().to_vec()).ok_or_else(|| "it can't have another key".to_owned())
    })
    .map(|keys| keys.keys().newest_id())
}

/// Retires a key, and keeps the part that reads its section of the history.
///
/// # Errors
/// See [`KeyFileError`].
pub fn retire(
    path: &Path,
    id: u32,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), KeyFileError> {
    replace(path, rng.next_u64(), |keys| {
        let key = keys
            .keys()
            .get(id)
            .ok_or_else(|| format!("it has no key {id}"))?;
        let mut retired = keys.retired().to_vec();
        retired.push(key.retire());
        let left: Vec<_> = keys
            .keys()
            .all()
            .filter(|(other, _)| *other != id)
            .map(|(_, key)| key.clone())
            .collect();

        MasterKeys::of(left, retired)
            .ok_or_else(|| format!("key {id} is the newest, with which everything is written"))
    })
    .map(drop)
}

fn replace(
    path: &Path,
    nth: u64,
    change: impl FnOnce(&MasterKeys) -> Result<MasterKeys, String>,
) -> Result<MasterKeys, KeyFileError> {
    let unchanged = |problem: String| KeyFileError::Unchanged {
        path: path.to_owned(),
        problem,
    };
    let named = path
        .symlink_metadata()
        .map_err(|error| io_error(path, error))?;
    if !named.is_file() {
        return Err(KeyFileError::NotAFile(path.to_owned()));
    }

    let file = File::open(path).map_err(|error| io_error(path, error))?;

    // Of two concurrent commands, one would undo the other's change. The lock is on the file that has the name
    // now.
    file.try_lock()
        .map_err(|_| unchanged("another command is changing it".to_owned()))?;
    let keys = change(&read(
        path,
        &file,
        &path
            .symlink_metadata()
            .map_err(|error| io_error(path, error))?,
    )?);
    let keys = keys.map_err(unchanged)?;
    let draft = draft_path(path, nth);
    let directory = directory_of(path);
    let replaced = write_draft(&draft, &keys)
        .and_then(|()| std::fs::rename(&draft, path).map_err(|e| io_error(path, e)));

    if replaced.is_err() {
        let _ = std::fs::remove_file(&draft);
    }

    replaced?;
    File::open(directory)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| io_error(directory, error))?;

    Ok(keys)
}
