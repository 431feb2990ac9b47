//! Storage traits, one per aggregate, the unit of work, and the contract tests every engine must pass.
//!
//! A [`Store`] begins a unit of work; aggregates hang off it; [`Work::commit`] consumes it, dropping it rolls back.
//! Not found is `Ok(None)`, never an error. Single use is one conditional update: the answer `true` means that *this*
//! call was the one (S17).

#[cfg(feature = "contract")]
pub mod contract;
pub mod counters;
pub mod credentials;
pub mod error;
pub mod invitations;
pub mod outbox;
pub mod people;
pub mod recovery;
pub mod sessions;

pub use counters::Counters;
pub use credentials::{Credentials, NewSavedCode, PasswordHash, SavedCodeRow};
pub use error::StorageError;
pub use invitations::{Invitation, Invitations};
pub use outbox::{NewOutboxEntry, Outbox, OutboxEntry};
pub use people::{People, Person, PersonStatus, Role};
pub use recovery::{Challenge, Flow, Proof, Recovery};
pub use sessions::{Session, Sessions};

use async_trait::async_trait;

/// The answer of every storage call.
pub type Result<T> = std::result::Result<T, StorageError>;

/// A 32-byte keyed digest: how a secret is stored and found.
pub type Mac = [u8; 32];

/// A database.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work that reads one consistent state; writing in it is an error.
    async fn read(&self) -> Result<Box<dyn Work>>;

    /// Begins a unit of work that may write; writers wait for each other, at most five seconds (S98).
    async fn write(&self) -> Result<Box<dyn Work>>;

    /// Whether the database answers and can be written (S99).
    async fn check(&self) -> Result<()>;
}

/// A unit of work: everything in it happens, or nothing.
#[async_trait]
pub trait Work: Send {
    /// People and their identifiers.
    fn people(&mut self) -> &mut dyn People;
    /// Invitations to enrol.
    fn invitations(&mut self) -> &mut dyn Invitations;
    /// Passwords and saved codes.
    fn credentials(&mut self) -> &mut dyn Credentials;
    /// Signed-in browsers.
    fn sessions(&mut self) -> &mut dyn Sessions;
    /// Recoveries, their challenges and proofs.
    fn recovery(&mut self) -> &mut dyn Recovery;
    /// Failed sign-ins.
    fn counters(&mut self) -> &mut dyn Counters;
    /// Mail that waits.
    fn outbox(&mut self) -> &mut dyn Outbox;

    /// Makes it durable; when this answers, a power cut can't undo it (S98).
    async fn commit(self: Box<Self>) -> Result<()>;
}
