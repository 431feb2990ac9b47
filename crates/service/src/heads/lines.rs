//! What the lines of the file of heads say.
//!
//! Each is true by itself, and what the file says is the highest of them: a line that is copied, or stands elsewhere, changes
//! nothing.

use super::Head;
use data_encoding::HEXLOWER;
use regain_base::HeadsKey;
use regain_domain::{PersonId, Timestamp};
use regain_storage::Mac;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The first line.
pub(super) const TITLE: &str = "regain-heads 2";
/// The first line of files whose other lines have no seal.
const UNSEALED: &str = "regain-heads 1";

/// Begins a line about a person's manifest.
pub(super) const MANIFEST: &str = "manifest";
/// Begins a line about a person's standing.
pub(super) const STANDING: &str = "standing";
/// Begins a line about a manifest that is the one before, sealed anew.
pub(super) const RESEALED: &str = "resealed";
/// Begins a line about a walk over the whole history.
pub(super) const WALKED: &str = "walked";
/// Begins a line that says from which walk on the next start walks all of it again.
pub(super) const DOUBTED: &str = "doubted";

/// Ends a line that was torn, where it couldn't be cut away. It stands before the newline, so that whatever is torn in turn
/// is still the same torn line; no line of ours ends in it.
pub(super) const CUT: &str = " cut";

/// Why a line counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It isn't one of ours.
    Unreadable,
    /// It is the beginning of a file without seals.
    Unsealed,
}

/// What was published, as far as the file was read.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Whether the file is one of ours.
    pub(super) titled: bool,
    /// How many times an operator put another database in place.
    pub(super) epoch: u64,
    /// The last head of that epoch.
    pub(super) head: Option<Head>,
    /// The newest manifest of each person, for each epoch in which there was a new one. Nothing takes it back.
    manifests: HashMap<PersonId, Vec<(u64, u64)>>,
    /// The newest standing of each person, behind the epoch that it is of.
    standings: HashMap<PersonId, (u64, u64)>,
    /// Manifests that are the one before, sealed anew, each behind the epoch that it is of.
    resealed: HashSet<(u64, PersonId, u64)>,
    /// The newest walk over all that was there, by its epoch and number.
    walked: Option<(u64, u64)>,
    /// The newest walk since which something was found that isn't what was written.
    doubted: Option<(u64, u64)>,
    /// The newest master key that sealed a line so far.
    by: u32,
}

impl Lines {
    /// A file of ours that says nothing yet.
    pub(super) fn begun() -> Self {
        Self {
            titled: true,
            ..Self::default()
        }
    }

    /// Takes the next line in, with its newline.
    ///
    /// Without a newline it was torn: nobody was told that it was published, and what it seems to say may be a shorter number
    /// than it was to be. So it is left out. Without the title before it, it must be the beginning of the title: a file of
    /// somebody else's is refused, or it would be cut.
    pub(super) fn take(&mut self, key: &HeadsKey, line: &[u8]) -> Result<(), Refused> {
        let Some(whole) = line.strip_suffix(b"\n") else {
            let begun = self.titled || TITLE.as_bytes().starts_with(line);
            return begun.then_some(()).ok_or(Refused::Unreadable);
        };
        if whole.ends_with(CUT.as_bytes()) {
            return Ok(());
        }
        if !self.titled {
            self.titled = whole == TITLE.as_bytes();
            return match (self.titled, whole == UNSEALED.as_bytes()) {
                (true, _) => Ok(()),
                (false, true) => Err(Refused::Unsealed),
                (false, false) => Err(Refused::Unreadable),
            };
        }
        let (by, words) = str::from_utf8(whole)
            .ok()
            .and_then(|whole| words(key, whole))
            .ok_or(Refused::Unreadable)?;
        // Behind a line of a newer master key, one of an older key says nothing: whoever has that key adds none (S104).
        if by < self.by {
            return Ok(());
        }
        self.by = by;
        self.take_words(words).ok_or(Refused::Unreadable)
    }

    fn take_words(&mut self, words: &str) -> Option<()> {
        // Word for word: of two lines that were glued together, the second must not be overlooked.
        let words: Vec<&str> = words.split(' ').collect();
        match words[..] {
            [MANIFEST, epoch, person, version] => {
                self.note_manifest(
                    epoch.parse().ok()?,
                    PersonId::from_hex(person)?,
                    version.parse().ok()?,
                );
            }
            [STANDING, epoch, person, version] => {
                self.note_standing(
                    epoch.parse().ok()?,
                    PersonId::from_hex(person)?,
                    version.parse().ok()?,
                );
            }
            [RESEALED, epoch, person, version] => {
                self.resealed.insert((
                    epoch.parse().ok()?,
                    PersonId::from_hex(person)?,
                    version.parse().ok()?,
                ));
            }
            [what @ (WALKED | DOUBTED), epoch, number, seq, at] => {
                let (epoch, number) = (epoch.parse().ok()?, number.parse().ok()?);
                seq.parse::<u64>().ok()?;
                at.parse::<i64>().ok()?;
                self.note_walk(what, epoch, number);
            }
            ["head" | "restored" | "accepted", epoch, seq, mac, at] => {
                at.parse::<i64>().ok()?;
                let mac = HEXLOWER.decode(mac.as_bytes()).ok()?.try_into().ok()?;
                self.note_head(
                    epoch.parse().ok()?,
                    Head {
                        seq: seq.parse().ok()?,
                        mac,
                    },
                );
            }
            _ => return None,
        }
        Some(())
    }

