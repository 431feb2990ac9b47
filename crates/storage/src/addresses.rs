//! Addresses that people ask for, and what addresses are good for at a moment (S28, S71).

use crate::{Mac, Named, Result};
use async_trait::async_trait;
use regain_domain::{ClaimId, EmailAddress, PersonId, Timestamp};

/// An address that somebody asked to make their own, with the digest of the code that was mailed to it: one row, written by
/// one statement, so that a code can't be taken for that of another address (S71).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressClaim {
    /// Random.
    pub id: ClaimId,
    /// Who asks.
    pub person: PersonId,
    /// Whether it would be the first or the second: 1 or 2.
    pub position: u8,
    /// The canonical address whose place it would take; none if it would be added.
    pub replaces: Option<String>,
    /// What is asked for.
    pub address: EmailAddress,
    /// What the code is derived from, with a key that isn't in the database (S18).
    pub nonce: [u8; 16],
    /// Digest of the code, for this row alone.
    pub code_mac: Mac,
    /// When it was asked for, and the code written.
    pub created_at: Timestamp,
    /// When the code ends.
    pub expires_at: Timestamp,
    /// Tries so far, counted before they are checked (S60).
    pub tries: u32,
    /// When the code was entered.
    pub consumed_at: Option<Timestamp>,
    /// When a newer one took its place, or it was stopped.
    pub replaced_at: Option<Timestamp>,
}

impl AddressClaim {
    /// Whether it is waited for, its code's time aside.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.consumed_at.is_none() && self.replaced_at.is_none()
    }

    /// Whether its code still lasts (S16).
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.created_at.lasts(self.expires_at, now)
    }
}

/// Addresses that people ask for, and what addresses are good for at a moment.
#[async_trait]
pub trait Addresses: Send {
    /// Adds a claim; nobody has two open ones.
    async fn insert_claim(&mut self, claim: &AddressClaim) -> Result<()>;

    /// The claims of a person since `since`, the newest first.
    async fn claims_of(&mut self, person: PersonId, since: Timestamp) -> Result<Vec<AddressClaim>>;

    /// A claim by id (for the mail that carries its code).
    async fn claim(&mut self, id: ClaimId) -> Result<Option<AddressClaim>>;

    /// Ends the open claim of a person; how many there were.
    async fn replace_claims(&mut self, person: PersonId, at: Timestamp) -> Result<u64>;

    /// Counts a try before it is checked (S60): the count, or `None` if `max` are spent or it is over at `now`.
    async fn count_claim_try(
        &mut self,
        id: ClaimId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>>;

    /// Uses a claim up; `true` for the one call that did it, within its lifetime (S16, S17).
    async fn consume_claim(&mut self, id: ClaimId, now: Timestamp) -> Result<bool>;

    /// Forgets claims of before `before`.
    async fn forget_claims(&mut self, before: Timestamp) -> Result<u64>;

    /// Where codes of a person's recovery are mailed to at `now`: the addresses that count (S28), and after them those that were
    /// changed or removed and still do, the oldest first (S109). While an account is frozen, `now` is when that happened (S111).
    async fn counting(&mut self, person: PersonId, now: Timestamp) -> Result<Vec<EmailAddress>>;

    /// Where a person's notices go to at `now`: every verified address, counting or not, and those that still count (S30). While
    /// an account is frozen, `now` is when that happened (S111).
    async fn told(&mut self, person: PersonId, now: Timestamp) -> Result<Vec<EmailAddress>>;

    /// Who starts a recovery with a canonical user name or address at `now`: an address that was changed is good for it as
    /// long as it counts, and if its person's account is frozen, if it counted when that happened (S111).
    async fn recovering(&mut self, canonical: &str, now: Timestamp) -> Result<Named>;

    /// Whose a canonical identifier is, or was so lately that nobody else gets it (S77).
    async fn holder(&mut self, canonical: &str) -> Result<Option<PersonId>>;
}
