//! Seeded changes of a corpus, for the ordinary tests without a coverage-guided fuzzer.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// Pieces that trip parsers up.
const PIECES: [&[u8]; 24] = [
    b"\0",
    b"\r\n",
    b"\n",
    b"\t",
    b" ",
    b"@",
    b".",
    b"..",
    b"-",
    b"=",
    b"&",
    b"%",
    b"%00",
    b"%FF",
    b";",
    b",",
    b"\"",
    b"<",
    "\u{FF20}".as_bytes(),
    "\u{202E}".as_bytes(),
    "\u{0301}".as_bytes(),
    "\u{212A}".as_bytes(),
    b"\xFF",
    b"99999999999999999999",
];

/// The longest case.
const LONGEST: usize = 2_048;

/// Makes cases out of seeds, reproducibly.
pub struct Mutator<'a> {
    seeds: &'a [Vec<u8>],
    rng: StdRng,
}

impl<'a> Mutator<'a> {
    /// A mutator over these seeds.
    #[must_use]
    pub fn new(seeds: &'a [Vec<u8>], seed: u64) -> Self {
        Self {
            seeds,
            rng: StdRng::seed_from_u64(seed),
        }
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            0
        } else {
            self.rng.random_range(0..end)
        }
    }

    /// One of the seeds, with one to four changes.
    #[must_use]
    pub fn case(&mut self) -> Vec<u8> {
        let pick = self.below(self.seeds.len());
        let mut case = self.seeds.get(pick).cloned().unwrap_or_default();
        for _ in 0..=self.below(4) {
            self.change(&mut case);
        }
        case.truncate(LONGEST);
        case
    }

    fn change(&mut self, case: &mut Vec<u8>) {
        let at = self.below(case.len() + 1);
        let end = at + self.below(case.len() - at + 1).min(16);
        match self.below(8) {
            0 if !case.is_empty() => {
                let at = at.min(case.len() - 1);
                case[at] ^= 1 << self.below(8);
            }
            1 => drop(case.drain(at..end)),
            2 => {
                let again = case[at..end].to_vec();
                drop(case.splice(at..at, again));
            }
            3 => case.truncate(at),
            4 => {
                let other = self.below(self.seeds.len());
                let other = self.seeds.get(other).cloned().unwrap_or_default();
                let from = self.below(other.len() + 1);
                case.truncate(at);
                case.extend_from_slice(&other[from..]);
            }
            5 => case.insert(at, self.rng.random()),
            _ => {
                let piece = PIECES[self.below(PIECES.len())];
                let end = if self.rng.random() { end } else { at };
                drop(case.splice(at..end, piece.iter().copied()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seeds_give_the_same_cases_and_they_differ() {
        let seeds = [b"anna@example.org".to_vec(), b"anna".to_vec()];
        let cases = |seed| -> Vec<_> {
            let mut mutator = Mutator::new(&seeds, seed);
            std::iter::repeat_with(|| mutator.case())
                .take(500)
                .collect()
        };
        assert_eq!(cases(1), cases(1));
        assert_ne!(cases(1), cases(2));
        let mut distinct = cases(1);
        distinct.sort();
        distinct.dedup();
        // Such short seeds come back often: a fifth of the cases are duplicates.
        assert!(distinct.len() > 350, "{}", distinct.len());
        assert!(
            Mutator::new(&[], 1).case().len() <= LONGEST,
            "without a seed, too"
        );
    }
}
