//! Everything that happens to a request before and after the handlers. [`stack`] gives the order, and the reason
//! for it.

pub mod access_log;
pub mod body;
pub mod client;
pub mod csrf;
pub mod headers;
pub mod host;
pub mod ids;
pub mod method;
pub mod panic;
pub mod referer;
pub mod reports;
pub mod request_id;
pub mod settings;
pub mod stack;
pub mod timeout;
pub mod uri;
pub mod wordless;

#[cfg(test)]
pub(crate) mod testing;

pub use headers::page_csp;
pub(crate) use host::HOW_TO_SERVE;
pub use ids::RequestIds;
pub use request_id::RequestId;
pub use settings::{HttpSettings, REQUEST_TIME};
pub use stack::wrap;
