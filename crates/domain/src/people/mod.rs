//! People: their names and addresses, role and status, and how they leave.

mod email_address;
mod identifier;
mod leaving;
pub(crate) mod person_name;
mod standing;
mod user_name;

pub use email_address::{EmailAddress, EmailAddressError};
pub use identifier::{Identifier, IdentifierError};
pub use leaving::{Leaving, LeavingWhy};
pub use person_name::{PersonName, PersonNameError};
pub use standing::{PersonStatus, Role};
pub use user_name::{UserName, UserNameError};
