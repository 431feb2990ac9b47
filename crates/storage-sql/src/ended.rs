//! Ended rows are kept in the same tables as the others (S109), and separated on reading.

use super::stored::change_id;
use regain_domain::Timestamp;
use regain_storage::Result;
use regain_vault::{Ended, Former};

/// A row, and its end, if it has ended.
pub(crate) struct Kept<T> {
    pub(crate) was: T,
    pub(crate) ended: Option<Ended>,
}

/// Reads the end of a row from its columns.
pub(crate) fn ended(
    at: Option<i64>,
    counts_until: Option<i64>,
    by: Option<&[u8]>,
) -> Result<Option<Ended>> {
    let Some((at, counts_until)) = at.zip(counts_until) else {
        return Ok(None);
    };

    let [at, counts_until] = [at, counts_until].map(Timestamp::from_millis);
    Ok(Some(Ended {
        at,
        counts_until,
        by: by.map(change_id).transpose()?,
    }))
}

/// Separates current rows from ended ones.
pub(crate) fn parted<T>(rows: Vec<Kept<T>>) -> (Vec<T>, Vec<Former<T>>) {
    let mut there = Vec::new();
    let mut former = Vec::new();
    for Kept { was, ended } in rows {
        match ended {
            None => there.push(was),
            Some(ended) => former.push(Former { was, ended }),
        }
    }

    (there, former)
}
