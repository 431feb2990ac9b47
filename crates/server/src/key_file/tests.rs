//! What a key file may be, and how it changes.

use super::*;
use data_encoding::BASE64;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use std::os::unix::fs::PermissionsExt;

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

/// A file with these keys, in this order.
fn several(ids: impl IntoIterator<Item = u8>) -> String {
    let key = |id: u8| {
        BASE64.encode(&std::array::from_fn::<u8, 32, _>(|at| {
            id.wrapping_mul(37).wrapping_add(7 * at as u8)
        }))
    };
    let lines: Vec<_> = ids
        .into_iter()
        .map(|id| format!("key {id} {}\n", key(id)))
        .collect();
    format!("{HEADER}\n{}", lines.concat())
}

fn written(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)).unwrap();
}

fn ids(keys: &MasterKeys) -> Vec<u32> {
    keys.keys().all().map(|(id, _)| id).collect()
}

#[test]
fn s104_a_made_key_file_is_private_and_reads_back() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("data/deep/regain.keys");
    let made = create(&path, &mut rng()).unwrap().keys().clone();
    let read = load(&path).unwrap().keys().clone();
    assert_eq!((made.id, *made.secret), (read.id, *read.secret));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    let names: Vec<_> = path
        .parent()
        .unwrap()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["regain.keys"], "no draft is left");
    assert!(!format!("{made:?}").contains(&BASE64.encode(made.secret.as_ref())));
}

#[test]
fn s104_a_key_file_is_never_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("regain.keys");
    let first = create(&path, &mut rng()).unwrap();
    assert!(matches!(
        create(&path, &mut StdRng::seed_from_u64(8)),
        Err(KeyFileError::Exists(_))
    ));
    let again = load_or_create(&path, &mut StdRng::seed_from_u64(9)).unwrap();
    assert_eq!(*first.keys().secret, *again.keys().secret);
    assert_eq!(directory.path().read_dir().unwrap().count(), 1);
}

#[test]
fn s105_only_development_makes_the_file_by_itself() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("regain.keys");
    let refused = open(&path, Mode::Production, &mut rng())
        .unwrap_err()
        .to_string();
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
        assert!(
            refusal(&path).contains(&format!("has mode {bits:04o}")),
            "{bits:o}"
        );
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
    assert!(
        !directory.path().join("nowhere").exists(),
        "nothing is written through a link"
    );
}

#[test]
fn s104_missing_default_short_and_damaged_keys_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("regain.keys");
    let good = BASE64.encode(&std::array::from_fn::<u8, 32, _>(|index| {
        u8::try_from(index * 7).unwrap()
    }));
    let other = BASE64.encode(&std::array::from_fn::<u8, 32, _>(|index| {
        u8::try_from(index * 5).unwrap()
    }));
    let left = BASE64.encode(&[7; 192]);
    let line = |bytes: &[u8]| format!("{HEADER}\nkey 1 {}\n", BASE64.encode(bytes));
    for (text, expected) in [
        (String::new(), "does not begin as a key file"),
        ("regain-keys 2\n".to_owned(), "does not begin as a key file"),
        (HEADER.to_owned(), "it has no key"),
        (format!("{HEADER}\nkey 1\n"), "its line 2 is no key"),
        (
            format!("{HEADER}\nkey 1 {good}\nkeys 2 {other}\n"),
            "its line 3 is no key",
        ),
        (format!("{HEADER}\nkey 0 {good}\n"), "id is not a number"),
        (format!("{HEADER}\nkey x {good}\n"), "id is not a number"),
        (format!("{HEADER}\nkey 1 %%%\n"), "not base64"),
        (line(&[9; 31]), "not 32 bytes long"),
        (line(&[9; 33]), "not 32 bytes long"),
        (line(&[0; 32]), "not random"),
        (line(b"changeme-changeme-changeme-chang"), "not random"),
        (
            format!("{HEADER}\nkey 1 {good}\nkey 2 {good}\n"),
            "its keys 1 and 2 are the same",
        ),
        (
            format!("{HEADER}\nkey 2 {good}\nkey 2 {other}\n"),
            "two keys of the id 2",
        ),
        (
            format!("{HEADER}\nkey 1 {good}\nretired 1 {left}\nkey 2 {other}\n"),
            "two keys of the id 1",
        ),
        (
            format!("{HEADER}\nkey 1 {good}\nretired 2 {left}\n"),
            "the highest id is retired",
        ),
        (format!("{HEADER}\nretired 2 {left}\n"), "it has no key"),
        (
            format!("{HEADER}\nkey 2 {good}\nretired 1 {other}\n"),
            "not 192 bytes long",
        ),
        (several(1..=9), "more than 8 keys"),
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
        assert_eq!(load(&path).unwrap().keys().newest_id(), 3, "{text:?}");
    }
    std::fs::write(&path, [0xff, 0xfe]).unwrap();
    assert!(refusal(&path).contains("it is not text"));
}

