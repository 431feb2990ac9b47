//! A person with a session.

use crate::PasskeyDuty;
use regain_base::BegunWith;
use regain_domain::{EmailAddress, Ways};
use regain_storage::{Person, Session};

/// The signed-in person, read anew on every request (S55).
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub(crate) session: Session,
    pub(crate) begun_with: BegunWith,
    /// The person.
    pub person: Person,
    /// Their verified addresses, oldest first.
    pub addresses: Vec<EmailAddress>,
    /// Number of unused saved codes.
    pub saved_codes_left: u32,
    /// The ways back that count already.
    pub ways: Ways,
    /// Names of credentials that were set aside when the account was reopened, until the owner keeps or removes them
    /// (S112).
    pub set_aside: Vec<String>,
    /// Where they stand with the passkey that their role needs (S114).
    pub passkey_duty: PasskeyDuty,
}
