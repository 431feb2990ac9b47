//! Data of a request for all code on the server: cookies, the use cases, the visitor, the page's marks.

mod cookies;
mod draft;
mod kind;
mod no_cookies;
mod policy;
mod proof;
mod query;
mod requested;
pub mod shown;
mod state;

pub use cookies::{
    CodesOf, Cookies, Lifetime, clear_site_data, forget_codes, forget_contact, forget_invitation,
    forget_passed, forget_session, forget_signed_in, forget_verification, set_codes, set_contact,
    set_device, set_earlier, set_invitation, set_language, set_passed, set_recovery,
    set_recovery_for, set_session, set_signed_in, set_verification,
};
pub use draft::draft;
pub(crate) use draft::{forget as forget_draft, keep as keep_draft};
pub(crate) use no_cookies::keeps_no_cookies;
pub(crate) use policy::with_values;
pub use policy::{api_policy, preview_address, read_policy};
pub(crate) use proof::waiting_ticket;
pub(crate) use query::Query;
pub(crate) use requested::visitor_of;
pub use requested::{ClientAddress, Requested, moment, provide_request, requester, visitor};
pub use shown::Marks;
pub use state::{AppState, regain};
