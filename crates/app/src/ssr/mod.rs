//! The server's half: what a request carries, and how it is answered.

mod admin;
mod answering;
mod contact;
mod cookies;
mod draft;
mod duty;
mod export;
mod export_readiness;
pub mod forms;
mod language;
mod no_cookies;
mod origin;
mod other_tab;
mod own;
mod parts;
mod policy;
mod progress;
mod proof;
mod query;
mod request;
mod shell;
pub mod shown;
mod spelling;

pub use admin::{PostedTable, compose};
pub use answering::{
    broken, confirm_first, confirm_first_keeping, entrance, go, go_back, lead, refuse,
    refuse_keeping, refuse_proving, set_unavailable, stay,
};
pub(crate) use answering::{returning, with_parameter};
pub use contact::{contact, pass_on};
pub use cookies::{
    CodesOf, Cookies, Lifetime, clear_site_data, enter, forget_codes, forget_contact,
    forget_invitation, forget_passed, forget_session, forget_verification, leave, set_codes,
    set_contact, set_device, set_earlier, set_invitation, set_passed, set_recovery,
    set_recovery_for, set_session, set_verification,
};
pub use draft::draft;
pub use export::export;
pub use export_readiness::export_readiness;
pub use language::choose_language;
pub(crate) use no_cookies::keeps_no_cookies;
pub use origin::{language_of, origin_answer, origin_words};
pub use other_tab::other_tab;
pub use own::{closing, compose_own, enrol, object, readiness, replace, verify};
pub(crate) use parts::seconds;
pub use policy::{api_policy, preview_address, read_policy};
pub use progress::progress;
pub(crate) use proof::waiting_ticket;
pub(crate) use query::Query;
pub(crate) use request::visitor_of;
pub use request::{AppState, ClientAddress, Requested, moment, provide_request, regain, visitor};
pub use shell::shell;
pub use shown::Marks;
