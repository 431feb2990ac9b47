//! Proof of work, for times of pressure (S62): what the server asks for, and how the browser finds it. No I/O, no clock, no
//! randomness and no key: who makes a ticket seals it.
//!
//! A ticket is text: `KIND.PURPOSE.ISSUED.ID.SEAL`, where `KIND` is how many bits are asked for, or `wait`. A solution is the
//! ticket, a dot and a counter such that SHA-256 over a mark of this use, SHA-256 of the ticket, and the counter begins with
//! so many zero bits. A ticket to wait with is sent back as it is, after a while.
//!
//! `spow` has no purposes (a ticket for signing in would start a recovery), no tickets to wait with for browsers without script, and
//! keeps its own key and clock.

use sha2::{Digest as _, Sha256};
use std::fmt;

/// No browser is asked for more: it would seem to hang.
const MOST_BITS: u8 = 24;
/// Stands before what is hashed, so that no digest of this use is one of another.
const OF_TICKET: &[u8] = b"regain-pow/1 ticket ";
const OF_COUNTER: &[u8; 8] = b"pow/1 \0\0";

/// What a ticket is for; it is of use for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffortPurpose {
    /// Signing in with a password.
    SignIn,
    /// Starting a recovery.
    Recovery,
}

impl EffortPurpose {
    const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Recovery => "recovery",
        }
    }
}

/// What a ticket asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// A counter, for so many bits.
    Work(u8),
    /// Only to be sent later: for browsers without script.
    Wait,
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Work(bits) => write!(f, "{bits}"),
            Self::Wait => f.write_str("wait"),
        }
    }
}

/// What is sealed of a ticket.
#[must_use]
pub fn body(kind: Demand, purpose: EffortPurpose, issued_millis: i64, id: &str) -> String {
    format!("{kind}.{}.{issued_millis}.{id}", purpose.code())
}

/// A ticket that came back, with its solution if it has one; nothing of it is believed before its seal was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned<'a> {
    /// What is sealed.
    pub body: &'a str,
    /// The seal.
    pub seal: &'a str,
    /// What it asks for.
    pub kind: Demand,
    /// When it was made, in milliseconds.
    pub issued_millis: i64,
    purpose: &'a str,
    ticket: &'a str,
    counter: Option<u64>,
}

impl<'a> Returned<'a> {
    /// Reads what came back.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(7, '.').collect();
        let (kind, purpose, issued, seal, ticket, counter) = match parts[..] {
            ["wait", purpose, issued, _, seal] => (Demand::Wait, purpose, issued, seal, text, None),
            [bits, purpose, issued, _, seal, counter] => {
                let ticket = &text[..text.len() - counter.len() - 1];
                (
                    Demand::Work(bits.parse().ok()?),
                    purpose,
                    issued,
                    seal,
                    ticket,
                    Some(counter.parse().ok()?),
                )
            }
            _ => return None,
        };

        let body = &ticket[..ticket.len() - seal.len() - 1];
        Some(Self {
            body,
            seal,
            kind,
            issued_millis: issued.parse().ok()?,
            purpose,
            ticket,
            counter,
        })
    }

    /// Whether it was made for this.
    #[must_use]
    pub fn is_for(&self, purpose: EffortPurpose) -> bool {
        self.purpose == purpose.code()
    }

    /// Whether it holds what it asks for, time aside.
    #[must_use]
    pub fn is_solved(&self) -> bool {
        match (self.kind, self.counter) {
            (Demand::Wait, _) => true,
            (Demand::Work(bits), Some(counter)) => solves(&seed(self.ticket), counter, bits),
            (Demand::Work(_), None) => false,
        }
    }
}

/// A search that can be stopped and gone on with.
#[derive(Debug)]
pub struct Search<'a> {
    ticket: &'a str,
    seed: [u8; 32],
    bits: u8,
    next: u64,
}

impl<'a> Search<'a> {
    /// A search for what a ticket asks for; none if that is no work, or unreasonable.
    #[must_use]
    pub fn of(ticket: &'a str) -> Option<Self> {
        let bits = ticket
            .split_once('.')?
            .0
            .parse()
            .ok()
            .filter(|bits| *bits <= MOST_BITS)?;
        Some(Self {
            ticket,
            seed: seed(ticket),
            bits,
            next: 0,
        })
    }

