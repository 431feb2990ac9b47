//! Names that tell the content: `regain.HASH.wasm` never changes, so browsers may keep it.

use std::fs;
use std::path::Path;

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

use crate::OUTPUT;
use crate::failure::{Failure, OnPath as _};

/// The kinds of files that get such names, in the order of `hash.txt`.
const KINDS: [&str; 3] = ["js", "wasm", "css"];

/// The file that tells the server the hashes; Leptos reads it from beside the server's program.
const HASHES: &str = "hash.txt";

/// As long as what cargo-leptos writes: 16 bytes in base64url, 22 letters. The server knows hashed names by this length.
const HASH_BYTES: usize = 16;

/// Renames the three files and says what their hashes are, in the form of `hash.txt`.
pub(crate) fn hash(pkg: &Path) -> Result<String, Failure> {
    let mut lines = String::new();
    for kind in KINDS {
        let plain = pkg.join(format!("{OUTPUT}.{kind}"));
        let content = fs::read(&plain).on(&plain)?;
        let hash = hash_of(&content);
        let hashed = pkg.join(format!("{OUTPUT}.{hash}.{kind}"));
        fs::rename(&plain, &hashed).on(&hashed)?;
        lines += &format!("{kind}: {hash}\n");
    }
    Ok(lines)
}

/// Writes `hash.txt` into a folder.
pub(crate) fn write(hashes: &str, folder: &Path) -> Result<(), Failure> {
    let file = folder.join(HASHES);
    fs::write(&file, hashes).on(&file)
}

fn hash_of(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    BASE64URL_NOPAD.encode(&digest[..HASH_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_content_and_nothing_else() {
        let pkg = tempfile::tempdir().unwrap();
        for (kind, content) in [("js", "script"), ("wasm", "code"), ("css", "main {}")] {
            fs::write(pkg.path().join(format!("regain.{kind}")), content).unwrap();
        }
        let hashes = hash(pkg.path()).unwrap();
        let lines: Vec<(&str, &str)> = hashes
            .lines()
            .filter_map(|line| line.split_once(": "))
            .collect();
        assert_eq!(lines.len(), 3);
        for ((kind, hash), content) in lines.into_iter().zip(["script", "code", "main {}"]) {
            assert_eq!(
                (hash.len(), hash),
                (22, hash_of(content.as_bytes()).as_str())
            );
            assert_eq!(
                fs::read_to_string(pkg.path().join(format!("regain.{hash}.{kind}"))).unwrap(),
                content
            );
        }
        assert_eq!(
            fs::read_dir(pkg.path()).unwrap().count(),
            3,
            "none keeps its plain name"
        );
    }
}
