//! What a plain form shows instead of work (S62).

use super::draft::draft;
use super::requested::{Requested, visitor};
use super::state::regain;
use leptos::prelude::*;
use regain_domain::Refusal;
use regain_service::Purpose;

/// The ticket that the page's form is sent with, where the last one was refused for want of effort: a new one, unless there is
/// one that only has to be waited for.
pub(crate) fn waiting_ticket(purpose: Purpose) -> Option<String> {
    match use_context::<Requested>()?.problem? {
        Refusal::EffortEarly => draft("proof"),
        Refusal::EffortNeeded => Some(regain().waiting_ticket(&visitor(), purpose)),
        _ => None,
    }
}
