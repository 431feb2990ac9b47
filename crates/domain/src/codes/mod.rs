//! Everything that somebody types as a code, or that stands in a link: each a type of its own, read by one rule.

mod authenticator;
pub mod crockford;
mod invitation_code;
mod link_token;
mod one_time_code;
mod saved_code;
mod typed_code;

pub use authenticator::AuthenticatorCode;
pub use invitation_code::InvitationCode;
pub use link_token::LinkToken;
pub use one_time_code::OneTimeCode;
pub use saved_code::SavedCode;
