//! Screens built by the server, and its other answers.

mod admin;
mod contact;
mod duty;
mod export;
mod export_readiness;
mod origin;
mod other_tab;
mod own;
mod parts;
mod progress;
mod spelling;

pub use admin::{PostedTable, compose};
pub use contact::{contact, pass_on};
pub use export::export;
pub use export_readiness::export_readiness;
pub use origin::{language_of, origin_answer, origin_words};
pub use other_tab::other_tab;
pub use own::{closing, compose_own, enrol, object, readiness, replace, verify};
pub use progress::progress;
