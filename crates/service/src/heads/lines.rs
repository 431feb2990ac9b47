//! What the lines of the file of heads say.

use super::Head;
use data_encoding::HEXLOWER;
use regain_domain::PersonId;
use std::collections::HashMap;

/// The first line.
pub(super) const TITLE: &str = "regain-heads 1";

/// Ends a line that was torn, where it couldn't be cut away. It stands before the newline, so that whatever is torn in turn
/// is still the same torn line; no line of ours ends in it.
pub(super) const CUT: &str = " cut";

/// What was published, as far as the file was read.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Whether the file is one of ours.
    pub(super) titled: bool,
    /// The last head, since the last restore.
    pub(super) head: Option<Head>,
    /// The newest manifest of each person, since the last restore.
    pub(super) manifests: HashMap<PersonId, u64>,
}

impl Lines {
    /// Takes the next line in, with its newline; whether it can be read.
    ///
    /// Without a newline it was torn: nobody was told that it was published, and what it seems to say may be a shorter number
    /// than it was to be. So it is left out. Without the title before it, it must be the beginning of the title: a file of
    /// somebody else's is refused, or it would be cut.
    pub(super) fn take(&mut self, line: &[u8]) -> bool {
        let Some(whole) = line.strip_suffix(b"\n") else { return self.titled || TITLE.as_bytes().starts_with(line) };
        whole.ends_with(CUT.as_bytes()) || str::from_utf8(whole).is_ok_and(|whole| self.take_whole(whole).is_some())
    }

    fn take_whole(&mut self, line: &str) -> Option<()> {
        if !self.titled {
            self.titled = line == TITLE;
            return self.titled.then_some(());
        }
        // Word for word: of two lines that were glued together, the second must not be overlooked.
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["manifest", person, version] => self.note_manifest(PersonId::from_hex(person)?, version.parse().ok()?),
            ["head", seq, mac, at] => {
                at.parse::<i64>().ok()?;
                let mac = HEXLOWER.decode(mac.as_bytes()).ok()?.try_into().ok()?;
                self.note_head(Head { seq: seq.parse().ok()?, mac });
            }
            ["restored", seq, at] => {
                seq.parse::<u64>().ok().zip(at.parse::<i64>().ok())?;
                self.note_restored();
            }
            _ => return None,
        }
        Some(())
    }

    /// What was published is never lowered by a later line: only a restore does that.
    pub(super) fn note_head(&mut self, head: Head) {
        if self.head.is_none_or(|known| known.seq <= head.seq) {
            self.head = Some(head);
        }
    }

    /// As for heads.
    pub(super) fn note_manifest(&mut self, person: PersonId, version: u64) {
        let known = self.manifests.entry(person).or_insert(version);
        *known = version.max(*known);
    }

    /// What was published before no longer binds.
    pub(super) fn note_restored(&mut self) {
        self.manifests.clear();
        self.head = None;
    }
}
