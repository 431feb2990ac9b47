//! Checks who can reach a file or a folder.

use super::Finding;
use crate::private::exposure;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

pub(super) fn file(path: &Path) -> Finding {
    match exposure(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Finding::Note(format!(
            "{} isn't there yet; the first start makes it",
            path.display()
        )),
        Err(error) => Finding::Wrong(
            format!("{}: {error}", path.display()),
            "give the account that Regain runs under the right to it".to_owned(),
        ),
        Ok(None) => Finding::Fine(format!("{}, readable by its owner alone", path.display())),
        Ok(Some(mode)) => Finding::Wrong(
            format!(
                "{} has mode {mode:04o}, so others than its owner can reach it",
                path.display()
            ),
            format!("chmod 600 {}", path.display()),
        ),
    }
}

pub(super) fn folder(database: &Path) -> Finding {
    let folder = database
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    match folder.metadata() {
        Ok(metadata) if metadata.permissions().mode() & 0o022 != 0 => Finding::Wrong(
            format!(
                "others than its owner can put files into {}",
                folder.display()
            ),
            format!("chmod go-w {}", folder.display()),
        ),
        Ok(_) => Finding::Fine(format!(
            "only its owner can put files into {}",
            folder.display()
        )),
        Err(_) => Finding::Note(format!(
            "{} isn't there yet; the first start makes it",
            folder.display()
        )),
    }
}
