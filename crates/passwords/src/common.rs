//! Common passwords, as a filter: a Golomb-coded set of hashes.
//!
//! The set says "perhaps" for a password that isn't on the list with a probability of one in 2²⁰ for each question, and never
//! "no" for one that is. A judgement of a password of 16 characters asks some 900 questions about its neighbours of one edit,
//! so fewer than one password in a thousand is taken for a common one by mistake.

use std::sync::OnceLock;

/// The list that comes along: see `data/README.md` for where it is from.
static EMBEDDED: &[u8] = include_bytes!("../data/common.bin");

/// What a file begins with, so that an error page isn't taken for one.
const MAGIC: [u8; 4] = *b"RGC1";
/// The logarithm of how rare a false answer is.
const RARITY: u32 = 20;
/// A unary part this long is no part of a set.
const LONGEST_UNARY: u64 = 1 << 16;

/// The shortest common password that counts as a term inside of others.
pub(crate) const SHORTEST: usize = 5;
/// The longest entry of the list.
pub(crate) const LONGEST: usize = 20;
/// What skeletons of common passwords are made of.
const ALPHABET: &str = "abcdefghjklmnopqrstuvwxyz26";

/// A set of common passwords, by their skeletons.
#[derive(Debug, Clone)]
pub struct Common {
    hashes: Vec<u64>,
}

/// Why bytes aren't a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonError;

impl std::fmt::Display for CommonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("these bytes are no set of common passwords")
    }
}

impl std::error::Error for CommonError {}

impl Common {
    /// The list that comes along.
    ///
    /// ```
    /// use regain_passwords::{Common, skeleton};
    ///
    /// assert!(Common::embedded().has(&skeleton("P4ssw0rd")));
    /// assert!(!Common::embedded().has(&skeleton("the lark sings")));
    /// ```
    ///
    /// # Panics
    /// Never: a test reads the list.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static READ: OnceLock<Common> = OnceLock::new();

        READ.get_or_init(|| {
            Self::from_bytes(EMBEDDED).expect("the list that comes along can be read")
        })
    }

    /// The bytes of the list that comes along, for a page that judges while somebody types.
    #[must_use]
    pub const fn embedded_bytes() -> &'static [u8] {
        EMBEDDED
    }

    /// Reads a set.
    ///
    /// # Errors
    /// If they are no set.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CommonError> {
        let (magic, rest) = bytes.split_first_chunk::<4>().ok_or(CommonError)?;
        let (count, coded) = rest.split_first_chunk::<4>().ok_or(CommonError)?;
        let count = u32::from_le_bytes(*count) as usize;

        // Each entry takes more bits than its remainder has.
        if *magic != MAGIC || count > coded.len() * 8 / RARITY as usize {
            return Err(CommonError);
        }

        let mut bits = Bits {
            bytes: coded,
            at: 0,
        };
        let mut hashes = Vec::with_capacity(count);
        let mut last = 0u64;
        for _ in 0..count {
            let mut gap = 0u64;
            while bits.next()? {
                gap += 1;
                if gap > LONGEST_UNARY {
                    return Err(CommonError);
                }
            }

            for _ in 0..RARITY {
                gap = gap << 1 | u64::from(bits.next()?);
            }

            last += gap;
            hashes.push(last);
        }

        Ok(Self { hashes })
    }

    /// Writes a set of these passwords; the same passwords give the same bytes.
    ///
    /// ```
    /// use regain_passwords::{Common, skeleton};
    ///
    /// let bytes = Common::write(["swordfish", "letmein"]);
    /// let common = Common::from_bytes(&bytes).unwrap();
    /// assert!(common.has(&skeleton("Sw0rdf1sh")) && !common.has(&skeleton("something else")));
    /// ```
    #[must_use]
    pub fn write<'a>(passwords: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
        let mut skeletons: Vec<Vec<char>> = passwords
            .into_iter()
            .map(|password| crate::skeleton(password).to_vec())
            .collect();
        skeletons.sort_unstable();
        skeletons.dedup();
        let count = u32::try_from(skeletons.len()).unwrap_or(u32::MAX);
        let mut hashes: Vec<u64> = skeletons
            .iter()
            .map(|skeleton| hash(skeleton, count as usize))
            .collect();
        hashes.sort_unstable();
        let mut written = [&MAGIC[..], &count.to_le_bytes()].concat();
        let mut byte = 0u8;
        let mut used = 0u32;
        let mut last = 0u64;
        let mut put = |bit: bool, written: &mut Vec<u8>| {
            byte = byte << 1 | u8::from(bit);
            used += 1;
            if used == 8 {
                written.push(byte);
                (byte, used) = (0, 0);
            }
        };

        for hash in hashes {
            let gap = hash - last;
            last = hash;
            (0..gap >> RARITY).for_each(|_| put(true, &mut written));
            put(false, &mut written);
            (0..RARITY)
                .rev()
                .for_each(|place| put(gap >> place & 1 == 1, &mut written));
        }

        (0..7).for_each(|_| put(false, &mut written));
        written
    }

    /// How many passwords are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether a skeleton is on the list.
    #[must_use]
    pub fn has(&self, skeleton: &[char]) -> bool {
        (SHORTEST..=LONGEST).contains(&skeleton.len())
            && self
                .hashes
                .binary_search(&hash(skeleton, self.hashes.len()))
                .is_ok()
    }

    /// Whether a skeleton is on the list, or one insertion, removal or replacement of a character away from it.
    #[must_use]
    pub fn has_near(&self, skeleton: &[char]) -> bool {
        if skeleton.len() > LONGEST + 1 {
            return false;
        }

        if self.has(skeleton) {
            return true;
        }

        let mut tried = zeroize::Zeroizing::new(Vec::with_capacity(LONGEST + 2));
        for place in 0..=skeleton.len() {
            let (before, after) = skeleton.split_at(place);
            for skipped in 0..=usize::from(!after.is_empty()) {
                for letter in ALPHABET.chars().map(Some).chain([None]) {
                    tried.clear();
                    tried.extend_from_slice(before);
                    tried.extend(letter);
                    tried.extend_from_slice(&after[skipped..]);

                    // What is short has too many neighbours: they are counted by the score.
                    if tried.len() >= 8 && self.has(&tried) {
                        return true;
                    }
                }
            }
        }

        false
    }
}

