//! Actions of administrators and auditors: inviting, disabling, enabling, ending sessions, roles, and reading the
//! history.
//!
//! Administrators decide *whether* an account may be used; only its owner decides *how it is proven*. This crate
//! can't reach credentials: it doesn't depend on `regain-vault` (S73), and its connection refuses to write them
//! (S76).
//!
//! Every action looks up the actor anew in its own unit of work ([`Admin::actor`]), is recorded in the history there,
//! and is reported to the person concerned. It fails if the database does; its documentation names only the refusals.
//!
//! Read first: `authority.rs` (who may do what), `people.rs` (the commonest acts), `roles.rs` (an act of two).

mod authority;
mod history;
mod import;
mod invitations;
mod people;
mod policy;
mod readiness;
mod roles;
mod standing;

pub use authority::{Act, role_permits};
pub use history::{AuditLine, AuditPage, ChainReport};
pub use import::{IMPORT_MAX, ImportLine, ImportProblem, read_import};
pub use invitations::InvitationOutcome;
pub use people::{PeoplePage, PersonView};
pub use policy::{AffectedPerson, PolicyView, Preview, SaveOutcome, ScheduledView, WaitingView};
pub use readiness::{ReadinessFilter, ReadinessPage, ReadinessTotals};
pub use roles::{DecisionOutcome, RoleRequestView};

pub use regain_storage::readiness::PersonWays;
pub use regain_storage::{HistoryFilter, Person};

use regain_base::Base;
use regain_storage::Store;
use std::sync::Arc;

/// The administrators' use cases.
pub struct Admin {
    base: Base,
}

impl Admin {
    /// Makes the use cases over a connection that refuses to write credentials (S76).
    #[must_use]
    pub fn new(base: &Base, restricted: Arc<dyn Store>) -> Self {
        Self {
            base: base.over(restricted),
        }
    }
}