    /// Tries so many counters; the solution once it is found.
    pub fn go_on(&mut self, tries: u32) -> Option<String> {
        let from = self.next;
        self.next = from.saturating_add(u64::from(tries));
        let found = (from..self.next).find(|counter| solves(&self.seed, *counter, self.bits))?;
        Some([self.ticket, ".", &found.to_string()].concat())
    }
}

fn seed(ticket: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(OF_TICKET)
        .chain_update(ticket)
        .finalize()
        .into()
}

/// One block of SHA-256, so that every try costs the same.
fn solves(seed: &[u8; 32], counter: u64, bits: u8) -> bool {
    let mut block = [0; 48];
    block[..8].copy_from_slice(OF_COUNTER);
    block[8..40].copy_from_slice(seed);
    block[40..].copy_from_slice(&counter.to_be_bytes());
    let digest: [u8; 32] = Sha256::digest(block).into();
    let whole = usize::from(bits / 8);
    let rest = bits % 8;

    digest[..whole].iter().all(|byte| *byte == 0)
        && u32::from(rest) <= digest[whole].leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(kind: Demand) -> String {
        format!(
            "{}.5ea1",
            body(kind, EffortPurpose::SignIn, 1_795_348_800_000, "0123")
        )
    }

    fn solved(ticket: &str) -> String {
        Search::of(ticket)
            .expect("work")
            .go_on(u32::MAX)
            .expect("found")
    }

    #[test]
    fn s62_what_is_found_solves_its_ticket_and_no_other() {
        let first = ticket(Demand::Work(12));
        let solution = solved(&first);
        let returned = Returned::parse(&solution).expect("a solution");
        assert!(returned.is_solved());
        assert_eq!(
            (returned.body, returned.seal),
            (&first[..first.len() - 5], "5ea1")
        );
        assert_eq!(
            (returned.kind, returned.issued_millis),
            (Demand::Work(12), 1_795_348_800_000)
        );
        assert!(
            returned.is_for(EffortPurpose::SignIn) && !returned.is_for(EffortPurpose::Recovery)
        );
        let other = solution.replace("0123", "0124");
        assert!(!Returned::parse(&other).expect("a solution").is_solved());
    }

    #[test]
    fn s62_a_search_goes_on_where_it_stopped() {
        let ticket = ticket(Demand::Work(10));
        let mut search = Search::of(&ticket).expect("work");
        let found = std::iter::repeat_with(|| search.go_on(7)).find_map(|found| found);
        assert_eq!(found, Some(solved(&ticket)));
    }

    #[test]
    fn s62_bits_are_counted_to_the_bit() {
        let seed = seed("any");
        let zeros = |counter: u64| {
            (0..=MOST_BITS)
                .filter(|bits| solves(&seed, counter, *bits))
                .count()
        };
        let counts = (0..4096)
            .map(zeros)
            .fold([0u32; 3], |[one, two, three], zeros| {
                [
                    one + u32::from(zeros > 1),
                    two + u32::from(zeros > 2),
                    three + u32::from(zeros > 3),
                ]
            });

        for (count, expected) in counts.into_iter().zip([2048, 1024, 512]) {
            assert!(count.abs_diff(expected) < 200, "{counts:?}");
        }
    }

    #[test]
    fn s62_a_ticket_to_wait_with_is_no_work_and_work_is_not_done_by_waiting() {
        let waiting = ticket(Demand::Wait);
        assert!(
            Returned::parse(&waiting)
                .is_some_and(|returned| returned.kind == Demand::Wait && returned.is_solved())
        );
        assert!(Search::of(&waiting).is_none());
        assert_eq!(
            Returned::parse(&ticket(Demand::Work(1))),
            None,
            "without a counter"
        );
    }

    #[test]
    fn s62_what_is_none_is_none() {
        for text in [
            "",
            ".",
            "....",
            "17.sign-in.1.id.seal.x",
            "x.sign-in.1.id.seal.1",
            "wait.sign-in.x.id.seal",
        ] {
            assert_eq!(Returned::parse(text), None, "{text}");
        }

        assert!(Returned::parse("wait.a.1.b.c.1").is_none());
        assert!(Returned::parse("17.a.1.b.c.1.1").is_none());
        for text in ["", "17", "25.a", "x.a"] {
            assert!(Search::of(text).is_none(), "{text}");
        }

        assert!(Returned::parse("255.a.1.b.c.1").is_some_and(|returned| !returned.is_solved()));
    }
}
