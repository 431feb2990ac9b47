//! The key file: the master key that every other key is derived from (S104).
//!
//! Two lines of text, readable by the owner alone:
//!
//! ```text
//! regain-keys 1
//! key 1 <32 bytes in base64>
//! ```
//!
//! The first number is the version of the form, the second the key's id. Whoever has it can forge sessions and codes;
//! whoever loses it can't check a password any more, so it belongs into the backup, apart from the database.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::config::Mode;

const HEADER: &str = "regain-keys 1";

/// More than any key file has.
const MAX_LENGTH: u64 = 1024;

/// The master key.
#[derive(Clone)]
pub struct MasterKey {
    /// Tells keys apart after a rotation.
    pub id: u32,
    /// 256 random bits.
    pub secret: Zeroizing<[u8; 32]>,
}

/// Redacted.
impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKey {{ id: {}, secret: … }}", self.id)
    }
}

/// Why there is no key to work with. Each stops the start.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is no such file.
    #[error("key_file: there is no key file at {}", .0.display())]
    Missing(PathBuf),
    /// There is a file already; it is never overwritten.
    #[error("key_file: {} exists already and is not overwritten", .0.display())]
    Exists(PathBuf),
    /// A symbolic link, a directory, a device.
    #[error("key_file: {} is not a regular file (symbolic links are refused)", .0.display())]
    NotAFile(PathBuf),
    /// Others than the owner may read or write it.
    #[error("key_file: {} has mode {mode:04o}, so others than its owner can reach it; allowed: 0600 or 0400. Mend it with: chmod 600 {}", path.display(), path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The content is no usable key.
    #[error("key_file: {}: {problem}; allowed: the line `{HEADER}`, then `key ID BASE64` with 32 random bytes", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, without the content.
        problem: &'static str,
    },
    /// The operating system refused.
    #[error("key_file: {}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Its words.
        source: io::Error,
    },
}

/// The key for a mode: production needs a key file, development makes it on the first start.
///
/// # Errors
/// See [`KeyFileError`].
pub fn open(path: &Path, mode: Mode, rng: &mut (impl CryptoRng + ?Sized)) -> Result<MasterKey, KeyFileError> {
    if mode.is_production() { load(path) } else { load_or_create(path, rng) }
}

/// Reads the key, or makes it if there is no file.
///
/// # Errors
/// See [`KeyFileError`].
pub fn load_or_create(path: &Path, rng: &mut (impl CryptoRng + ?Sized)) -> Result<MasterKey, KeyFileError> {
    match load(path) {
        Err(KeyFileError::Missing(_)) => match create(path, rng) {
            // Another process was faster; its key is the one.
            Err(KeyFileError::Exists(_)) => load(path),
            created => created,
        },
        loaded => loaded,
    }
}

/// Reads the key.
///
/// # Errors
/// See [`KeyFileError`].
pub fn load(path: &Path) -> Result<MasterKey, KeyFileError> {
    let named = path.symlink_metadata().map_err(|error| io_error(path, error))?;
    if !named.is_file() {
        return Err(KeyFileError::NotAFile(path.to_owned()));
    }
    let file = File::open(path).map_err(|error| io_error(path, error))?;
    let opened = file.metadata().map_err(|error| io_error(path, error))?;
    // The name may have been turned into a link between the two calls.
    if (named.dev(), named.ino()) != (opened.dev(), opened.ino()) {
        return Err(KeyFileError::NotAFile(path.to_owned()));
    }
    check_permissions(path, &opened)?;
    let mut text = Zeroizing::new(String::new());
    file.take(MAX_LENGTH).read_to_string(&mut text).map_err(|error| io_error(path, error))?;
    parse(&text).map_err(|problem| KeyFileError::Content { path: path.to_owned(), problem })
}

