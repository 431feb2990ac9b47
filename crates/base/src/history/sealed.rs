//! Data that can be forgotten: sealed with AES-256-GCM under a key of the person's own, which is useless without a
//! key outside the database (S103).

use super::{Details, Entry, Historian, HistoryKeys};
use crate::digest::{Key, digest, same};
use crate::sealing;
use regain_domain::{PersonId, Place};
use regain_storage::{DetailsDigest, HistoryRow, PlaceDigest, Result, Sealed, Work};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

pub(crate) struct Digests {
    pub(crate) details: Option<DetailsDigest>,
    pub(crate) place: Option<PlaceDigest>,
}

impl Historian {
    pub(crate) async fn seal_details(
        &self,
        work: &mut dyn Work,
        entry: &Entry,
        seq: u64,
    ) -> Result<(Sealed, Digests)> {
        let mut sealed = Sealed::default();
        if let Some(subject) = entry.subject {
            let key = self.key_of(work, subject).await?;
            if entry.details != Details::default() {
                sealed.details = Some(self.seal(&key, "details", seq, &entry.details));
            }

            sealed.place = entry
                .place
                .as_ref()
                .map(|place| self.seal(&key, "place", seq, place));
        }

        let digests = Digests {
            details: sealed
                .details
                .as_deref()
                .map(|bytes| self.keys.sealed_digest("details", seq, bytes)),
            place: sealed
                .place
                .as_deref()
                .map(|bytes| self.keys.sealed_digest("place", seq, bytes)),
        };

        Ok((sealed, digests))
    }

    /// The details of an entry, as far as they are known and haven't been forgotten or changed.
    pub async fn details(
        &self,
        work: &mut dyn Work,
        row: &HistoryRow,
    ) -> Result<(Details, Option<Place>)> {
        let Some(subject) = row.subject else {
            return Ok((Details::default(), None));
        };

        let Some(wrapped) = work.history().person_key(subject).await? else {
            return Ok((Details::default(), None));
        };

        let sealed = work.history().sealed(row.seq).await?;
        let Some(keys) = self.keys_at(work, row.seq).await? else {
            return Ok((Details::default(), None));
        };

        let key = keys.unwrap(subject, &wrapped);
        let details = sealed
            .details
            .filter(|bytes| keys.belongs("details", row.seq, bytes, row.details_digest.as_ref()));
        let place = sealed
            .place
            .filter(|bytes| keys.belongs("place", row.seq, bytes, row.place_digest.as_ref()));

        Ok((
            details
                .and_then(|bytes| open(&key, "details", row.seq, &bytes))
                .unwrap_or_default(),
            place.and_then(|bytes| open(&key, "place", row.seq, &bytes)),
        ))
    }

    async fn key_of(&self, work: &mut dyn Work, person: PersonId) -> Result<Key> {
        let wrapped = match work.history().person_key(person).await? {
            Some(wrapped) => wrapped,
            None => {
                let fresh = self.randomness.bytes();
                work.history().insert_person_key(person, &fresh).await?;
                fresh
            }
        };

        Ok(self.keys.unwrap(person, &wrapped))
    }

    fn seal<T: Serialize>(&self, key: &Key, what: &str, seq: u64, value: &T) -> Vec<u8> {
        let text = Zeroizing::new(serde_json::to_vec(value).expect("plain values become JSON"));
        sealing::seal(key, self.randomness.as_ref(), &bound_to(what, seq), &text)
    }
}

impl HistoryKeys {
    fn belongs<D: AsRef<[u8]> + From<[u8; 32]>>(
        &self,
        what: &str,
        seq: u64,
        bytes: &[u8],
        expected: Option<&D>,
    ) -> bool {
        expected.is_some_and(|expected| same(expected, &self.sealed_digest(what, seq, bytes)))
    }

    fn sealed_digest<D: From<[u8; 32]>>(&self, what: &str, seq: u64, bytes: &[u8]) -> D {
        digest(&self.chain, what, &[&seq.to_be_bytes(), bytes])
    }

    fn unwrap(&self, person: PersonId, wrapped: &[u8; 32]) -> Key {
        Zeroizing::new(digest(
            &self.details,
            "person",
            &[person.as_bytes(), wrapped],
        ))
    }
}

fn open<T: DeserializeOwned>(key: &Key, what: &str, seq: u64, bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(&sealing::open(key, &bound_to(what, seq), bytes)?).ok()
}

fn bound_to(what: &str, seq: u64) -> Vec<u8> {
    [what.as_bytes(), &seq.to_be_bytes()].concat()
}