    /// What was published is never lowered by a later line: only another epoch has another head.
    pub(super) fn note_head(&mut self, epoch: u64, head: Head) {
        if epoch > self.epoch
            || (epoch == self.epoch && self.head.is_none_or(|known| known.seq <= head.seq))
        {
            (self.epoch, self.head) = (epoch, Some(head));
        }
    }

    /// As for heads.
    pub(super) fn note_manifest(&mut self, epoch: u64, person: PersonId, version: u64) {
        let known = self.manifests.entry(person).or_default();
        match known.iter_mut().find(|(of, _)| *of == epoch) {
            Some((_, newest)) => *newest = version.max(*newest),
            None => known.push((epoch, version)),
        }
    }

    /// As for heads: of the newest epoch, the newest.
    pub(super) fn note_standing(&mut self, epoch: u64, person: PersonId, version: u64) {
        let known = self.standings.entry(person).or_default();
        *known = (*known).max((epoch, version));
    }

    /// Notes that all was walked over, or that a walk is no longer to be relied on.
    pub(super) fn note_walk(&mut self, what: &str, epoch: u64, number: u64) {
        let known = if what == WALKED {
            &mut self.walked
        } else {
            &mut self.doubted
        };
        *known = (*known).max(Some((epoch, number)));
    }

    /// Whether all that was there once in this epoch was walked over, and nothing was found wrong since.
    pub(super) fn is_walked(&self) -> bool {
        self.walked > self.doubted && self.walked.is_some_and(|(epoch, _)| epoch == self.epoch)
    }

    /// The number of the newest walk of this epoch; 0 if there was none.
    pub(super) fn walk(&self) -> u64 {
        let newest = self.walked.max(self.doubted);
        newest
            .filter(|(epoch, _)| *epoch == self.epoch)
            .map_or(0, |(_, number)| number)
    }

    /// The newest manifest of each person that has one of this epoch.
    pub(super) fn manifests_of(&self, epoch: u64) -> BTreeMap<PersonId, u64> {
        let of = |known: &Vec<(u64, u64)>| {
            known
                .iter()
                .find(|(of, _)| *of == epoch)
                .map(|(_, version)| *version)
        };
        self.manifests
            .iter()
            .filter_map(|(person, known)| Some((*person, of(known)?)))
            .collect()
    }

    /// The newest standing of each person that has one of this epoch.
    pub(super) fn standings_of(&self, epoch: u64) -> BTreeMap<PersonId, u64> {
        let of_epoch = self.standings.iter().filter(|(_, (of, _))| *of == epoch);
        of_epoch
            .map(|(person, (_, version))| (*person, *version))
            .collect()
    }

    /// Everybody who ever had a manifest.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> {
        self.manifests.keys().copied()
    }

    /// Whether a person ever had a newer manifest than this one of a database of that epoch. One that was only sealed anew says what
    /// the one before said.
    pub(super) fn had_newer(&self, person: PersonId, epoch: u64, version: u64) -> bool {
        let known = self.manifests.get(&person).into_iter().flatten();
        let said = |of: u64, mut version: u64| {
            while self.resealed.contains(&(of, person, version)) {
                version -= 1;
            }
            version
        };
        known
            .into_iter()
            .any(|(of, newest)| *of > epoch || (*of == epoch && said(*of, *newest) > version))
    }

    /// All of it, as lines.
    pub(super) fn written(&self, key: &HeadsKey, now: Timestamp) -> String {
        let mut lines = String::new();
        for (person, known) in &self.manifests {
            for (epoch, version) in known {
                lines.push_str(&version_line(key, MANIFEST, *epoch, (*person, *version)));
            }
        }
        for (person, (epoch, version)) in &self.standings {
            lines.push_str(&version_line(key, STANDING, *epoch, (*person, *version)));
        }
        for (epoch, person, version) in &self.resealed {
            lines.push_str(&version_line(key, RESEALED, *epoch, (*person, *version)));
        }
        if let Some(head) = self.head {
            lines.push_str(&head_line(key, "head", self.epoch, (head, now)));
        }
        lines
    }
}

/// Says that a person's manifest, or standing, has this version, or that this version was sealed anew.
pub(super) fn version_line(
    key: &HeadsKey,
    what: &str,
    epoch: u64,
    (person, version): (PersonId, u64),
) -> String {
    sealed(
        key,
        &format!("{what} {epoch} {} {version}", person.to_hex()),
    )
}

/// Says that all was walked over up to this entry, or that this entry makes a walk doubtful.
pub(super) fn walk_line(
    key: &HeadsKey,
    what: &str,
    (epoch, number): (u64, u64),
    (seq, now): (u64, Timestamp),
) -> String {
    sealed(
        key,
        &format!("{what} {epoch} {number} {seq} {}", now.as_millis()),
    )
}

/// Says where the chain was, and what made it be there: `head`, `restored` or `accepted`.
pub(super) fn head_line(
    key: &HeadsKey,
    what: &str,
    epoch: u64,
    (head, now): (Head, Timestamp),
) -> String {
    sealed(
        key,
        &format!(
            "{what} {epoch} {} {} {}",
            head.seq,
            HEXLOWER.encode(&head.mac),
            now.as_millis()
        ),
    )
}

fn sealed(key: &HeadsKey, words: &str) -> String {
    format!("{words} {}\n", HEXLOWER.encode(&key.seal(words)))
}

/// The words of a line that has its seal, and the id of the master key that it is by.
fn words<'a>(key: &HeadsKey, line: &'a str) -> Option<(u32, &'a str)> {
    let (words, seal) = line.rsplit_once(' ')?;
    let seal: Mac = HEXLOWER.decode(seal.as_bytes()).ok()?.try_into().ok()?;
    Some((key.sealed_by(words, &seal)?, words))
}