/// Makes a new key and its file: all of it or nothing, never over an existing one, and durable before it is used.
///
/// # Errors
/// See [`KeyFileError`].
pub fn create(path: &Path, rng: &mut (impl CryptoRng + ?Sized)) -> Result<MasterKey, KeyFileError> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(|error| io_error(directory, error))?;
    let mut key = MasterKey { id: 1, secret: Zeroizing::new([0; 32]) };
    rng.fill_bytes(key.secret.as_mut());
    let draft = draft_path(path, rng.next_u64());
    let made = write_draft(&draft, &key).and_then(|()| publish(&draft, path));
    let removed = std::fs::remove_file(&draft);
    made?;
    removed.and_then(|()| File::open(directory)?.sync_all()).map_err(|error| io_error(directory, error))?;
    Ok(key)
}

fn draft_path(path: &Path, random: u64) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{random:016x}.new"));
    path.with_file_name(name)
}

fn write_draft(draft: &Path, key: &MasterKey) -> Result<(), KeyFileError> {
    let secret = Zeroizing::new(BASE64.encode(key.secret.as_ref()));
    let text = Zeroizing::new(format!("{HEADER}\nkey {} {}\n", key.id, *secret));
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| io_error(draft, error))
}

/// Gives the finished draft its name; unlike a rename, a link never replaces what is there.
fn publish(draft: &Path, path: &Path) -> Result<(), KeyFileError> {
    std::fs::hard_link(draft, path).map_err(|error| io_error(path, error))
}

fn check_permissions(path: &Path, metadata: &Metadata) -> Result<(), KeyFileError> {
    let mode = metadata.mode() & 0o7777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyFileError::Exposed { path: path.to_owned(), mode }) }
}

fn io_error(path: &Path, source: io::Error) -> KeyFileError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound => KeyFileError::Missing(path),
        io::ErrorKind::AlreadyExists => KeyFileError::Exists(path),
        io::ErrorKind::InvalidData => KeyFileError::Content { path, problem: "it is not text" },
        _ => KeyFileError::Io { path, source },
    }
}

fn parse(text: &str) -> Result<MasterKey, &'static str> {
    // What editors and shells of Windows put around it is no part of it.
    let mut lines = text.trim_start_matches('\u{feff}').trim_end().lines();
    if lines.next() != Some(HEADER) {
        return Err("it does not begin as a key file of this version");
    }
    let mut fields = lines.next().unwrap_or_default().split(' ');
    let (Some("key"), Some(id), Some(secret), None) = (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err("it has no key");
    };
    if lines.next().is_some() {
        return Err("it has more than one key");
    }
    let id = id.parse().ok().filter(|id| *id > 0).ok_or("the key's id is not a number above 0")?;
    let bytes = Zeroizing::new(BASE64.decode(secret.as_bytes()).map_err(|_| "the key is not base64")?);
    let secret: [u8; 32] = bytes.as_slice().try_into().map_err(|_| "the key is not 32 bytes long")?;
    let secret = Zeroizing::new(secret);
    if !looks_random(&secret) {
        return Err("the key is not random");
    }
    Ok(MasterKey { id, secret })
}

