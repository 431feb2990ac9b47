//! What has ended stands in the tables of what hasn't (S109): told apart as it is read.

use crate::stored::change_id;
use regain_domain::Timestamp;
use regain_storage::Result;
use regain_vault::{Ended, Former};

/// A row, and how it ended, if it has.
pub(crate) struct Kept<T> {
    pub(crate) was: T,
    pub(crate) ended: Option<Ended>,
}

/// How a row ended, from its columns.
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

/// What there is, and what there was.
pub(crate) fn parted<T>(rows: Vec<Kept<T>>) -> (Vec<T>, Vec<Former<T>>) {
    let (mut there, mut former) = (Vec::new(), Vec::new());
    for Kept { was, ended } in rows {
        match ended {
            None => there.push(was),
            Some(ended) => former.push(Former { was, ended }),
        }
    }
    (there, former)
}
