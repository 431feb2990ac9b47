//! Browsers used for signing in (S58).

use crate::{CountedKey, DeviceDigest, DeviceSeal, Result};
use async_trait::async_trait;
use regain_domain::{DeviceId, PersonId, Timestamp};

/// A browser that a person has signed in with; its cookie has the token, this row the digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Binds the token to the person (S79).
    pub id: DeviceId,
    /// Digest of the token; one browser may know several people.
    pub token_digest: DeviceDigest,
    /// The person.
    pub person: PersonId,
    /// No second factor is asked for until then.
    pub remembered_until: Option<Timestamp>,
    /// Until when its owner wanted that; policies tightened since only lower the time above.
    pub wanted_until: Option<Timestamp>,
    /// Browser and system, sealed.
    pub surroundings: Vec<u8>,
    /// First use.
    pub created_at: Timestamp,
    /// Last use.
    pub last_used_at: Timestamp,
    /// A seal on what its owner wanted, made with a key outside the database (S79).
    pub seal: DeviceSeal,
}

/// Browsers used for signing in.
#[async_trait]
pub trait DeviceRows: Send {
    /// Adds one, or records another use.
    async fn put(&mut self, device: &KnownDevice) -> Result<()>;

    /// The device with this token, for one person.
    async fn find(
        &mut self,
        token_digest: &DeviceDigest,
        person: PersonId,
    ) -> Result<Option<KnownDevice>>;

    /// Everybody's devices with this token, latest use first.
    async fn of_token(&mut self, token_digest: &DeviceDigest) -> Result<Vec<KnownDevice>>;

    /// Gives the device `id` the id, token, surroundings and seal of `device`. Its counts and spendings move from one
    /// key to the other, so that nobody gets new guesses.
    async fn go_over(
        &mut self,
        id: DeviceId,
        device: &KnownDevice,
        counted: &[(CountedKey, CountedKey)],
    ) -> Result<()>;

    /// Deletes everybody's devices with this token. Returns their number.
    async fn forget_token(&mut self, token_digest: &DeviceDigest) -> Result<u64>;

    /// All devices of a person, latest use first.
    async fn of_person(&mut self, person: PersonId) -> Result<Vec<KnownDevice>>;

    /// Limits every device's remembering to `latest`. Returns the number changed.
    async fn remember_until_at_most(&mut self, latest: Timestamp) -> Result<u64>;

    /// Deletes one of a person; `true` if it was there.
    async fn forget(&mut self, id: DeviceId, person: PersonId) -> Result<bool>;

    /// Deletes all of a person. Returns their number (S29).
    async fn forget_all_of(&mut self, person: PersonId) -> Result<u64>;

    /// Deletes all of everybody. Returns their number (S84).
    async fn forget_all(&mut self) -> Result<u64>;

    /// Deletes those that weren't used since `before`.
    async fn forget_older(&mut self, before: Timestamp) -> Result<u64>;
}
