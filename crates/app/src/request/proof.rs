//! The ticket a plain form waits with, instead of work (S62).

use super::draft::draft;
use super::requested::{Requested, visitor};
use super::state::regain;
use leptos::prelude::*;
use regain_domain::Refusal;
use regain_service::EffortPurpose;

/// The ticket to send with the page's form, if the last one was refused for lack of work: a new one, unless one is
/// already being waited for.
pub(crate) fn waiting_ticket(purpose: EffortPurpose) -> Option<String> {
    match use_context::<Requested>()?.problem? {
        Refusal::EffortEarly => draft("proof"),
        Refusal::EffortNeeded => Some(regain().throttle.waiting_ticket(&visitor(), purpose)),
        _ => None,
    }
}
