//! Types and rules shared by browser and server: newtypes, policy, password rules, flow states, refusals.
//!
//! No I/O, no clock, no randomness: the same code judges input while it is typed and after it was sent.

pub mod addresses;
pub mod authenticator;
pub mod check_up;
pub mod contact;
mod copied;
pub mod crockford;
pub mod device;
pub mod effort;
pub mod email_address;
pub mod enrolment;
pub mod history;
pub mod identifier;
pub mod ids;
pub mod invitation_code;
pub mod language;
pub mod leaving;
pub mod link_token;
pub mod method;
pub mod moment;
pub mod one_time_code;
pub mod password;
pub mod paths;
pub mod person_name;
mod plain_name;
pub mod policy;
pub mod readiness;
pub mod reckoning;
pub mod recovery;
pub mod refusal;
pub mod return_to;
pub mod saved_code;
pub mod session;
pub mod source;
mod standing;
pub mod surroundings;
pub mod text;
pub mod time;
mod typed_code;
mod unicode;
pub mod user_name;

pub use addresses::AddressesChange;
pub use authenticator::AuthenticatorCode;
pub use contact::{ContactNews, ContactsNeeded};
pub use device::{Browser, Device, System};
pub use email_address::{EmailAddress, EmailAddressError};
pub use enrolment::EnrolmentStep;
pub use history::{Facts, HistoryEvent, Place};
pub use identifier::{Identifier, IdentifierError};
pub use ids::{
    ChallengeId, ChangeId, ClaimId, ContactId, ContactInvitationId, ContactRequestId, DeviceId,
    FlowId, FreezeLinkId, InvitationId, MethodId, OutboxId, PersonId, ProofId, RequestId,
    SavedCodeId, SessionId, VerificationId,
};
pub use invitation_code::InvitationCode;
pub use language::Language;
pub use leaving::{Leaving, LeavingWhy};
pub use link_token::LinkToken;
pub use method::{Factor, MethodKind, MethodName, MethodsChange, NewWay, NewWayKind};
pub use moment::{Moment, ZoneName};
pub use one_time_code::OneTimeCode;
pub use password::{GivenPassword, NewPassword, PasswordContext, PasswordError};
pub use person_name::{PersonName, PersonNameError};
pub use plain_name::{is_plain_name, leads_elsewhere};
pub use policy::{Policy, PolicyError, Setting};
pub use readiness::{Loss, Readiness, Way, Ways};
pub use reckoning::{EntryMoment, Reckoning};
pub use recovery::{FlowState, Method, ProofClass, Trouble};
pub use refusal::Refusal;
pub use regain_passwords as passwords;
pub use return_to::ReturnTo;
pub use saved_code::SavedCode;
pub use source::{Source, Width};
pub use standing::{PersonStatus, Role};
pub use surroundings::{Clock, Randomness};
pub use time::Timestamp;
pub use user_name::{UserName, UserNameError};
