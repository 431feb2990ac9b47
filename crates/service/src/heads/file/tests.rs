//! Contents of the file, and its writers.

mod torn;

use super::super::lines::TITLE;
use super::*;
use regain_base::{Keys, MasterKey, MasterKeys};
use regain_storage::EntryDigest;
use std::fs;
use tempfile::TempDir;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const ANNA: PersonId = PersonId::from_bytes([1; 16]);
const BERT: PersonId = PersonId::from_bytes([2; 16]);
/// What the first of two appends publishes, and what the second one does.
const FIRST: [(PersonId, u64); 2] = [(ANNA, 11), (BERT, 3)];
const SECOND: [(PersonId, u64); 2] = [(ANNA, 12), (BERT, 14)];

fn keys(byte: u8) -> Keys {
    Keys::derive(&MasterKey {
        id: 1,
        secret: [byte; 32].into(),
    })
}

fn key() -> HeadsKey {
    keys(7).heads().clone()
}

const fn head(seq: u64) -> Head {
    Head {
        seq,
        digest: EntryDigest::from_bytes([0xab; 32]),
    }
}

fn place() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("heads");
    (directory, path)
}

fn manifests(of: &[(PersonId, u64)]) -> Vouched {
    Vouched {
        manifests: of.iter().copied().collect(),
        ..Vouched::default()
    }
}

/// A file whose first append is complete.
fn begun(path: &Path) -> Vec<u8> {
    HeadFile::open(path, &key())
        .unwrap()
        .publish(head(98), &manifests(&FIRST), NOW)
        .unwrap();
    fs::read(path).unwrap()
}

fn version(file: &HeadFile, person: PersonId) -> u64 {
    file.vouched()
        .manifests
        .get(&person)
        .copied()
        .unwrap_or_default()
}

/// Records the restore of a backup with 40 entries.
fn restored(file: &mut HeadFile, epoch: u64) -> Result<(), HeadFileError> {
    file.adopt(
        Adopted::Restored,
        epoch,
        (head(41), NOW),
        (0, &manifests(&[])),
    )
}

#[test]
fn s80_what_was_published_is_read_again_and_a_restore_begins_anew() {
    let (_directory, path) = place();
    begun(&path);
    let mut file = HeadFile::open(&path, &key()).unwrap();
    assert_eq!(
        (file.head(), version(&file, ANNA), version(&file, BERT)),
        (Some(head(98)), 11, 3)
    );
    restored(&mut file, 1).unwrap();
    for file in [
        file,
        HeadFile::open(&path, &key()).unwrap(),
        HeadFile::read(&path, &key()).unwrap(),
    ] {
        assert_eq!(
            (file.head(), file.epoch(), file.vouched().manifests.len()),
            (Some(head(41)), 1, 0)
        );
    }
}

#[test]
fn s84_whatever_is_restored_the_manifests_that_were_published_stay() {
    let (_directory, path) = place();
    begun(&path);
    let mut file = HeadFile::open(&path, &key()).unwrap();
    restored(&mut file, 1).unwrap();
    file.publish(head(45), &manifests(&[(ANNA, 10)]), NOW)
        .unwrap();
    restored(&mut file, 2).unwrap();
    for file in [file, HeadFile::open(&path, &key()).unwrap()] {
        let mut people: Vec<_> = file.people().collect();
        people.sort_unstable();
        assert_eq!(people, [ANNA, BERT]);
        // In the first epoch, Anna's tenth manifest was followed by others; in the next, so was her eleventh.
        assert!((1..=12).all(|version| file.had_newer(ANNA, 0, version)));
        assert_eq!(
            [9, 10].map(|version| file.had_newer(ANNA, 1, version)),
            [true, false]
        );
        assert_eq!(
            [2, 3].map(|version| file.had_newer(BERT, 0, version)),
            [true, false]
        );
        assert!(
            !file.had_newer(ANNA, 2, 1) && !file.had_newer(BERT, 1, 1),
            "nothing came after it"
        );
    }
}