#[test]
fn s104_several_keys_in_any_order_are_read_and_the_highest_id_writes() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("regain.keys");
    for order in [[1, 2, 7], [7, 1, 2], [2, 7, 1]] {
        written(&path, &several(order));
        let keys = load(&path).unwrap();
        assert_eq!(ids(&keys), [7, 2, 1], "{order:?}");
        assert_eq!(*keys.keys().secret, *keys.keys().get(7).unwrap().secret);
    }
    written(&path, &several(1..=8));
    assert_eq!(ids(&load(&path).unwrap()).len(), 8);
}

#[test]
fn s104_a_rotation_adds_a_key_and_loses_none() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("regain.keys");
    assert!(
        matches!(rotate(&path, &mut rng()), Err(KeyFileError::Missing(_))),
        "there is nothing to add to"
    );
    let first = create(&path, &mut rng()).unwrap();
    let mut rng = StdRng::seed_from_u64(8);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o400)).unwrap();
    for id in 2..=8 {
        assert_eq!(rotate(&path, &mut rng).unwrap(), id);
        assert_eq!(mode(&path), 0o600);
    }
    let keys = load(&path).unwrap();
    assert_eq!(ids(&keys), [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(*keys.keys().get(1).unwrap().secret, *first.keys().secret);
    let before = std::fs::read(&path).unwrap();
    assert!(
        rotate(&path, &mut rng)
            .unwrap_err()
            .to_string()
            .contains("it has 8 keys already")
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(
        directory.path().read_dir().unwrap().count(),
        1,
        "no draft is left"
    );
    let link = directory.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(
        rotate(&link, &mut rng),
        Err(KeyFileError::NotAFile(_))
    ));
    assert!(matches!(
        retire(&link, 1, &mut rng),
        Err(KeyFileError::NotAFile(_))
    ));
}

#[test]
fn s104_of_a_retired_key_is_left_what_reads_the_history() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("regain.keys");
    let mut rng = rng();
    let first = create(&path, &mut rng).unwrap().keys().clone();
    let newest = retire(&path, 1, &mut rng).unwrap_err().to_string();
    assert!(newest.contains("key 1 is the newest"), "{newest}");
    rotate(&path, &mut rng).unwrap();
    assert!(
        retire(&path, 3, &mut rng)
            .unwrap_err()
            .to_string()
            .contains("it has no key 3")
    );
    retire(&path, 1, &mut rng).unwrap();
    let keys = load(&path).unwrap();
    assert_eq!(ids(&keys), [2]);
    assert_eq!(*keys.retired()[0].to_bytes(), *first.retire().to_bytes());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        !text.contains(&BASE64.encode(first.secret.as_ref())),
        "the key itself is gone"
    );
    assert_eq!(
        rotate(&path, &mut rng).unwrap(),
        3,
        "its id is never given again"
    );
    assert_eq!(
        (
            ids(&load(&path).unwrap()),
            load(&path).unwrap().retired().len()
        ),
        (vec![3, 2], 1)
    );
}

#[test]
fn s104_of_two_commands_at_once_one_changes_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("regain.keys");
    create(&path, &mut rng()).unwrap();
    let other = File::open(&path).unwrap();
    other.lock().unwrap();
    assert!(
        rotate(&path, &mut rng())
            .unwrap_err()
            .to_string()
            .contains("another command is changing it")
    );
    other.unlock().unwrap();
    assert_eq!(rotate(&path, &mut rng()).unwrap(), 2);
}
