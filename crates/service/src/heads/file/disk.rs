//! Writes lines to disk whole, or not at all.

use super::super::lines::CUT;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;

/// Bytes read at once when searching for the last newline.
const STEP: u64 = 4096;

/// Disk operations; tests replace them with a full disk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disk {
    pub(super) write: fn(&mut File, &[u8]) -> io::Result<()>,
    pub(super) cut: fn(&File, u64) -> io::Result<()>,
}

pub(super) const DISK: Disk = Disk {
    write: |file, bytes| file.write_all(bytes),
    cut: File::set_len,
};

/// Appends whole lines or nothing; first cuts off a torn last line, or marks it if it can't be cut.
pub(super) fn add(disk: Disk, file: &mut File, lines: &str) -> io::Result<()> {
    let mut length = file.metadata()?.len();
    let whole = whole(file, length)?;
    let mut end = String::new();
    if whole < length {
        match (disk.cut)(file, whole) {
            Ok(()) => length = whole,
            Err(error) => {
                tracing::warn!(%error, "a torn line can't be cut from heads_file; it is marked instead");
                end = format!("{CUT}\n");
            }
        }
    }

    if lines.is_empty() {
        return Ok(());
    }

    let added = (disk.write)(file, [end.as_str(), lines].concat().as_bytes())
        .and_then(|()| file.sync_data());
    if added.is_err() {
        // If this fails too, the next append repairs what is left.
        (disk.cut)(file, length).ok();
    }

    added
}

/// Length of the file without a torn last line.
fn whole(file: &File, length: u64) -> io::Result<u64> {
    let mut end = length;
    let mut buffer = Vec::new();
    while end > 0 {
        let from = end.saturating_sub(STEP);
        buffer.resize(usize::try_from(end - from).unwrap_or_default(), 0);
        file.read_exact_at(&mut buffer, from)?;
        if let Some(at) = buffer.iter().rposition(|byte| *byte == b'\n') {
            return Ok(from + at as u64 + 1);
        }

        end = from;
    }

    Ok(0)
}
