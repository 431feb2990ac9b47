//! Browsers that somebody has signed in with (S58).

use crate::{Mac, Result};
use async_trait::async_trait;
use regain_domain::{DeviceId, PersonId, Timestamp};

/// A browser that a person has signed in with; the token is in its cookie, the digest here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Binds the token to the person (S79).
    pub id: DeviceId,
    /// Digest of the token; one browser may know several people.
    pub token_mac: Mac,
    /// Whose.
    pub person: PersonId,
    /// Until when no second factor is asked for here.
    pub remembered_until: Option<Timestamp>,
    /// Until when its owner wanted that; policies that were tightened since only lower the moment above.
    pub wanted_until: Option<Timestamp>,
    /// Browser and system, sealed.
    pub surroundings: Vec<u8>,
    /// When it was used first.
    pub created_at: Timestamp,
    /// When it was used last.
    pub last_used_at: Timestamp,
    /// A keyed digest of what its owner wanted, made with a key that isn't in the database (S79).
    pub seal: Mac,
}

/// Browsers that people have signed in with.
#[async_trait]
pub trait Devices: Send {
    /// Adds one, or notes that it was used again.
    async fn put(&mut self, device: &KnownDevice) -> Result<()>;

    /// The device of a token, of one person.
    async fn find(&mut self, token_mac: &Mac, person: PersonId) -> Result<Option<KnownDevice>>;

    /// Everybody's of one token, the one that was used last first.
    async fn of_token(&mut self, token_mac: &Mac) -> Result<Vec<KnownDevice>>;

    /// The device that was `id` gets the id, the token, the surroundings and the seal of `device`. What was counted of it goes along,
    /// each count and spending from one key to the other, so that nobody guesses anew.
    async fn go_over(
        &mut self,
        id: DeviceId,
        device: &KnownDevice,
        counted: &[(Mac, Mac)],
    ) -> Result<()>;

    /// Forgets everybody's of one token; how many there were.
    async fn forget_token(&mut self, token_mac: &Mac) -> Result<u64>;

    /// All of a person, the one that was used last first.
    async fn of_person(&mut self, person: PersonId) -> Result<Vec<KnownDevice>>;

    /// No device is remembered for longer than until `latest`; how many were.
    async fn remember_until_at_most(&mut self, latest: Timestamp) -> Result<u64>;

    /// Forgets one of a person; `true` if it was there.
    async fn forget(&mut self, id: DeviceId, person: PersonId) -> Result<bool>;

    /// Forgets all of a person; how many there were (S29).
    async fn forget_all_of(&mut self, person: PersonId) -> Result<u64>;

    /// Forgets all of everybody; how many there were (S84).
    async fn forget_all(&mut self) -> Result<u64>;

    /// Forgets those that weren't used since `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
