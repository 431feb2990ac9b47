//! Storage traits, one per aggregate, the unit of work, and the contract tests every engine must pass.
//!
//! A [`Store`] begins a unit of work; aggregates hang off it; [`Work::commit`] consumes it, dropping it rolls back.
//! Credentials aren't here: only `regain-vault` can reach them (S73).
//!
//! Not found is `Ok(None)`, never an error. Single use is one conditional update: the answer `true` means that *this*
//! call was the one (S17).

pub mod addresses;
pub mod budgets;
pub mod check_ups;
pub mod contacts;
#[cfg(feature = "contract")]
pub mod contract;
pub mod counters;
pub mod devices;
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

pub use addresses::{AddressClaim, Addresses};
pub use budgets::Budgets;
pub use check_ups::{CheckUp, CheckUps};
pub use contacts::{ContactInvitation, ContactRequest, Contacts};
pub use counters::Counters;
pub use devices::{Devices, KnownDevice};
pub use error::StorageError;
pub use freeze::{FreezeLink, FreezeLinks};
pub use history::{History, HistoryFilter, HistoryRow, Sealed};
pub use invitations::{Invitation, Invitations};
pub use moments::{Ahead, AheadEffect};
pub use outbox::{NewOutboxEntry, Outbox, OutboxEntry, Urgency};
pub use passkeys::AnsweredPasskeys;
pub use people::{Named, People, PeopleQuery, Person, PersonSummary, StandingSeal};
pub use policies::{Policies, PolicyRequest, PolicyRow};
pub use readiness::WaysOfPeople;
pub use recovery::{Challenge, Flow, Proof, Recovery};
pub use role_requests::{RoleRequest, RoleRequests};
pub use sessions::{Session, Sessions};
pub use verifications::{Finished, Purpose, Verification, Verifications};

use async_trait::async_trait;
use regain_domain::Timestamp;

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

    /// Looks through what was too much to look through before the start; where the database is damaged, nothing is written from
    /// then on (S99, S100). It takes as long as reading all of it.
    async fn look_through(&self) -> Result<()> {
        Ok(())
    }

    /// What lies ahead of `now` by more than clocks differ although it tells of the past, table by table (for an operator who
    /// asks: it reads every row).
    async fn ahead(&self, now: Timestamp) -> Result<Vec<Ahead>>;

    /// Waits for the units of work under way, and closes the database: all of it is in its one file then.
    async fn close(&self);
}

/// A unit of work: everything in it happens, or nothing.
#[async_trait]
pub trait Work: Send {
    /// People and their identifiers.
    fn people(&mut self) -> &mut dyn People;
    /// Invitations to enrol.
    fn invitations(&mut self) -> &mut dyn Invitations;
    /// Signed-in browsers.
    fn sessions(&mut self) -> &mut dyn Sessions;
    /// Second factors that are asked for.
    fn verifications(&mut self) -> &mut dyn Verifications;
    /// Browsers that people have signed in with.
    fn devices(&mut self) -> &mut dyn Devices;
    /// Recoveries, their challenges and proofs.
    fn recovery(&mut self) -> &mut dyn Recovery;
    /// Failed sign-ins.
    fn counters(&mut self) -> &mut dyn Counters;
    /// What was spent of budgets.
    fn budgets(&mut self) -> &mut dyn Budgets;
    /// Mail that waits.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// What happened.
    fn history(&mut self) -> &mut dyn History;
    /// Requests for roles.
    fn role_requests(&mut self) -> &mut dyn RoleRequests;
    /// What administrators decided, and what waits for a second one.
    fn policies(&mut self) -> &mut dyn Policies;
    /// When people last looked at their ways back.
    fn check_ups(&mut self) -> &mut dyn CheckUps;
    /// Which ways back people have, for reports.
    fn ways_of_people(&mut self) -> &mut dyn WaysOfPeople;
    /// Addresses that people ask for, and what addresses are good for.
    fn addresses(&mut self) -> &mut dyn Addresses;
    /// Links that can only freeze.
    fn freeze_links(&mut self) -> &mut dyn FreezeLinks;

    /// Questions for passkeys that were answered.
    fn passkeys(&mut self) -> &mut dyn AnsweredPasskeys;

    /// Ends what can't go on although it lies ahead of `now`, so that it doesn't go on when that moment comes: sessions,
    /// recoveries, second factors that were asked for, claims of addresses; and, where the clock is known to be right,
    /// invitations of people and of contacts. How many there were.
    async fn end_ahead(&mut self, now: Timestamp, clock_is_right: bool) -> Result<u64>;

    /// Makes it durable; when this answers, a power cut can't undo it (S98).
    async fn commit(self: Box<Self>) -> Result<()>;
}