#[test]
fn s80_a_line_that_has_no_seal_of_ours_is_refused() {
    let (_directory, path) = place();
    let before = String::from_utf8(begun(&path)).unwrap();
    let lines: Vec<&str> = before.lines().collect();
    let (words, seal) = lines[3].rsplit_once(' ').unwrap();
    let forged = head_line(keys(8).heads(), "head", 0, (head(1), NOW));
    for wrong in [
        format!("{words}\n"),
        forged.clone(),
        format!("{} {seal}\n", words.replace(" 98 ", " 9 ")),
        format!("{} {seal}\n", words.replace("head 0", "restored 1")),
        format!("restored 1 0 {} 1800000000000 {seal}\n", "0".repeat(64)),
    ] {
        fs::write(&path, format!("{before}{wrong}")).unwrap();
        for refused in [HeadFile::open(&path, &key()), HeadFile::read(&path, &key())] {
            assert!(
                matches!(refused, Err(HeadFileError::Content { line: 5, .. })),
                "{wrong:?}: {refused:?}"
            );
        }
    }
    // A line that is repeated or moved says the same.
    let again = [lines[0], lines[3], lines[2], lines[3], lines[1], ""].join("\n");
    fs::write(&path, again).unwrap();
    let file = HeadFile::open(&path, &key()).unwrap();
    assert_eq!((file.head(), version(&file, ANNA)), (Some(head(98)), 11));
    fs::write(
        &path,
        format!("regain-heads 1\nhead 98 {} 1800000000000\n", "0".repeat(64)),
    )
    .unwrap();
    let refused = HeadFile::open(&path, &key()).unwrap_err();
    assert!(
        refused.to_string().contains("have no seals")
            && refused.to_string().contains("heads accept"),
        "{refused}"
    );
}

#[test]
fn s80_later_lines_lower_nothing() {
    let (_directory, path) = place();
    let mut file = HeadFile::open(&path, &key()).unwrap();
    file.publish(head(98), &manifests(&FIRST), NOW).unwrap();
    file.publish(head(9), &manifests(&[(ANNA, 1)]), NOW)
        .unwrap();
    for file in [file, HeadFile::open(&path, &key()).unwrap()] {
        assert_eq!((file.head(), version(&file, ANNA)), (Some(head(98)), 11));
    }
}