/// The bits of a set, the highest of a byte first.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn next(&mut self) -> Result<bool, CommonError> {
        let byte = self.bytes.get(self.at / 8).ok_or(CommonError)?;
        let bit = byte >> (7 - self.at % 8) & 1 == 1;
        self.at += 1;
        Ok(bit)
    }
}

/// A place among `count · 2²⁰`: FNV-1a, mixed so that all of its bits depend on all letters.
fn hash(skeleton: &[char], count: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for letter in skeleton {
        hash = (hash ^ u64::from(u32::from(*letter))).wrapping_mul(0x0000_0100_0000_01b3);
    }

    hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    let range = (count as u128) << RARITY;

    ((u128::from(hash) * range) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skeleton;

    #[test]
    fn the_list_that_comes_along_is_large_enough_and_small_enough() {
        let common = Common::embedded();
        assert!(common.len() >= 15_000, "{}", common.len());
        assert!(EMBEDDED.len() <= 44 * 1024, "{}", EMBEDDED.len());

        for password in [
            "password1",
            "iloveyou",
            "1qaz2wsx3edc",
            "QWERTYUIOP",
            "123456789",
            "baseball",
            "dragon",
        ] {
            assert!(common.has(&skeleton(password)), "{password}");
        }
    }

    #[test]
    fn false_answers_are_rare() {
        let common = Common::embedded();
        let letters: Vec<char> = ALPHABET.chars().collect();
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut made = |length: usize| -> Vec<char> {
            let letter = |_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                letters[usize::try_from(state % 27).expect("below 27")]
            };
            (0..length).map(letter).collect()
        };
        let asked = 300_000;
        let wrong = (0..asked).filter(|_| common.has(&made(12))).count();

        assert!(wrong <= 3, "{wrong} of {asked} single questions");
        let judged = 3_000;
        let wrong = (0..judged).filter(|_| common.has_near(&made(16))).count();
        assert!(
            wrong <= 6,
            "{wrong} of {judged} passwords, with all of their neighbours"
        );
    }

    #[test]
    fn neighbours_of_one_edit_are_found() {
        let common = Common::from_bytes(&Common::write(["swordfish"])).expect("a set");
        for near in [
            "swordfish",
            "swordfsh",
            "swordfishx",
            "sw0rdfesh",
            "xswordfish",
            "swordfis!",
        ] {
            assert!(common.has_near(&skeleton(near)), "{near}");
        }

        for far in [
            "swordfi",
            "swordfishxx",
            "sword",
            "",
            "a password that is longer than any entry",
        ] {
            assert!(!common.has_near(&skeleton(far)), "{far}");
        }
    }

    #[test]
    fn other_bytes_are_no_set() {
        for bytes in [
            &b""[..],
            b"RGC1",
            b"<!DOCTYPE html>",
            b"RGC1\xff\xff\xff\xff\x00",
            &EMBEDDED[..EMBEDDED.len() / 2],
        ] {
            assert_eq!(Common::from_bytes(bytes).err(), Some(CommonError));
        }

        let unary = [&b"RGC1\x01\0\0\0"[..], &[0xff; 20_000]].concat();
        assert!(Common::from_bytes(&unary).is_err());
        assert!(
            Common::from_bytes(b"RGC1\0\0\0\0")
                .is_ok_and(|common| common.is_empty() && !common.has(&skeleton("abcdef")))
        );
    }
}
