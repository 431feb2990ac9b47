//! Storage traits, one per aggregate, the unit of work, and the contract tests that every engine must pass.
//!
//! A [`Store`] begins a unit of work, which gives access to the aggregates; [`Work::commit`] consumes it, and
//! dropping it rolls back. Credentials aren't here: only `regain-vault` can reach them (S73).
//!
//! Not found is `Ok(None)`, never an error. Single use is one conditional update: `true` means that *this* call did
//! it (S17).
//!
//! It knows no engine and no key: digests and seals come ready-made. Read first: `recovery.rs` (an aggregate and its
//! conditional updates), `contract/flows.rs` (what an engine promises about it), `contract/work.rs` (units of work).

pub mod addresses;
pub mod budgets;
pub mod check_ups;
pub mod contacts;
#[cfg(feature = "contract")]
pub mod contract;
pub mod counters;
pub mod devices;
pub mod digests;
pub mod error;
pub mod freeze;
pub mod history;
pub mod invitations;
pub mod moments;
pub mod outbox;
pub mod passkeys;
pub mod people;
pub mod policies;
pub mod readiness;
pub mod recovery;
pub mod role_requests;
pub mod sessions;
pub mod verifications;

pub use addresses::{AddressClaim, AddressRows};
pub use budgets::BudgetRows;
pub use check_ups::{CheckUp, CheckUpRows};
pub use contacts::{ContactInvitation, ContactRequest, ContactRows};
pub use counters::CounterRows;
pub use devices::{DeviceRows, KnownDevice};
pub use digests::{
    BrowserDigest, BudgetKey, ClaimDigest, CodeDigest, ContactDigest, CountedKey, CounterKey,
    DetailsDigest, DeviceDigest, DeviceSeal, EffortSeal, EntryDigest, FlowSeal, FreezeDigest,
    GivenSeal, HolderDigest, IdentifierDigest, InvitationDigest, InvitationSeal, LineSeal,
    LinkDigest, ManifestSeal, ObjectionDigest, PassOnDigest, PassedDigest, PlaceDigest,
    PolicyRequestSeal, PolicySeal, QuestionDigest, RoleRequestSeal, SessionDigest, SessionSeal,
    SourceDigest, StandingDigest, UserNameDigest, VerificationDigest, VerificationSeal,
    WrongPasswordDigest,
};
pub use error::StorageError;
pub use freeze::{FreezeLink, FreezeLinkRows};
pub use history::{HistoryFilter, HistoryRow, HistoryRows, Sealed};
pub use invitations::{Invitation, InvitationRows};
pub use moments::{Ahead, AheadEffect};
pub use outbox::{NewOutboxEntry, OutboxEntry, OutboxRows, Urgency};
pub use passkeys::AnsweredPasskeyRows;
pub use people::{Named, PeopleQuery, Person, PersonRows, PersonSummary, StandingSeal};
pub use policies::{PolicyRequest, PolicyRow, PolicyRows};
pub use readiness::WaysOfPeople;
pub use recovery::{Challenge, Flow, Proof, RecoveryRows};
pub use role_requests::{RoleRequest, RoleRequestRows};
pub use sessions::{Session, SessionRows};
pub use verifications::{Finished, Purpose, Verification, VerificationRows};

use async_trait::async_trait;
use regain_domain::Timestamp;
use std::time::Duration;

/// Longest wait of a writer for others, and of anybody for a connection (S98).
pub const WAIT: Duration = Duration::from_secs(5);

/// Result of every storage call.
pub type Result<T> = std::result::Result<T, StorageError>;

/// A database.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work that reads one consistent state; writing in it is an error.
    async fn read(&self) -> Result<Box<dyn Work>>;

    /// Begins a unit of work that may write; writers wait for each other, at most [`WAIT`] (S98).
    async fn write(&self) -> Result<Box<dyn Work>>;

    /// Checks that the database answers and can be written (S99).
    async fn check(&self) -> Result<()>;

    /// Checks what was too large to check before the start; if the database is damaged, nothing is written from then
    /// on (S99, S100). Takes as long as reading all of it.
    async fn look_through(&self) -> Result<()> {
        Ok(())
    }

    /// Times that lie ahead of `now` by more than clocks differ although they record the past, by table. For
    /// operators on request: it reads every row.
    async fn ahead(&self, now: Timestamp) -> Result<Vec<Ahead>>;

    /// Waits for running units of work and closes the database; afterwards it is complete in its one file.
    async fn close(&self);
}

/// A unit of work: all or nothing. Once a statement of it failed, it is over: every call fails, and nothing is kept.
#[async_trait]
pub trait Work: Send {
    /// People and their identifiers.
    fn people(&mut self) -> &mut dyn PersonRows;
    /// Invitations to enrol.
    fn invitations(&mut self) -> &mut dyn InvitationRows;
    /// Signed-in browsers.
    fn sessions(&mut self) -> &mut dyn SessionRows;
    /// Pending second factors.
    fn verifications(&mut self) -> &mut dyn VerificationRows;
    /// Browsers used for signing in.
    fn devices(&mut self) -> &mut dyn DeviceRows;
    /// Recoveries, their challenges and proofs.
    fn recovery(&mut self) -> &mut dyn RecoveryRows;
    /// Failed sign-ins.
    fn counters(&mut self) -> &mut dyn CounterRows;
    /// Spendings against budgets.
    fn budgets(&mut self) -> &mut dyn BudgetRows;
    /// Waiting mail.
    fn outbox(&mut self) -> &mut dyn OutboxRows;
    /// The history.
    fn history(&mut self) -> &mut dyn HistoryRows;
    /// Requests for roles.
    fn role_requests(&mut self) -> &mut dyn RoleRequestRows;
    /// Policies, and requests for them.
    fn policies(&mut self) -> &mut dyn PolicyRows;
    /// Check-up records.
    fn check_ups(&mut self) -> &mut dyn CheckUpRows;
    /// People's ways back, for reports.
    fn ways_of_people(&mut self) -> &mut dyn WaysOfPeople;
    /// Claims of addresses, and their validity.
    fn addresses(&mut self) -> &mut dyn AddressRows;
    /// Links that can only freeze.
    fn freeze_links(&mut self) -> &mut dyn FreezeLinkRows;

    /// Answered questions for passkeys.
    fn passkeys(&mut self) -> &mut dyn AnsweredPasskeyRows;

    /// Ends what can't continue because it lies ahead of `now`, so that it doesn't revive at that time: sessions,
    /// recoveries, pending second factors and claims of addresses; and, if the clock is known to be right,
    /// invitations of people and contacts. Returns their number.
    async fn end_ahead(&mut self, now: Timestamp, clock_is_right: bool) -> Result<u64>;

    /// Makes it durable: once this returns, a power failure can't undo it (S98).
    async fn commit(self: Box<Self>) -> Result<()>;
}
