//! What administrators and auditors do: invite, disable, enable, end sessions, roles, read the history.
//!
//! They decide *whether* an account may be used; only its owner decides *how it is proven*. This crate can't reach a
//! credential: it doesn't depend on `regain-vault` (S73), and its connection refuses to write one (S76).
//!
//! Every act looks up the actor anew in its own unit of work ([`Admin::actor`]), is written into the history there, and is
//! told to the person concerned. It fails if the database does; its documentation names the refusals beside that.

mod authority;
mod history;
mod import;
mod invitations;
mod people;
mod policy;
mod readiness;
mod roles;
mod standing;

pub use authority::{Act, may};
pub use history::{AuditLine, AuditPage, Chain};
pub use import::{IMPORT_MAX, ImportLine, ImportProblem, read_import};
pub use invitations::Invited;
pub use people::{PeoplePage, PersonView};
pub use policy::{Concerned, PolicyView, Preview, Saved, ScheduledView, WaitingView};
pub use readiness::{ReadinessFilter, ReadinessPage, ReadinessTotals};
pub use roles::{Decided, RoleRequestView};

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
    /// Over a way into the database that refuses to write credentials (S76).
    #[must_use]
    pub fn new(base: &Base, restricted: Arc<dyn Store>) -> Self {
        Self {
            base: base.over(restricted),
        }
    }
}
