//! Types and rules shared by browser and server: newtypes, policy, password rules, flow states, refusals.
//!
//! No I/O, no clock, no randomness: the same code judges input while it is typed and after it was sent.
//!
//! It knows no key, no stored row and no page. Read first: `refusal.rs` (every reason why something isn't done),
//! `recovery.rs` (the states of a recovery), `policy/settings.rs` (what an organisation decides).

mod clock_and_randomness;
mod codes;
pub mod effort;
mod enrolment;
mod history;
mod ids;
mod language;
mod password;
pub mod paths;
mod people;
pub mod policy;
mod recovery;
mod refusal;
pub mod session;
pub mod text;
mod time;
mod visitor;
mod ways_back;

pub use clock_and_randomness::{Clock, Randomness};
pub use codes::{AuthenticatorCode, InvitationCode, LinkToken, OneTimeCode, SavedCode, crockford};
pub use enrolment::EnrolmentStep;
pub use history::{Facts, HistoryEvent, Place};
pub use ids::{
    ChallengeId, ChangeId, ClaimId, ContactId, ContactInvitationId, ContactRequestId, DeviceId,
    FlowId, FreezeLinkId, InvitationId, MethodId, OutboxId, PersonId, ProofId, RequestId,
    SavedCodeId, SessionId, VerificationId,
};
pub use language::Language;
pub use password::{GivenPassword, NewPassword, PasswordContext, PasswordError};
pub use people::{
    EmailAddress, EmailAddressError, Identifier, IdentifierError, Leaving, LeavingWhy, PersonName,
    PersonNameError, PersonStatus, Role, UserName, UserNameError,
};
pub use policy::{Policy, PolicyError, Setting};
pub use recovery::{FlowState, Method, ProofClass, RecoveryEnd, TransitionError, Trouble};
pub use refusal::Refusal;
pub use regain_passwords as passwords;
pub use text::plain_name::{is_plain_name, leads_elsewhere};
pub use time::{EntryMoment, Moment, Reckoning, Timestamp, ZoneName};
pub use visitor::{Browser, Device, ReturnTo, Source, System, Width};
pub use ways_back::{
    AddressesChange, ContactNews, ContactsNeeded, Factor, Loss, MethodKind, MethodName,
    MethodsChange, NewWay, NewWayKind, Readiness, Way, Ways, check_up, readiness,
};
