//! A disk that fills up, and files torn at each of their bytes.

use super::super::super::lines::CUT;
use super::*;
use std::cell::Cell;
use std::io::Write as _;

thread_local! {
    /// Bytes that the disk still takes.
    static ROOM: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// A disk with this much room.
const SMALL: Disk = Disk {
    write: |file, bytes| {
        let room = ROOM.get();
        ROOM.set(room.saturating_sub(bytes.len()));
        match bytes.get(..room) {
            Some(fits) if fits.len() < bytes.len() => {
                file.write_all(fits)?;
                Err(io::ErrorKind::StorageFull.into())
            }
            _ => file.write_all(bytes),
        }
    },
    cut: File::set_len,
};
/// The same for append-only files.
const ADDING: Disk = Disk {
    cut: |_, _| Err(io::ErrorKind::PermissionDenied.into()),
    ..SMALL
};

/// The bytes of another append.
fn added(path: &Path, append: impl Fn(&mut HeadFile)) -> Vec<u8> {
    let before = fs::read(path).unwrap();
    append(&mut HeadFile::open(path, &key()).unwrap());
    let after = fs::read(path).unwrap();
    fs::write(path, &before).unwrap();
    after[before.len()..].to_vec()
}

#[test]
fn s80_a_last_line_torn_at_any_byte_is_left_out_and_cut_away() {
    let (_directory, path) = place();
    let before = begun(&path);
    let more = added(&path, |file| {
        file.publish(head(101), &manifests(&SECOND), NOW).unwrap();
    });
    for length in 0..=more.len() {
        let torn = [&before[..], &more[..length]].concat();
        let lines = more[..length].iter().filter(|byte| **byte == b'\n').count();
        let expected = [(98, 11, 3), (98, 12, 3), (98, 12, 14), (101, 12, 14)][lines];
        let says = |file: &HeadFile| {
            (
                file.head().unwrap().seq,
                version(file, ANNA),
                version(file, BERT),
            )
        };
        fs::write(&path, &torn).unwrap();

        assert_eq!(
            says(&HeadFile::read(&path, &key()).unwrap()),
            expected,
            "{length}"
        );
        assert_eq!(
            fs::read(&path).unwrap(),
            torn,
            "who only reads changes nothing"
        );
        let mut file = HeadFile::open(&path, &key()).unwrap();
        assert_eq!(says(&file), expected, "{length}");
        let whole = torn.iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
        assert_eq!(fs::read(&path).unwrap(), torn[..whole]);
        file.publish(head(102), &manifests(&[]), NOW).unwrap();
        assert_eq!(
            HeadFile::read(&path, &key()).unwrap().head(),
            Some(head(102)),
            "{length}"
        );
    }
}

#[test]
fn s80_a_title_torn_at_any_byte_is_written_anew() {
    let (_directory, path) = place();
    for length in 0..=TITLE.len() {
        fs::write(&path, &TITLE[..length]).unwrap();
        assert_eq!(HeadFile::read(&path, &key()).unwrap().head(), None);
        HeadFile::open(&path, &key())
            .unwrap()
            .publish(head(5), &manifests(&[]), NOW)
            .unwrap();
        assert_eq!(
            HeadFile::read(&path, &key()).unwrap().head(),
            Some(head(5)),
            "{length}"
        );

        fs::write(&path, &TITLE[..length]).unwrap();
        HeadFile::open_on(ADDING, &path, &key())
            .unwrap()
            .publish(head(6), &manifests(&[]), NOW)
            .unwrap();
        assert_eq!(
            HeadFile::read(&path, &key()).unwrap().head(),
            Some(head(6)),
            "{length}"
        );
    }
}

#[test]
fn s80_an_append_that_fails_at_any_byte_leaves_the_file_as_it_was() {
    let (_directory, path) = place();
    let before = begun(&path);
    let more = added(&path, |file| {
        file.publish(head(101), &manifests(&SECOND), NOW).unwrap();
    });
    for room in 0..more.len() {
        let mut file = HeadFile::open_on(SMALL, &path, &key()).unwrap();
        ROOM.set(room);
        assert!(matches!(
            file.publish(head(101), &manifests(&SECOND), NOW),
            Err(HeadFileError::Io { .. })
        ));
        assert_eq!(fs::read(&path).unwrap(), before, "{room}");
        assert_eq!(
            (file.head(), version(&file, ANNA)),
            (Some(head(98)), 11),
            "it wasn't published"
        );
        ROOM.set(usize::MAX);
        file.publish(head(101), &manifests(&SECOND), NOW).unwrap();
        assert_eq!(fs::read(&path).unwrap(), [&before[..], &more].concat());
        fs::write(&path, &before).unwrap();
    }
}

#[test]
fn s80_where_nothing_can_be_cut_a_torn_line_is_marked_and_lowers_nothing() {
    let (_directory, path) = place();
    let before = begun(&path);
    let more = added(&path, |file| {
        file.publish(head(101), &manifests(&SECOND), NOW).unwrap();
    });
    // The marker can be torn too.
    for (room, again) in
        (0..more.len()).flat_map(|room| (0..=CUT.len() + 1).map(move |again| (room, again)))
    {
        let mut file = HeadFile::open_on(ADDING, &path, &key()).unwrap();
        for room in [room, again] {
            ROOM.set(room);
            file.publish(head(101), &manifests(&SECOND), NOW)
                .unwrap_err();
        }
        ROOM.set(usize::MAX);
        for file in [
            &HeadFile::read(&path, &key()).unwrap(),
            &HeadFile::open_on(ADDING, &path, &key()).unwrap(),
        ] {
            assert_eq!(file.head(), Some(head(98)), "{room}, {again}");
            assert!(
                [11, 12].contains(&version(file, ANNA)) && [3, 14].contains(&version(file, BERT))
            );
        }
        file.publish(head(102), &manifests(&[]), NOW).unwrap();
        let now = HeadFile::read(&path, &key()).unwrap();
        assert_eq!(now.head(), Some(head(102)), "{room}, {again}");
        assert!([11, 12].contains(&version(&now, ANNA)) && [3, 14].contains(&version(&now, BERT)));
        assert!(
            fs::read(&path).unwrap().starts_with(&before),
            "whole lines stay"
        );
        fs::write(&path, &before).unwrap();
    }
}

#[test]
fn s84_a_restore_that_was_noted_by_half_ends_nothing() {
    let (_directory, path) = place();
    let before = begun(&path);
    let more = added(&path, |file| restored(file, 1).unwrap());
    for (room, disk) in (0..more.len()).flat_map(|room| [(room, SMALL), (room, ADDING)]) {
        let mut file = HeadFile::open_on(disk, &path, &key()).unwrap();
        ROOM.set(room);
        restored(&mut file, 1).unwrap_err();
        ROOM.set(usize::MAX);
        assert_eq!(file.head(), Some(head(98)));
        file.publish(head(99), &manifests(&[]), NOW).unwrap();
        let now = HeadFile::open(&path, &key()).unwrap();
        assert_eq!(
            (now.head(), version(&now, ANNA)),
            (Some(head(99)), 11),
            "{room}"
        );
        fs::write(&path, &before).unwrap();
    }
}
