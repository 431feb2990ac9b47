//! Ways back: apps, passkeys, addresses and recovery contacts as their owners see them, and whether they are enough.

mod addresses;
pub mod check_up;
mod contact;
mod method;
pub mod readiness;

pub use addresses::AddressesChange;
pub use contact::{ContactNews, ContactsNeeded};
pub use method::{Factor, MethodKind, MethodName, MethodsChange, NewWay, NewWayKind};
pub use readiness::{Loss, Readiness, Way, Ways};