/// Refuses what people type: of 10¹⁶ random keys, not one has fewer than 16 different bytes.
fn looks_random(secret: &[u8; 32]) -> bool {
    let mut seen = [false; 256];
    for byte in secret {
        seen[usize::from(*byte)] = true;
    }
    seen.iter().filter(|seen| **seen).count() >= 16
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    fn rng() -> StdRng {
        StdRng::seed_from_u64(7)
    }

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o7777
    }

    fn refusal(path: &Path) -> String {
        let line = load(path).unwrap_err().to_string();
        assert!(!line.contains('\n'), "{line}");
        line
    }

    #[test]
    fn s104_a_made_key_file_is_private_and_reads_back() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("data/deep/regain.keys");
        let made = create(&path, &mut rng()).unwrap();
        let read = load(&path).unwrap();
        assert_eq!((made.id, *made.secret), (read.id, *read.secret));
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        let names: Vec<_> =
            path.parent().unwrap().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["regain.keys"], "no draft is left");
        assert!(!format!("{made:?}").contains(&BASE64.encode(made.secret.as_ref())));
    }

    #[test]
    fn s104_a_key_file_is_never_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("regain.keys");
        let first = create(&path, &mut rng()).unwrap();
        assert!(matches!(create(&path, &mut StdRng::seed_from_u64(8)), Err(KeyFileError::Exists(_))));
        let again = load_or_create(&path, &mut StdRng::seed_from_u64(9)).unwrap();
        assert_eq!(*first.secret, *again.secret);
        assert_eq!(directory.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn s105_only_development_makes_the_file_by_itself() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("regain.keys");
        let refused = open(&path, Mode::Production, &mut rng()).unwrap_err().to_string();
        assert!(refused.contains("there is no key file at"), "{refused}");
        assert!(!path.exists());
        open(&path, Mode::Development, &mut rng()).unwrap();
        open(&path, Mode::Production, &mut rng()).unwrap();
    }

    #[test]
    fn s104_what_others_can_reach_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("regain.keys");
        create(&path, &mut rng()).unwrap();
        for bits in [0o640, 0o604, 0o620, 0o666, 0o700 | 0o001] {
            std::fs::set_permissions(&path, PermissionsExt::from_mode(bits)).unwrap();
            assert!(refusal(&path).contains(&format!("has mode {bits:04o}")), "{bits:o}");
        }
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o400)).unwrap();
        assert!(load(&path).is_ok());
    }

    #[test]
    fn s104_links_and_directories_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("regain.keys");
        create(&path, &mut rng()).unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(refusal(&link).contains("not a regular file"));
        assert!(refusal(directory.path()).contains("not a regular file"));
        let dangling = directory.path().join("dangling");
        std::os::unix::fs::symlink(directory.path().join("nowhere"), &dangling).unwrap();
        assert!(load_or_create(&dangling, &mut rng()).is_err());
        assert!(!directory.path().join("nowhere").exists(), "nothing is written through a link");
    }

    #[test]
    fn s104_missing_default_short_and_damaged_keys_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("regain.keys");
        let good = BASE64.encode(&std::array::from_fn::<u8, 32, _>(|index| u8::try_from(index * 7).unwrap()));
        let line = |bytes: &[u8]| format!("{HEADER}\nkey 1 {}\n", BASE64.encode(bytes));
        for (text, expected) in [
            (String::new(), "does not begin as a key file"),
            ("regain-keys 2\n".to_owned(), "does not begin as a key file"),
            (HEADER.to_owned(), "it has no key"),
            (format!("{HEADER}\nkey 1\n"), "it has no key"),
            (format!("{HEADER}\nkey 0 {good}\n"), "id is not a number"),
            (format!("{HEADER}\nkey x {good}\n"), "id is not a number"),
            (format!("{HEADER}\nkey 1 %%%\n"), "not base64"),
            (line(&[9; 31]), "not 32 bytes long"),
            (line(&[9; 33]), "not 32 bytes long"),
            (line(&[0; 32]), "not random"),
            (line(b"changeme-changeme-changeme-chang"), "not random"),
            (format!("{HEADER}\nkey 1 {good}\nkey 2 {good}\n"), "more than one key"),
        ] {
            let _ = std::fs::remove_file(&path);
            std::fs::write(&path, &text).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
            let refusal = refusal(&path);
            assert!(refusal.contains(expected), "{text}: {refusal}");
            assert!(!refusal.contains(&good));
        }
        for text in [
            format!("{HEADER}\nkey 3 {good}\n"),
            format!("{HEADER}\r\nkey 3 {good}\r\n"),
            format!("\u{feff}{HEADER}\r\nkey 3 {good}\r\n\r\n"),
            format!("{HEADER}\nkey 3 {good}"),
        ] {
            std::fs::write(&path, &text).unwrap();
            assert_eq!(load(&path).unwrap().id, 3, "{text:?}");
        }
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(refusal(&path).contains("it is not text"));
    }
}
