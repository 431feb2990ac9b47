//! The policy: previewed before saving, loosened by two administrators, tightened with notice (S82).

mod adopting;
mod calling_off;
mod deciding;
mod preview;
mod saving;
mod telling;
mod view;

pub use adopting::SaveOutcome;
pub use preview::{AffectedPerson, Preview};
pub use view::{PolicyView, ScheduledView, WaitingView};

use crate::Admin;
use regain_base::PolicyState;
use regain_domain::Policy;
use regain_storage::PolicyRequest;

impl Admin {
    /// The requested policy; `None` if the request isn't genuine, or another policy came first.
    fn asked_for(&self, state: &PolicyState, request: &PolicyRequest) -> Option<Policy> {
        let genuine = self.base.is_genuine_request(request) && request.version == state.version;
        genuine
            .then(|| Policy::from_text(&request.content))
            .flatten()
    }
}
