//! Claims of addresses, and the validity of addresses at a given time (S28, S71).

use crate::{ClaimDigest, Named, Result};
use async_trait::async_trait;
use regain_domain::{ClaimId, EmailAddress, PersonId, Timestamp};

/// A claim of an address, with the digest of the code mailed to it: one row, written by one statement, so that the
/// code can't be used for another address (S71).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressClaim {
    /// Random.
    pub id: ClaimId,
    /// The claimant.
    pub person: PersonId,
    /// Position that it would get: 1 or 2.
    pub position: u8,
    /// The canonical address that it would replace; `None` if it would be added.
    pub replaces: Option<String>,
    /// The claimed address.
    pub address: EmailAddress,
    /// Input from which the code derives, with a key outside the database (S18).
    pub nonce: [u8; 16],
    /// Digest of the code, valid for this row only.
    pub code_digest: ClaimDigest,
    /// When it was claimed, and the code written.
    pub created_at: Timestamp,
    /// When the code expires.
    pub expires_at: Timestamp,
    /// Tries so far, counted before they are checked (S60).
    pub tries: u32,
    /// When the code was entered.
    pub consumed_at: Option<Timestamp>,
    /// When it was replaced by a newer one, or abandoned.
    pub replaced_at: Option<Timestamp>,
}

impl AddressClaim {
    /// Whether it still waits for its code, apart from expiry.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.consumed_at.is_none() && self.replaced_at.is_none()
    }

    /// Whether its code hasn't expired (S16).
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.created_at.lasts(self.expires_at, now)
    }
}

/// Claims of addresses, and the validity of addresses at a given time.
#[async_trait]
pub trait AddressRows: Send {
    /// Adds a claim; a person can't have two open ones.
    async fn insert_claim(&mut self, claim: &AddressClaim) -> Result<()>;

    /// The claims of a person since `since`, newest first.
    async fn claims_of(&mut self, person: PersonId, since: Timestamp) -> Result<Vec<AddressClaim>>;

    /// A claim by id (for the mail that carries its code).
    async fn claim(&mut self, id: ClaimId) -> Result<Option<AddressClaim>>;

    /// Ends the open claim of a person. Returns the number ended.
    async fn replace_claims(&mut self, person: PersonId, at: Timestamp) -> Result<u64>;

    /// Counts a try before it is checked (S60). Returns the count, or `None` if `max` tries are used up or the claim
    /// is over at `now`.
    async fn count_claim_try(
        &mut self,
        id: ClaimId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>>;

    /// Uses up a claim; `true` only for the one call that did it, within its lifetime (S16, S17).
    async fn consume_claim(&mut self, id: ClaimId, now: Timestamp) -> Result<bool>;

    /// Deletes claims made before `before`.
    async fn forget_claims(&mut self, before: Timestamp) -> Result<u64>;

    /// Addresses that a person's recovery codes go to at `now`: those that count (S28), then former ones that still
    /// do, oldest first (S109). While an account is frozen, pass the time of the freeze as `now` (S111).
    async fn counting(&mut self, person: PersonId, now: Timestamp) -> Result<Vec<EmailAddress>>;

    /// Addresses that a person's notices go to at `now`: every verified address, counting or not, and former ones
    /// that still count (S30). While an account is frozen, pass the time of the freeze as `now` (S111).
    async fn told(&mut self, person: PersonId, now: Timestamp) -> Result<Vec<EmailAddress>>;

    /// The person whose recovery starts with a canonical user name or address at `now`. A former address works as
    /// long as it counts; for a frozen account, if it counted at the freeze (S111).
    async fn recovering(&mut self, canonical: &str, now: Timestamp) -> Result<Named>;

    /// The person who has a canonical identifier, or had it so recently that it is reserved (S77).
    async fn holder(&mut self, canonical: &str) -> Result<Option<PersonId>>;
}
