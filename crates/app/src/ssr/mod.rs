//! The server's half: what a request carries, and how it is answered.

mod admin;
mod answering;
mod cookies;
mod draft;
mod export;
pub mod forms;
mod language;
mod own;
mod parts;
mod progress;
mod query;
mod request;
mod shell;

pub use admin::{PostedTable, compose};
pub use answering::{broken, confirm_first, go, lead, refuse, refuse_keeping, stay};
pub use cookies::{
    Cookies, Lifetime, clear_site_data, enter, forget_codes, forget_invitation, forget_session, forget_verification,
    set_codes, set_device, set_invitation, set_recovery, set_session, set_verification,
};
pub use draft::draft;
pub use export::export;
pub use language::choose_language;
pub use own::{compose_own, enrol, object, readiness, replace, verify};
pub use progress::progress;
pub(crate) use request::visitor_of;
pub use request::{AppState, ClientAddress, Requested, provide_request, regain, visitor};
pub use shell::shell;
