//! Lines of the file of heads.
//!
//! Each line stands by itself, and the highest values win: copying or moving a line changes nothing.

use super::Head;
use data_encoding::HEXLOWER;
use regain_base::HeadsKey;
use regain_domain::{PersonId, Timestamp};
use regain_storage::{EntryDigest, LineSeal};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The first line.
pub(super) const TITLE: &str = "regain-heads 2";
/// The first line of older files, whose lines have no seals.
const UNSEALED: &str = "regain-heads 1";

/// Begins a line about a manifest.
pub(super) const MANIFEST: &str = "manifest";
/// Begins a line about a standing.
pub(super) const STANDING: &str = "standing";
/// Begins a line about a manifest that was only resealed.
pub(super) const RESEALED: &str = "resealed";
/// Begins a line about a walk over the whole history.
pub(super) const WALKED: &str = "walked";
/// Begins a line that revokes a walk: the next start walks everything.
pub(super) const DOUBTED: &str = "doubted";

/// Ends a torn line that couldn't be cut off. It stands before the newline, so that a marker torn in turn still
/// belongs to the same torn line; no line of ours ends in it.
pub(super) const CUT: &str = " cut";

/// Why a line isn't accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It isn't one of ours.
    Unreadable,
    /// It is the title of a file without seals.
    Unsealed,
}

/// What was published, as far as the file has been read.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Whether the file is one of ours.
    pub(super) titled: bool,
    /// How many times an operator put another database in place.
    pub(super) epoch: u64,
    /// The last head of that epoch.
    pub(super) head: Option<Head>,
    /// The newest manifest of each person, per epoch that brought a new one. Nothing revokes it.
    manifests: HashMap<PersonId, Vec<(u64, u64)>>,
    /// The newest standing of each person, after its epoch.
    standings: HashMap<PersonId, (u64, u64)>,
    /// Manifests that were only resealed, each after its epoch.
    resealed: HashSet<(u64, PersonId, u64)>,
    /// Epoch and number of the newest full walk.
    walked: Option<(u64, u64)>,
    /// Epoch and number of the newest walk that was revoked.
    doubted: Option<(u64, u64)>,
    /// The newest master key that has sealed a line so far.
    by: u32,
}

impl Lines {
    /// An empty file of ours.
    pub(super) fn begun() -> Self {
        Self {
            titled: true,
            ..Self::default()
        }
    }

    /// Applies the next line, newline included.
    ///
    /// A line without a newline is torn: it was never reported as published, and its last number may be incomplete,
    /// so it is skipped. Before the title, it must be the beginning of the title: somebody else's file is refused, or
    /// it would be cut.
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

        // After a line of a newer master key, a line of an older one is ignored: somebody with the old key can't add
        // any (S104).
        if by < self.by {
            return Ok(());
        }

        self.by = by;
        self.take_words(words).ok_or(Refused::Unreadable)
    }

    fn take_words(&mut self, words: &str) -> Option<()> {
        // Exact word counts: if two lines were glued together, the second must not be overlooked.
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
                let epoch = epoch.parse().ok()?;
                let number = number.parse().ok()?;
                seq.parse::<u64>().ok()?;
                at.parse::<i64>().ok()?;
                self.note_walk(what, epoch, number);
            }
            ["head" | "restored" | "accepted", epoch, seq, digest, at] => {
                at.parse::<i64>().ok()?;
                let digest = HEXLOWER.decode(digest.as_bytes()).ok()?.try_into().ok()?;
                self.note_head(
                    epoch.parse().ok()?,
                    Head {
                        seq: seq.parse().ok()?,
                        digest: EntryDigest::from_bytes(digest),
                    },
                );
            }
            _ => return None,
        }

        Some(())
    }

    /// A later line never lowers what was published: only another epoch has another head.
    pub(super) fn note_head(&mut self, epoch: u64, head: Head) {
        if epoch > self.epoch
            || (epoch == self.epoch && self.head.is_none_or(|known| known.seq <= head.seq))
        {
            (self.epoch, self.head) = (epoch, Some(head));
        }
    }

    /// Keeps the highest version per epoch.
    pub(super) fn note_manifest(&mut self, epoch: u64, person: PersonId, version: u64) {
        let known = self.manifests.entry(person).or_default();
        match known.iter_mut().find(|(of, _)| *of == epoch) {
            Some((_, newest)) => *newest = version.max(*newest),
            None => known.push((epoch, version)),
        }
    }

    /// Keeps the newest version of the newest epoch.
    pub(super) fn note_standing(&mut self, epoch: u64, person: PersonId, version: u64) {
        let known = self.standings.entry(person).or_default();
        *known = (*known).max((epoch, version));
    }

    /// Records a full walk, or that a walk is no longer reliable.
    pub(super) fn note_walk(&mut self, what: &str, epoch: u64, number: u64) {
        let known = if what == WALKED {
            &mut self.walked
        } else {
            &mut self.doubted
        };

        *known = (*known).max(Some((epoch, number)));
    }

    /// Whether a full walk of this epoch succeeded, and nothing was found wrong since.
    pub(super) fn is_walked(&self) -> bool {
        self.walked > self.doubted && self.walked.is_some_and(|(epoch, _)| epoch == self.epoch)
    }

    /// Number of the newest walk of this epoch; 0 if there is none.
    pub(super) fn walk(&self) -> u64 {
        let newest = self.walked.max(self.doubted);
        newest
            .filter(|(epoch, _)| *epoch == self.epoch)
            .map_or(0, |(_, number)| number)
    }

    /// The newest manifest of each person who has one in this epoch.
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

    /// The newest standing of each person who has one in this epoch.
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

    /// Whether a person ever had a newer manifest than this one from that epoch. A manifest that was only resealed
    /// counts as the one before.
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

    /// The whole content, as lines.
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

/// A line with the version of a person's manifest or standing, or with a resealed version.
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

/// A line that records a walk up to this entry, or that this entry revokes a walk.
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

/// A line with a head and its origin: `head`, `restored` or `accepted`.
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
            HEXLOWER.encode(head.digest.as_bytes()),
            now.as_millis()
        ),
    )
}

fn sealed(key: &HeadsKey, words: &str) -> String {
    format!("{words} {}\n", HEXLOWER.encode(key.seal(words).as_bytes()))
}

/// The words of a line with a valid seal, and the id of the master key that made it.
fn words<'a>(key: &HeadsKey, line: &'a str) -> Option<(u32, &'a str)> {
    let (words, seal) = line.rsplit_once(' ')?;
    let seal = HEXLOWER.decode(seal.as_bytes()).ok()?.try_into().ok()?;
    Some((key.sealed_by(words, &LineSeal::from_bytes(seal))?, words))
}
