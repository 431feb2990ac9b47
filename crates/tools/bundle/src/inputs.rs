//! What a site is made of: where none of it changed, nothing is made anew.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

use crate::Arguments;
use crate::failure::{Failure, OnPath as _};

/// What the site that is there was made from; the last file to be written.
const STAMP: &str = "site-made-from.txt";

/// A digest of everything that goes into a site: this program and the versions of its tools, too.
pub(crate) fn digest(arguments: &Arguments) -> Result<String, Failure> {
    let program = std::env::current_exe().on(Path::new("this program"))?;
    let installed = arguments.tools.join(".package-lock.json");
    let mut files = vec![program, installed, arguments.wasm.clone()];
    let styles = arguments.style.parent().unwrap_or(Path::new("."));
    for folder in [styles, &arguments.public] {
        files.extend(files_in(folder)?);
    }
    let mut digest = Sha256::new();
    digest.update(&arguments.browsers);
    for file in files {
        let content = fs::read(&file).on(&file)?;
        digest.update(file.to_string_lossy().as_bytes());
        digest.update(content.len().to_be_bytes());
        digest.update(content);
    }
    Ok(BASE64URL_NOPAD.encode(&digest.finalize()))
}

/// Whether the site in a folder is whole, and made from just that.
pub(crate) fn is_made_from(folder: &Path, digest: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp == digest)
        && folder.join("site").is_dir()
}

/// From now on nobody knows what the site was made from.
pub(crate) fn forget(folder: &Path) -> Result<(), Failure> {
    let stamp = folder.join(STAMP);
    if stamp.exists() {
        fs::remove_file(&stamp).on(&stamp)
    } else {
        Ok(())
    }
}

/// The site is whole.
pub(crate) fn remember(folder: &Path, digest: &str) -> Result<(), Failure> {
    let stamp = folder.join(STAMP);
    fs::write(&stamp, digest).on(&stamp)
}

/// Copies the files that are served as they are.
pub(crate) fn copy_all(from: &Path, to: &Path) -> Result<(), Failure> {
    for file in files_in(from)? {
        let target = to.join(file.strip_prefix(from).unwrap_or(&file));
        let folder = target.parent().unwrap_or(to);
        fs::create_dir_all(folder).on(folder)?;
        fs::copy(&file, &target).on(&target)?;
    }
    Ok(())
}

/// Every file, in an order that is always the same.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).on(folder)? {
        let path = entry.on(folder)?.path();
        if path.is_dir() {
            files.extend(files_in(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