#[test]
fn s80_whole_lines_that_cant_be_read_are_refused_and_nothing_is_cut() {
    let (_directory, path) = place();
    let before = String::from_utf8(begun(&path)).unwrap();
    let last = before.lines().last().unwrap();
    for wrong in [
        "manifest 01010101010101010101010101010101\n".to_owned(),
        format!(
            "manifest 0 {} 1{}",
            ANNA.to_hex(),
            version_line(&key(), MANIFEST, 0, (ANNA, 12))
        ),
        format!("{}{last}\n", &last[..last.len() - 3]),
        format!("{last} x\n"),
        "\n".to_owned(),
        "restored 4\n".to_owned(),
        format!("{TITLE}\n"),
        "\0\0\n".to_owned(),
    ] {
        let text = [&before, &wrong, "head 10"].concat();
        fs::write(&path, &text).unwrap();
        for refused in [HeadFile::open(&path, &key()), HeadFile::read(&path, &key())] {
            assert!(
                matches!(refused, Err(HeadFileError::Content { line: 5, .. })),
                "{wrong:?}: {refused:?}"
            );
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_file_of_somebody_elses_is_refused_and_stays_as_it_is() {
    let (_directory, path) = place();
    for text in [
        "a secret without a newline",
        "regain-keys 1\nkey 1 xyz",
        "regain-heads 10",
        "a\nb\n",
        "\n",
    ] {
        fs::write(&path, text).unwrap();
        for refused in [HeadFile::open(&path, &key()), HeadFile::read(&path, &key())] {
            assert!(
                matches!(refused, Err(HeadFileError::Content { line: 1, .. })),
                "{text:?}: {refused:?}"
            );
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn s80_who_only_reads_makes_no_file_and_adds_nothing() {
    let (_directory, path) = place();
    let mut file = HeadFile::read(&path, &key()).unwrap();
    assert_eq!((file.head(), file.people().count()), (None, 0));
    file.publish(head(1), &manifests(&[]), NOW).unwrap_err();
    assert_eq!(file.head(), None);
    assert!(!path.exists());
}

#[test]
fn s100_a_walk_counts_until_it_is_doubted_or_another_database_comes() {
    let (_directory, path) = place();
    begun(&path);
    let known = Vouched {
        standings: [(ANNA, 2), (BERT, 5)].into(),
        ..Vouched::default()
    };
    let mut file = HeadFile::open(&path, &key()).unwrap();
    assert!(!file.is_walked(), "whatever was published");
    file.walked(98, &known, NOW).unwrap();
    let newer = Vouched {
        manifests: [(ANNA, 12)].into(),
        standings: [(ANNA, 3)].into(),
        ..Vouched::default()
    };
    file.publish(head(101), &newer, NOW).unwrap();
    let expected = Vouched {
        manifests: [(ANNA, 12), (BERT, 3)].into(),
        standings: [(ANNA, 3), (BERT, 5)].into(),
        ..Vouched::default()
    };
    for file in [&file, &HeadFile::open(&path, &key()).unwrap()] {
        assert!(file.is_walked());
        assert_eq!(file.vouched(), expected);
    }
    let walked = fs::read_to_string(&path).unwrap();

    file.doubt(40, NOW).unwrap();
    assert!(!file.is_walked() && !HeadFile::read(&path, &key()).unwrap().is_walked());
    // A repeated line about the revoked walk changes nothing.
    let again = walked
        .lines()
        .find(|line| line.starts_with("walked"))
        .unwrap();
    fs::write(&path, fs::read_to_string(&path).unwrap() + again + "\n").unwrap();
    let mut file = HeadFile::open(&path, &key()).unwrap();
    assert!(!file.is_walked());
    file.walked(101, &Vouched::default(), NOW).unwrap();
    assert!(file.is_walked() && HeadFile::open(&path, &key()).unwrap().is_walked());

    restored(&mut file, 1).unwrap();
    for mut file in [file, HeadFile::open(&path, &key()).unwrap()] {
        assert!(
            !file.is_walked() && file.vouched() == Vouched::default(),
            "the other database"
        );
        file.publish(head(42), &known, NOW).unwrap();
        assert!(!file.is_walked());
        assert_eq!(file.vouched(), known, "lower than the other one's");
    }
}

/// The file is append-only, so its older lines are by the older key.
#[test]
fn s104_lines_of_an_older_master_key_are_read_up_to_the_first_of_a_newer_one() {
    let (_directory, path) = place();
    let key = |id: u8| MasterKey {
        id: u32::from(id),
        secret: [id; 32].into(),
    };
    let ring =
        |keys: Vec<MasterKey>, retired| Keys::ring(&MasterKeys::of(keys, retired).expect("keys"));
    let old = Keys::derive(&key(1)).heads().clone();
    let both = ring(vec![key(1), key(2)], Vec::new()).heads().clone();
    let retired = ring(vec![key(2)], vec![key(1).retire()]).heads().clone();
    HeadFile::open(&path, &old)
        .unwrap()
        .publish(head(98), &manifests(&FIRST), NOW)
        .unwrap();
    let mut file = HeadFile::open(&path, &both).unwrap();
    assert_eq!((file.head(), version(&file, ANNA)), (Some(head(98)), 11));
    file.publish(head(99), &manifests(&[(BERT, 4)]), NOW)
        .unwrap();
    // Somebody with the old key and the file.
    let forged = [
        version_line(&old, MANIFEST, 0, (ANNA, 999)),
        head_line(&old, "restored", 9, (head(1), NOW)),
    ]
    .concat();
    fs::write(
        &path,
        [fs::read(&path).unwrap(), forged.into_bytes()].concat(),
    )
    .unwrap();
    for key in [&both, &retired] {
        let file = HeadFile::read(&path, key).unwrap();
        assert_eq!((file.head(), file.epoch()), (Some(head(99)), 0));
        assert_eq!((version(&file, ANNA), version(&file, BERT)), (11, 4));
    }
    assert!(
        HeadFile::read(&path, &old).is_err(),
        "without the newer key the file can't be read"
    );
}

#[test]
fn s84_whoever_restores_what_was_only_sealed_anew_since_has_lost_nothing() {
    let (_directory, path) = place();
    let publish = |file: &mut HeadFile, version: u64, anew: bool| {
        let resealed = anew.then_some((ANNA, version)).into_iter().collect();
        let vouched = Vouched {
            resealed,
            ..manifests(&[(ANNA, version)])
        };
        file.publish(head(version), &vouched, NOW).unwrap();
    };
    let mut file = HeadFile::open(&path, &key()).unwrap();
    for (version, anew) in [(5, false), (6, true), (7, true)] {
        publish(&mut file, version, anew);
    }
    for file in [&file, &HeadFile::open(&path, &key()).unwrap()] {
        assert_eq!(
            [4, 5, 6, 7].map(|version| file.had_newer(ANNA, 0, version)),
            [true, false, false, false]
        );
    }
    publish(&mut file, 8, false);
    assert_eq!(
        [5, 7, 8].map(|version| file.had_newer(ANNA, 0, version)),
        [true, true, false],
        "a newer password"
    );
    restored(&mut file, 1).unwrap();
    assert_eq!(
        [7, 8].map(|version| file.had_newer(ANNA, 0, version)),
        [true, false],
        "it is known for ever"
    );
}
